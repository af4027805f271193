package io.sequoia.core;

import java.util.Collection;
import java.util.function.UnaryOperator;

import io.sequoia.InvalidResourceException.Violation;
import io.sequoia.Ref;
import io.sequoia.core.query.Criteria;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The reactive counterpart of {@link ResourceOperations}: nothing is sent before a
 * subscription, and each subscription is a new call. Thread-safe.
 *
 * @param <T> the type of the resources
 */
public interface ReactiveResourceOperations<T> {

	/**
	 * Read a resource.
	 * @param ref its reference
	 * @return the resource; {@link io.sequoia.ResourceNotFoundException} if there is none
	 */
	default Mono<T> read(Ref ref) {
		return read(ref, Criteria.all());
	}

	/**
	 * Read a resource.
	 * @param ref its reference
	 * @param criteria the parts to return: {@code include}, {@code fields}, {@code lang}
	 * and raw parameters; {@code @Linked} properties are filled from included resources
	 * @return the resource; {@link io.sequoia.ResourceNotFoundException} if there is none
	 * @throws io.sequoia.InvalidCriteriaException if the criteria have conditions, an
	 * order, or settings of pages, which only browses have
	 */
	Mono<T> read(Ref ref, Criteria criteria);

	/**
	 * Find a resource that may not exist.
	 * @param ref its reference
	 * @return the resource, or empty if there is none
	 */
	default Mono<T> find(Ref ref) {
		return find(ref, Criteria.all());
	}

	/**
	 * Find a resource that may not exist.
	 * @param ref its reference
	 * @param criteria the parts to return, as for {@link #read(Ref, Criteria)}
	 * @return the resource, or empty if there is none
	 */
	Mono<T> find(Ref ref, Criteria criteria);

	/**
	 * Read many resources.
	 * @param refs their references
	 * @return the resources in the order of the references; missing ones are left out
	 */
	default Flux<T> readAll(Collection<Ref> refs) {
		return readAll(refs, Criteria.all());
	}

	/**
	 * Read many resources.
	 * @param refs their references
	 * @param criteria the parts to return, as for {@link #read(Ref, Criteria)}
	 * @return the resources in the order of the references; missing ones are left out
	 */
	Flux<T> readAll(Collection<Ref> refs, Criteria criteria);

	/**
	 * Read many resources together with their included resources.
	 * @param refs their references; for an empty collection nothing is sent
	 * @param criteria the parts to return, as for {@link #read(Ref, Criteria)}
	 * @return one page of all that exist, in the server's order, with the included
	 * resources; it has no next page
	 */
	Mono<ResourcePage<T>> page(Collection<Ref> refs, Criteria criteria);

	/**
	 * Browse all resources.
	 * @return the browse
	 */
	default ReactiveBrowse<T> browse() {
		return browse(Criteria.all());
	}

	/**
	 * Browse the resources that match.
	 * @param criteria the selection of the resources
	 * @return the browse
	 */
	ReactiveBrowse<T> browse(Criteria criteria);

	/**
	 * Count the resources that match.
	 * @param criteria the selection of the resources
	 * @return their number
	 */
	Mono<Long> count(Criteria criteria);

	/**
	 * Store a resource.
	 * @param resource the resource
	 * @return the resource in the server's answer
	 */
	Mono<T> store(T resource);

	/**
	 * Store many resources.
	 * @param resources the resources
	 * @return the resources in the server's answer, in the given order
	 */
	Flux<T> storeAll(Collection<? extends T> resources);

	/**
	 * Store resources as they arrive, in requests of up to {@code sequoia.batch.size}
	 * resources, of which {@code sequoia.batch.concurrency} are in flight at the same
	 * time. No more than these are held in memory.
	 * @param resources the resources, which are requested as there is room for them
	 * @return the resources in the server's answers, in the given order. When a request
	 * fails, those that are in flight are completed, no further resource is requested,
	 * and the failure tells how many resources were stored before; two resources of one
	 * name are recognized only if they are sent at the same time
	 */
	Flux<T> storeAll(Publisher<? extends T> resources);

	/**
	 * Validate a resource by the constraints of its type and the descriptor of its
	 * service, even if {@code sequoia.store.validate} is {@code false}. The resource is
	 * not sent.
	 * @param resource the resource
	 * @return all violations; none if it may be stored
	 */
	Flux<Violation> validate(T resource);

	/**
	 * Replace a resource if it still has the given version.
	 * @param resource the resource
	 * @return the resource in the server's answer;
	 * {@link io.sequoia.VersionConflictException} if it has another version
	 */
	Mono<T> update(T resource);

	/**
	 * Change a resource.
	 * @param ref its reference
	 * @param change returns the new state for the state that was read; called again for
	 * each attempt
	 * @return the resource in the server's answer
	 */
	Mono<T> update(Ref ref, UnaryOperator<T> change);

	/**
	 * Delete a resource.
	 * @param ref its reference
	 * @return {@code true} if it existed
	 */
	Mono<Boolean> delete(Ref ref);

	/**
	 * Delete many resources.
	 * @param refs their references
	 * @return completes when all are deleted
	 */
	Mono<Void> deleteAll(Collection<Ref> refs);

	/**
	 * Browse the resources that one resource is related to, as the service's descriptor
	 * says, with their number as the total count of each page. The service is asked by
	 * the first terminal operation.
	 * @param parent the resource
	 * @param relationship the name of the relationship
	 * @param type the type of the related resources
	 * @param <L> the type
	 * @return the browse; it fails with {@code IllegalArgumentException} if there is no
	 * such relationship, and with {@code ResourceNotFoundException} if the parent holds
	 * the references and does not exist
	 */
	<L> ReactiveBrowse<L> linked(Ref parent, String relationship, Class<L> type);

	/**
	 * Relate two resources: add the reference to the resource that holds it according to
	 * the service's descriptor. That resource is read, and updated in the version that
	 * was read; both are repeated if somebody else has changed it meanwhile. A single
	 * reference takes the place of the earlier one. The other resource is not read.
	 * @param parent the resource of this collection
	 * @param relationship the name of the relationship
	 * @param child the other resource
	 * @return {@code true} if something was written, {@code false} if the two were
	 * related; {@code IllegalArgumentException} if there is no such relationship or it
	 * goes through another one, {@code ResourceNotFoundException} if the side with the
	 * reference does not exist
	 */
	Mono<Boolean> link(Ref parent, String relationship, Ref child);

	/**
	 * Remove the relation of two resources, in the same way.
	 * @param parent the resource of this collection
	 * @param relationship the name of the relationship
	 * @param child the other resource
	 * @return {@code true} if something was written, {@code false} if the two were not
	 * related
	 * @see #link
	 */
	Mono<Boolean> unlink(Ref parent, String relationship, Ref child);

}
