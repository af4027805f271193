package io.sequoia.core;

import java.util.Collection;
import java.util.function.UnaryOperator;

import io.sequoia.Ref;
import io.sequoia.core.query.Criteria;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The reactive twin of {@link ResourceOperations}: nothing is sent before a subscription,
 * and each subscription is a call of its own. Thread-safe.
 *
 * @param <T> the type of the resources
 */
public interface ReactiveResourceOperations<T> {

	/**
	 * Read a resource.
	 * @param ref its reference
	 * @return the resource; {@link io.sequoia.ResourceNotFoundException} if there is none
	 */
	Mono<T> read(Ref ref);

	/**
	 * Find a resource that may not exist.
	 * @param ref its reference
	 * @return the resource, or empty if there is none
	 */
	Mono<T> find(Ref ref);

	/**
	 * Read many resources.
	 * @param refs their references
	 * @return the resources in the order asked for; those that do not exist are left out
	 */
	Flux<T> readAll(Collection<Ref> refs);

	/**
	 * Browse all resources.
	 * @return the browse
	 */
	default ReactiveBrowse<T> browse() {
		return browse(Criteria.all());
	}

	/**
	 * Browse the resources that match.
	 * @param criteria what has to match
	 * @return the browse
	 */
	ReactiveBrowse<T> browse(Criteria criteria);

	/**
	 * Count the resources that match.
	 * @param criteria what has to match
	 * @return how many there are
	 */
	Mono<Long> count(Criteria criteria);

	/**
	 * Store a resource.
	 * @param resource the resource
	 * @return the resource as stored
	 */
	Mono<T> store(T resource);

	/**
	 * Store many resources.
	 * @param resources the resources
	 * @return the resources as stored, in the given order
	 */
	Flux<T> storeAll(Collection<? extends T> resources);

	/**
	 * Replace a resource if it is still of the given version.
	 * @param resource the resource
	 * @return the resource as stored; {@link io.sequoia.VersionConflictException} if it
	 * has another version by now
	 */
	Mono<T> update(T resource);

	/**
	 * Change a resource.
	 * @param ref its reference
	 * @param change makes the new state of the read one; called again for each attempt
	 * @return the resource as stored
	 */
	Mono<T> update(Ref ref, UnaryOperator<T> change);

	/**
	 * Delete a resource.
	 * @param ref its reference
	 * @return whether there was one
	 */
	Mono<Boolean> delete(Ref ref);

	/**
	 * Delete many resources.
	 * @param refs their references
	 * @return completes when all are deleted
	 */
	Mono<Void> deleteAll(Collection<Ref> refs);

}
