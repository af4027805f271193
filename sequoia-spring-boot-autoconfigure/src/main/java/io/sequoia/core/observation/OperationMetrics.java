package io.sequoia.core.observation;

import io.micrometer.observation.ObservationRegistry;

/**
 * Counts the pages and resources that operations receive. The methods are called on
 * event-loop threads and must not block.
 */
public interface OperationMetrics {

	/**
	 * Metrics that count nothing.
	 */
	OperationMetrics NONE = new OperationMetrics() {
	};

	/**
	 * Count a page of a browse.
	 * @param service the name of the service, or {@code unknown}
	 * @param resource the plural name of the collection, or {@code unknown}
	 * @param resources the number of resources of that collection on the page
	 */
	default void page(String service, String resource, int resources) {
	}

	/**
	 * Return the registry of observations to use if the application has none.
	 * @return the registry
	 */
	default ObservationRegistry observations() {
		return ObservationRegistry.NOOP;
	}

}
