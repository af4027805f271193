package io.sequoia.core.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Names the observations of operations and their key values. Declare a bean of this type
 * to replace the default, {@link DefaultSequoiaOperationObservationConvention}, which may
 * be extended. It is called on any thread and must not block.
 */
public interface SequoiaOperationObservationConvention
		extends ObservationConvention<SequoiaOperationObservationContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof SequoiaOperationObservationContext;
	}

}
