package io.sequoia.core;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

import io.sequoia.InvalidResourceException.Violation;
import io.sequoia.Ref;
import io.sequoia.core.query.Criteria;

/**
 * Operations on the resources of a Sequoia platform. Types are annotated with
 * {@link io.sequoia.core.mapping.SequoiaResource}. Thread-safe.
 * <p>
 * All methods throw the exceptions of package {@code io.sequoia}, each a
 * {@link org.springframework.dao.DataAccessException} that implements
 * {@link io.sequoia.SequoiaFailure}, and {@link IllegalArgumentException} for an argument
 * that cannot be right, before any request. They wait for the answer, so they must not be
 * called on an event-loop thread; use {@link ReactiveSequoiaOperations} there. A thread
 * that is interrupted while it waits stays marked so, and gets
 * {@link io.sequoia.OutcomeUnknownException} for a write that may have been sent,
 * {@link IllegalStateException} otherwise.
 *
 * @see SequoiaTemplate
 */
public interface SequoiaOperations {

	/**
	 * The operations on one type of resources.
	 * @param type a type annotated with {@code @SequoiaResource}
	 * @param <T> the type
	 * @return the operations
	 * @throws IllegalArgumentException if the type is not annotated
	 */
	<T> ResourceOperations<T> resources(Class<T> type);

	/**
	 * The operations on any service of the registry, on resources without a type too.
	 * @param name the name of the service in the registry
	 * @return the operations
	 */
	ServiceOperations service(String name);

	/**
	 * A view of these operations whose calls use the given options.
	 * @param options the options; what they leave open stays as it is here
	 * @return the view; making one costs nothing
	 */
	SequoiaOperations with(RequestOptions options);

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
	 * @return the resources in the order asked for; those that do not exist are left out
	 */
	<T> List<T> readAll(Collection<Ref> refs, Class<T> type);

	/**
	 * Read a resource.
	 * @param ref its reference
	 * @param criteria what of it is to come: {@code include}, {@code fields},
	 * {@code lang} and raw parameters; {@code @Linked} properties of what is included are
	 * filled
	 * @param type its type
	 * @param <T> the type
	 * @return the resource
	 * @throws io.sequoia.ResourceNotFoundException if there is none
	 * @throws io.sequoia.InvalidCriteriaException if the criteria have conditions, an
	 * order, or are about pages: those are of browses
	 */
	<T> T read(Ref ref, Criteria criteria, Class<T> type);

	/**
	 * Find a resource that may not exist.
	 * @param ref its reference
	 * @param criteria what of it is to come, as for {@link #read(Ref, Criteria, Class)}
	 * @param type its type
	 * @param <T> the type
	 * @return the resource, or empty if there is none
	 */
	<T> Optional<T> find(Ref ref, Criteria criteria, Class<T> type);

	/**
	 * Read many resources.
	 * @param refs their references; for an empty collection nothing is sent
	 * @param criteria what of them is to come, as for {@link #read(Ref, Criteria, Class)}
	 * @param type their type
	 * @param <T> the type
	 * @return the resources in the order asked for; those that do not exist are left out
	 */
	<T> List<T> readAll(Collection<Ref> refs, Criteria criteria, Class<T> type);

	/**
	 * Browse the resources that match, over all pages.
	 * @param criteria what has to match, and how to answer
	 * @param type the type of the resources
	 * @param <T> the type
	 * @return the browse; nothing is sent before its first terminal call
	 */
	<T> Browse<T> browse(Criteria criteria, Class<T> type);

	/**
	 * Count the resources that match.
	 * @param criteria what has to match
	 * @param type the type of the resources
	 * @param <T> the type
	 * @return how many there are
	 */
	<T> long count(Criteria criteria, Class<T> type);

	/**
	 * Store a resource: create it, or wholly replace the one of the same owner and name.
	 * One without an owner gets the tenant's, one without a name a generated one
	 * ({@code sequoia.store.generate-names}).
	 * @param resource the resource
	 * @param <T> its type
	 * @return the resource as stored
	 * @throws io.sequoia.OutcomeUnknownException if it may have been stored and must not
	 * be sent again
	 */
	<T> T store(T resource);

	/**
	 * Store many resources, also of different types, in batches: one request per
	 * collection and chunk.
	 * @param resources the resources; for an empty collection nothing is sent
	 * @param <T> their common type
	 * @return the resources as stored, in the given order
	 */
	<T> List<T> storeAll(Collection<? extends T> resources);

	/**
	 * Find what is wrong with a resource, by the constraints of its type and the
	 * descriptor of its service, also where {@code sequoia.store.validate} is off. The
	 * resource is not sent.
	 * @param resource the resource
	 * @param <T> its type
	 * @return all that is wrong; none if it may be stored
	 */
	<T> List<Violation> validate(T resource);

	/**
	 * Replace a resource if it is still of the given version.
	 * @param resource the resource, with reference and version as read
	 * @param <T> its type
	 * @return the resource as stored
	 * @throws io.sequoia.VersionConflictException if it has another version by now
	 */
	<T> T update(T resource);

	/**
	 * Change a resource: read it, apply the change, update it, and begin anew if somebody
	 * else was faster, a limited number of times.
	 * @param ref its reference
	 * @param type its type
	 * @param change makes the new state of the read one; called again for each attempt
	 * @param <T> the type
	 * @return the resource as stored
	 * @throws io.sequoia.ResourceNotFoundException if there is none
	 * @throws io.sequoia.VersionConflictException if others were faster every time
	 */
	<T> T update(Ref ref, Class<T> type, UnaryOperator<T> change);

	/**
	 * Delete a resource.
	 * @param ref its reference
	 * @param type its type
	 * @return whether there was one
	 */
	boolean delete(Ref ref, Class<?> type);

	/**
	 * Delete many resources, in as few requests as the service allows. Those that do not
	 * exist are no error.
	 * @param refs their references; for an empty collection nothing is sent
	 * @param type their type
	 */
	void deleteAll(Collection<Ref> refs, Class<?> type);

}
