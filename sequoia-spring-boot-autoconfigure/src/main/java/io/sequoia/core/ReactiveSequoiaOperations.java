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
 * The reactive counterpart of {@link SequoiaOperations}: nothing is sent before a
 * subscription, and each subscription is a new call. Invalid arguments are refused with
 * {@link IllegalArgumentException} at once. Thread-safe.
 *
 * @see ReactiveSequoiaTemplate
 */
public interface ReactiveSequoiaOperations {

	/**
	 * Return the operations on one type of resources.
	 * @param type a type annotated with {@code @SequoiaResource}
	 * @param <T> the type
	 * @return the operations
	 */
	<T> ReactiveResourceOperations<T> resources(Class<T> type);

	/**
	 * Return the operations on any service of the registry.
	 * @param name the name of the service in the registry
	 * @return the operations
	 */
	ReactiveServiceOperations service(String name);

	/**
	 * Create a view of these operations whose calls use the given options.
	 * @param options the options; options that are not set have the values of these
	 * operations
	 * @return the view
	 */
	ReactiveSequoiaOperations with(RequestOptions options);

	/**
	 * Return a view of this template for another tenant, after the identity service was
	 * asked whether the caller may act for it.
	 * @param tenant the name of the tenant
	 * @return the view, which asks no more; an {@code AccessDeniedException} that lists
	 * the tenants of the caller if it may not act for this one
	 * @throws IllegalArgumentException if no tenant can have that name
	 * @see SequoiaOperations#forTenant(String)
	 */
	Mono<ReactiveSequoiaOperations> forTenant(String tenant);

	/**
	 * Attach a resource that no template has read, such as a new or a deserialized one,
	 * so that it can save, delete and reload itself. Nothing is sent.
	 * @param resource the resource, whose class extends {@link ReactiveActiveResource} or
	 * {@link ActiveResource}; one with a version is updated by {@code save()}, one
	 * without is stored
	 * @param <T> its type
	 * @return the same resource
	 * @throws IllegalArgumentException if it is of another class
	 */
	<T> T attach(T resource);

	/**
	 * Read a resource.
	 * @param ref its reference
	 * @param type its type
	 * @param <T> the type
	 * @return the resource; {@link io.sequoia.ResourceNotFoundException} if there is none
	 */
	default <T> Mono<T> read(Ref ref, Class<T> type) {
		return resources(type).read(ref);
	}

	/**
	 * Find a resource that may not exist.
	 * @param ref its reference
	 * @param type its type
	 * @param <T> the type
	 * @return the resource, or empty if there is none
	 */
	default <T> Mono<T> find(Ref ref, Class<T> type) {
		return resources(type).find(ref);
	}

	/**
	 * Read many resources.
	 * @param refs their references
	 * @param type their type
	 * @param <T> the type
	 * @return the resources in the order of the references; missing ones are left out
	 */
	default <T> Flux<T> readAll(Collection<Ref> refs, Class<T> type) {
		return resources(type).readAll(refs);
	}

	/**
	 * Read a resource.
	 * @param ref its reference
	 * @param criteria the parts to return: {@code include}, {@code fields}, {@code lang}
	 * and raw parameters; {@code @Linked} properties are filled from included resources
	 * @param type its type
	 * @param <T> the type
	 * @return the resource; {@link io.sequoia.ResourceNotFoundException} if there is none
	 * @throws io.sequoia.InvalidCriteriaException if the criteria have conditions, an
	 * order, or settings of pages, which only browses have
	 */
	default <T> Mono<T> read(Ref ref, Criteria criteria, Class<T> type) {
		return resources(type).read(ref, criteria);
	}

	/**
	 * Find a resource that may not exist.
	 * @param ref its reference
	 * @param criteria the parts to return, as for {@link #read(Ref, Criteria, Class)}
	 * @param type its type
	 * @param <T> the type
	 * @return the resource, or empty if there is none
	 */
	default <T> Mono<T> find(Ref ref, Criteria criteria, Class<T> type) {
		return resources(type).find(ref, criteria);
	}

	/**
	 * Read many resources.
	 * @param refs their references; for an empty collection nothing is sent
	 * @param criteria the parts to return, as for {@link #read(Ref, Criteria, Class)}
	 * @param type their type
	 * @param <T> the type
	 * @return the resources in the order of the references; missing ones are left out
	 */
	default <T> Flux<T> readAll(Collection<Ref> refs, Criteria criteria, Class<T> type) {
		return resources(type).readAll(refs, criteria);
	}

	/**
	 * Browse the resources that match.
	 * @param criteria the selection of the resources
	 * @param type the type of the resources
	 * @param <T> the type
	 * @return the browse
	 */
	default <T> ReactiveBrowse<T> browse(Criteria criteria, Class<T> type) {
		return resources(type).browse(criteria);
	}

	/**
	 * Count the resources that match.
	 * @param criteria the selection of the resources
	 * @param type the type of the resources
	 * @param <T> the type
	 * @return their number
	 */
	default <T> Mono<Long> count(Criteria criteria, Class<T> type) {
		return resources(type).count(criteria);
	}

	/**
	 * Store a resource.
	 * @param resource the resource
	 * @param <T> its type
	 * @return the resource in the server's answer
	 */
	<T> Mono<T> store(T resource);

	/**
	 * Store many resources, also of different types.
	 * @param resources the resources
	 * @param <T> their common type
	 * @return the resources in the server's answer, in the given order
	 */
	<T> Flux<T> storeAll(Collection<? extends T> resources);

	/**
	 * Store resources as they arrive, in requests of up to {@code sequoia.batch.size}
	 * resources, of which {@code sequoia.batch.concurrency} are in flight at the same
	 * time. No more than these are held in memory.
	 * @param resources the resources, which are requested as there is room for them
	 * @param <T> the common type of the resources
	 * @return the resources in the server's answers, in the given order. When a request
	 * fails, those that are in flight are completed, no further resource is requested,
	 * and the failure tells how many resources were stored before; two resources of one
	 * name are recognized only if they are sent at the same time
	 */
	<T> Flux<T> storeAll(Publisher<? extends T> resources);

	/**
	 * Validate a resource by the constraints of its type and the descriptor of its
	 * service, even if {@code sequoia.store.validate} is {@code false}. The resource is
	 * not sent.
	 * @param resource the resource
	 * @param <T> its type
	 * @return all violations; none if it may be stored
	 */
	<T> Flux<Violation> validate(T resource);

	/**
	 * Replace a resource if it still has the given version.
	 * @param resource the resource
	 * @param <T> its type
	 * @return the resource in the server's answer;
	 * {@link io.sequoia.VersionConflictException} if it has another version
	 */
	<T> Mono<T> update(T resource);

	/**
	 * Change a resource.
	 * @param ref its reference
	 * @param type its type
	 * @param change returns the new state for the state that was read; called again for
	 * each attempt
	 * @param <T> the type
	 * @return the resource in the server's answer
	 */
	default <T> Mono<T> update(Ref ref, Class<T> type, UnaryOperator<T> change) {
		return resources(type).update(ref, change);
	}

	/**
	 * Delete a resource.
	 * @param ref its reference
	 * @param type its type
	 * @return {@code true} if it existed
	 */
	default Mono<Boolean> delete(Ref ref, Class<?> type) {
		return resources(type).delete(ref);
	}

	/**
	 * Delete many resources.
	 * @param refs their references
	 * @param type their type
	 * @return completes when all are deleted
	 */
	default Mono<Void> deleteAll(Collection<Ref> refs, Class<?> type) {
		return resources(type).deleteAll(refs);
	}

}
