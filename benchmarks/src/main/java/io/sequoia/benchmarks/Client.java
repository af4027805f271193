package io.sequoia.benchmarks;

import java.util.List;

import reactor.core.publisher.Mono;

/**
 * One client for all jobs.
 */
interface Client extends AutoCloseable {

	/**
	 * Browse all resources.
	 * @return the number of resources
	 */
	long browse();

	/**
	 * Browse all resources with the assets of each.
	 * @return the number of assets
	 */
	long browseLinked();

	/**
	 * Read one and wait for it.
	 * @param name its name
	 * @return the resource
	 */
	Resource read(String name);

	/**
	 * Read one without waiting.
	 * @param name its name
	 * @return the resource
	 */
	Mono<Resource> reading(String name);

	/**
	 * Store many.
	 * @param resources the resources
	 * @return the number of stored resources
	 */
	int store(List<Resource> resources);

	@Override
	void close();

}
