package io.sequoia.core;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.sequoia.InvalidResourceException.Violation;
import io.sequoia.Ref;
import io.sequoia.core.query.Criteria;

/**
 * Operations on the resources of a Sequoia platform. Types are annotated with
 * {@link io.sequoia.core.mapping.SequoiaResource}. Thread-safe.
 * <p>
 * All methods throw the exceptions of package {@code io.sequoia}, each a
 * {@link org.springframework.dao.DataAccessException} that implements
 * {@link io.sequoia.SequoiaFailure}, and {@link IllegalArgumentException} for an invalid
 * argument, before any request. They block until the answer is there, so they must not be
 * called on an event-loop thread; use {@link ReactiveSequoiaOperations} there. A thread
 * that is interrupted while it waits keeps its interrupt status, and gets
 * {@link io.sequoia.OutcomeUnknownException} for a write that may have been sent,
 * {@link IllegalStateException} otherwise.
 *
 * @see SequoiaTemplate
 */
public interface SequoiaOperations {

	/**
	 * Return the operations on one type of resources.
	 * @param type a type annotated with {@code @SequoiaResource}
	 * @param <T> the type
	 * @return the operations
	 * @throws IllegalArgumentException if the type is not annotated
	 */
	<T> ResourceOperations<T> resources(Class<T> type);

	/**
	 * Return the operations on any service of the registry, also on resources without a
	 * type.
	 * @param name the name of the service in the registry
	 * @return the operations
	 */
	ServiceOperations service(String name);

	/**
	 * Create a view of these operations whose calls use the given options.
	 * @param options the options; options that are not set have the values of these
	 * operations
	 * @return the view, which is cheap to create
	 */
	SequoiaOperations with(RequestOptions options);

	/**
	 * Return a view of this template for another tenant, after the identity service was
	 * asked whether the caller may act for it. {@code with(options)} with an owner does
	 * the same without asking.
	 * @param tenant the name of the tenant, as {@code SequoiaIdentity.tenants()} lists it
	 * @return the view, which asks no more
	 * @throws io.sequoia.AccessDeniedException if the caller may not act for it; the
	 * message lists the tenants of the caller
	 * @throws IllegalArgumentException if no tenant can have that name
	 */
	SequoiaOperations forTenant(String tenant);

	/**
	 * Attach a resource that no template has read, such as a new or a deserialized one,
	 * so that it can save, delete and reload itself. Nothing is sent.
	 * @param resource the resource; one with a version is updated by {@code save()}, one
	 * without is stored
	 * @param <T> its type
	 * @return the same resource
	 */
	<T extends ActiveResource<T>> T attach(T resource);

	/**
	 * Read a resource.
	 * @param ref its reference
	 * @param type its type
	 * @param <T> the type
	 * @return the resource
	 * @throws io.sequoia.ResourceNotFoundException if there is none
	 */
	<T> T read(Ref ref, Class<T> type);

	/**
	 * Find a resource that may not exist.
	 * @param ref its reference
	 * @param type its type
	 * @param <T> the type
	 * @return the resource, or empty if there is none
	 */
	<T> Optional<T> find(Ref ref, Class<T> type);

	/**
	 * Read many resources, in as few requests as the service allows.
	 * @param refs their references; for an empty collection nothing is sent
	 * @param type their type
	 * @param <T> the type
	 * @return the resources in the order of the references; missing ones are left out
	 */
	<T> List<T> readAll(Collection<Ref> refs, Class<T> type);

	/**
	 * Read a resource.
	 * @param ref its reference
	 * @param criteria the parts to return: {@code include}, {@code fields}, {@code lang}
	 * and raw parameters; {@code @Linked} properties are filled from included resources
	 * @param type its type
	 * @param <T> the type
	 * @return the resource
	 * @throws io.sequoia.ResourceNotFoundException if there is none
	 * @throws io.sequoia.InvalidCriteriaException if the criteria have conditions, an
	 * order, or settings of pages, which only browses have
	 */
	<T> T read(Ref ref, Criteria criteria, Class<T> type);

