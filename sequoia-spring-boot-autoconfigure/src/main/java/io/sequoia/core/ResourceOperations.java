package io.sequoia.core;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

import io.sequoia.Ref;
import io.sequoia.core.query.Criteria;

/**
 * Operations on the resources of one collection. They mean what the methods of the same
 * names mean in {@link SequoiaOperations}. Thread-safe.
 *
 * @param <T> the type of the resources
 */
public interface ResourceOperations<T> {

	/**
	 * Read a resource.
	 * @param ref its reference
	 * @return the resource
	 * @throws io.sequoia.ResourceNotFoundException if there is none
	 */
	T read(Ref ref);

	/**
	 * Find a resource that may not exist.
	 * @param ref its reference
	 * @return the resource, or empty if there is none
	 */
	Optional<T> find(Ref ref);

	/**
	 * Read many resources.
	 * @param refs their references
	 * @return the resources in the order asked for; those that do not exist are left out
	 */
	List<T> readAll(Collection<Ref> refs);

	/**
	 * Browse all resources.
	 * @return the browse
	 */
	default Browse<T> browse() {
		return browse(Criteria.all());
	}

	/**
	 * Browse the resources that match.
	 * @param criteria what has to match
	 * @return the browse
	 */
	Browse<T> browse(Criteria criteria);

	/**
	 * Count the resources that match.
	 * @param criteria what has to match
	 * @return how many there are
	 */
	long count(Criteria criteria);

	/**
	 * Store a resource.
	 * @param resource the resource
	 * @return the resource as stored
	 */
	T store(T resource);

	/**
	 * Store many resources.
	 * @param resources the resources
	 * @return the resources as stored, in the given order
	 */
	List<T> storeAll(Collection<? extends T> resources);

	/**
	 * Replace a resource if it is still of the given version.
	 * @param resource the resource
	 * @return the resource as stored
	 * @throws io.sequoia.VersionConflictException if it has another version by now
	 */
	T update(T resource);

	/**
	 * Change a resource.
	 * @param ref its reference
	 * @param change makes the new state of the read one; called again for each attempt
	 * @return the resource as stored
	 */
	T update(Ref ref, UnaryOperator<T> change);

	/**
	 * Delete a resource.
	 * @param ref its reference
	 * @return whether there was one
	 */
	boolean delete(Ref ref);

	/**
	 * Delete many resources.
	 * @param refs their references
	 */
	void deleteAll(Collection<Ref> refs);

}
