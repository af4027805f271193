package io.sequoia.test.catalogue;

import io.sequoia.core.SequoiaTemplate;

import org.springframework.stereotype.Component;

/**
 * A component that a slice leaves out, too.
 */
@Component
class Reports {

	final SequoiaTemplate sequoia;

	Reports(SequoiaTemplate sequoia) {
		this.sequoia = sequoia;
	}

}
