package io.sequoia.sample.batch;

import java.util.Map;

import io.sequoia.Ref;
import io.sequoia.core.ResourceOperations;
import io.sequoia.core.SequoiaOperations;
import io.sequoia.core.SequoiaTemplate;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * The collections of both tenants, with resources as the platform has them: jobs must not
 * lose fields that they do not know.
 */
@Component
class Catalogue {

	private static final String SERVICE = "metadata";

	private final SequoiaOperations source;

	private final SequoiaOperations target;

	Catalogue(SequoiaTemplate source, @Qualifier("target") SequoiaTemplate target) {
		this.source = source;
		this.target = target;
	}

	ResourceOperations<Map<String, Object>> source(String collection) {
		return this.source.service(SERVICE).resources(collection);
	}

	ResourceOperations<Map<String, Object>> target(String collection) {
		return this.target.service(SERVICE).resources(collection);
	}

	static Ref ref(Map<String, Object> resource) {
		return Ref.parse(String.valueOf(resource.get("ref")));
	}

}
