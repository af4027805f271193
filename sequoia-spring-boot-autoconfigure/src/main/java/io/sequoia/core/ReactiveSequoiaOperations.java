package io.sequoia.core;

import java.util.Collection;
import java.util.function.UnaryOperator;

import io.sequoia.InvalidResourceException.Violation;
import io.sequoia.Ref;
import io.sequoia.core.query.Criteria;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The reactive twin of {@link SequoiaOperations}: nothing is sent before a subscription,
 * and each subscription is a call of its own. Arguments that cannot be right are refused
 * with {@link IllegalArgumentException} at once. Thread-safe.
 *
 * @see ReactiveSequoiaTemplate
 */
public interface ReactiveSequoiaOperations {

	/**
	 * The operations on one type of resources.
	 * @param type a type annotated with {@code @SequoiaResource}
	 * @param <T> the type
	 * @return the operations
	 */
	<T> ReactiveResourceOperations<T> resources(Class<T> type);

	/**
	 * The operations on any service of the registry.
	 * @param name the name of the service in the registry
	 * @return the operations
	 */
	ReactiveServiceOperations service(String name);

	/**
	 * A view of these operations whose calls use the given options.
	 * @param options the options; what they leave open stays as it is here
	 * @return the view
	 */
	ReactiveSequoiaOperations with(RequestOptions options);

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
	 * @return the resources in the order asked for; those that do not exist are left out
	 */
	default <T> Flux<T> readAll(Collection<Ref> refs, Class<T> type) {
		return resources(type).readAll(refs);
	}

	/**
	 * Read a resource.
	 * @param ref its reference
	 * @param criteria what of it is to come: {@code include}, {@code fields},
	 * {@code lang} and raw parameters; {@code @Linked} properties of what is included are
	 * filled
	 * @param type its type
	 * @param <T> the type
	 * @return the resource; {@link io.sequoia.ResourceNotFoundException} if there is none
	 * @throws io.sequoia.InvalidCriteriaException if the criteria have conditions, an
	 * order, or are about pages: those are of browses
	 */
	default <T> Mono<T> read(Ref ref, Criteria criteria, Class<T> type) {
		return resources(type).read(ref, criteria);
	}

	/**
	 * Find a resource that may not exist.
	 * @param ref its reference
	 * @param criteria what of it is to come, as for {@link #read(Ref, Criteria, Class)}
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
	 * @param criteria what of them is to come, as for {@link #read(Ref, Criteria, Class)}
	 * @param type their type
	 * @param <T> the type
	 * @return the resources in the order asked for; those that do not exist are left out
	 */
	default <T> Flux<T> readAll(Collection<Ref> refs, Criteria criteria, Class<T> type) {
		return resources(type).readAll(refs, criteria);
	}

	/**
	 * Browse the resources that match.
	 * @param criteria what has to match
	 * @param type the type of the resources
	 * @param <T> the type
	 * @return the browse
	 */
	default <T> ReactiveBrowse<T> browse(Criteria criteria, Class<T> type) {
		return resources(type).browse(criteria);
	}

	/**
	 * Count the resources that match.
	 * @param criteria what has to match
	 * @param type the type of the resources
	 * @param <T> the type
	 * @return how many there are
	 */
	default <T> Mono<Long> count(Criteria criteria, Class<T> type) {
		return resources(type).count(criteria);
	}

	/**
	 * Store a resource.
	 * @param resource the resource
	 * @param <T> its type
	 * @return the resource as stored
	 */
	<T> Mono<T> store(T resource);

	/**
	 * Store many resources, also of different types.
	 * @param resources the resources
	 * @param <T> their common type
	 * @return the resources as stored, in the given order
	 */
	<T> Flux<T> storeAll(Collection<? extends T> resources);

	/**
	 * Find what is wrong with a resource, by the constraints of its type and the
	 * descriptor of its service, also where {@code sequoia.store.validate} is off. The
	 * resource is not sent.
	 * @param resource the resource
	 * @param <T> its type
	 * @return all that is wrong; none if it may be stored
	 */
	<T> Flux<Violation> validate(T resource);

	/**
	 * Replace a resource if it is still of the given version.
	 * @param resource the resource
	 * @param <T> its type
	 * @return the resource as stored; {@link io.sequoia.VersionConflictException} if it
	 * has another version by now
	 */
	<T> Mono<T> update(T resource);

	/**
	 * Change a resource.
	 * @param ref its reference
	 * @param type its type
	 * @param change makes the new state of the read one; called again for each attempt
	 * @param <T> the type
	 * @return the resource as stored
	 */
	default <T> Mono<T> update(Ref ref, Class<T> type, UnaryOperator<T> change) {
		return resources(type).update(ref, change);
	}

	/**
	 * Delete a resource.
	 * @param ref its reference
	 * @param type its type
	 * @return whether there was one
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
