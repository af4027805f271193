package io.sequoia.benchmarks;

import java.util.List;

import reactor.core.publisher.Mono;

/**
 * One way to do the jobs.
 */
interface Client extends AutoCloseable {

	/**
	 * Go through all resources.
	 * @return how many there were
	 */
	long browse();

	/**
	 * Read one and wait for it.
	 * @param name its name
	 * @return the resource
	 */
	Film read(String name);

	/**
	 * Read one without waiting.
	 * @param name its name
	 * @return the resource
	 */
	Mono<Film> reading(String name);

	/**
	 * Store many.
	 * @param films the resources
	 * @return how many were stored
	 */
	int store(List<Film> films);

	@Override
	void close();

}
