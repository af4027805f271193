package io.sequoia.core.observation;

import io.micrometer.observation.ObservationRegistry;

/**
 * Counts what operations bring. The methods are called on event-loop threads and must not
 * block.
 */
public interface OperationMetrics {

	/**
	 * Counts nothing.
	 */
	OperationMetrics NONE = new OperationMetrics() {
	};

	/**
	 * A page of a browse has come.
	 * @param service the name of the service, or {@code unknown}
	 * @param resource the plural name of the collection, or {@code unknown}
	 * @param resources how many resources of that collection the page holds
	 */
	default void page(String service, String resource, int resources) {
	}

	/**
	 * Where operations are observed if the application has no registry of observations.
	 * @return the registry
	 */
	default ObservationRegistry observations() {
		return ObservationRegistry.NOOP;
	}

}