	/**
	 * Find a resource that may not exist.
	 * @param ref its reference
	 * @param criteria the parts to return, as for {@link #read(Ref, Criteria, Class)}
	 * @param type its type
	 * @param <T> the type
	 * @return the resource, or empty if there is none
	 */
	<T> Optional<T> find(Ref ref, Criteria criteria, Class<T> type);

	/**
	 * Read many resources.
	 * @param refs their references; for an empty collection nothing is sent
	 * @param criteria the parts to return, as for {@link #read(Ref, Criteria, Class)}
	 * @param type their type
	 * @param <T> the type
	 * @return the resources in the order of the references; missing ones are left out
	 */
	<T> List<T> readAll(Collection<Ref> refs, Criteria criteria, Class<T> type);

	/**
	 * Browse the resources that match, over all pages.
	 * @param criteria the selection, order and form of the resources
	 * @param type the type of the resources
	 * @param <T> the type
	 * @return the browse; nothing is sent before its first terminal call
	 */
	<T> Browse<T> browse(Criteria criteria, Class<T> type);

	/**
	 * Count the resources that match.
	 * @param criteria the selection of the resources
	 * @param type the type of the resources
	 * @param <T> the type
	 * @return their number
	 */
	<T> long count(Criteria criteria, Class<T> type);

	/**
	 * Store a resource: create it, or wholly replace the one of the same owner and name.
	 * A resource without an owner gets the tenant's, one without a name a generated one
	 * ({@code sequoia.store.generate-names}).
	 * @param resource the resource
	 * @param <T> its type
	 * @return the resource in the server's answer
	 * @throws io.sequoia.OutcomeUnknownException if it may have been stored and must not
	 * be sent again
	 */
	<T> T store(T resource);

	/**
	 * Store many resources, also of different types, in batches: one request per
	 * collection and chunk.
	 * @param resources the resources; for an empty collection nothing is sent
	 * @param <T> their common type
	 * @return the resources in the server's answer, in the given order
	 */
	<T> List<T> storeAll(Collection<? extends T> resources);

	/**
	 * Store the resources of a stream, in requests of up to {@code sequoia.batch.size}
	 * resources, of which {@code sequoia.batch.concurrency} are in flight at the same
	 * time. No more than these are held in memory.
	 * @param resources the resources, read on the caller's thread; the stream is closed
	 * at the end
	 * @param <T> the common type of the resources
	 * @return the number of stored resources
	 * @throws org.springframework.dao.DataAccessException if a request fails: those that
	 * are in flight are completed, no further resource is read, and the failure tells how
	 * many resources were stored before; two resources of one name are recognized only if
	 * they are sent at the same time
	 */
	<T> long storeAll(Stream<? extends T> resources);

	/**
	 * Validate a resource by the constraints of its type and the descriptor of its
	 * service, even if {@code sequoia.store.validate} is {@code false}. The resource is
	 * not sent.
	 * @param resource the resource
	 * @param <T> its type
	 * @return all violations; none if it may be stored
	 */
	<T> List<Violation> validate(T resource);

	/**
	 * Replace a resource if it still has the given version.
	 * @param resource the resource, with the reference and version that were read
	 * @param <T> its type
	 * @return the resource in the server's answer
	 * @throws io.sequoia.VersionConflictException if it has another version
	 */
	<T> T update(T resource);

	/**
	 * Change a resource: read it, apply the change and update it. If somebody else has
	 * changed it meanwhile, this is repeated a limited number of times.
	 * @param ref its reference
	 * @param type its type
	 * @param change returns the new state for the state that was read; called again for
	 * each attempt
	 * @param <T> the type
	 * @return the resource in the server's answer
	 * @throws io.sequoia.ResourceNotFoundException if there is none
	 * @throws io.sequoia.VersionConflictException if somebody else changed it during
	 * every attempt
	 */
	<T> T update(Ref ref, Class<T> type, UnaryOperator<T> change);

	/**
	 * Delete a resource.
	 * @param ref its reference
	 * @param type its type
	 * @return {@code true} if it existed
	 */
	boolean delete(Ref ref, Class<?> type);

	/**
	 * Delete many resources, in as few requests as the service allows. A missing resource
	 * is not an error.
	 * @param refs their references; for an empty collection nothing is sent
	 * @param type their type
	 */
	void deleteAll(Collection<Ref> refs, Class<?> type);

}
