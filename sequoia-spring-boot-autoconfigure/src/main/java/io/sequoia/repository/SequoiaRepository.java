package io.sequoia.repository;

import io.sequoia.Ref;
import io.sequoia.core.Browse;
import io.sequoia.core.query.Criteria;

import org.springframework.data.repository.ListCrudRepository;
import org.springframework.data.repository.ListPagingAndSortingRepository;
import org.springframework.data.repository.NoRepositoryBean;

/**
 * A repository of resources. Extend it by an interface, and a bean is created for that.
 * Its methods block until the answer is there; those of {@link ReactiveSequoiaRepository}
 * do not. Thread-safe.
 * <ul>
 * <li>{@code save} updates a resource that has a version, if the service still has that
 * version ({@code If-Match}); it stores any other resource: an upsert by owner and
 * name.</li>
 * <li>{@code saveAll} stores in batches and updates, one by one, those that have a
 * version.</li>
 * <li>{@code findAll()} reads all pages into memory; {@code findAll(Pageable)} asks for
 * one page by its number, counted in the same request.</li>
 * <li>{@code deleteAll()} is refused unless {@code
 * sequoia.repositories.allow-delete-all=true}.</li>
 * </ul>
 * Exceptions are those of package {@code io.sequoia}.
 *
 * @param <T> the type of the resources, annotated with
 * {@link io.sequoia.core.mapping.SequoiaResource}
 */
@NoRepositoryBean
public interface SequoiaRepository<T> extends ListCrudRepository<T, Ref>, ListPagingAndSortingRepository<T, Ref> {

	/**
	 * Browse the resources that match, over all pages.
	 * @param criteria the selection, order and form of the resources
	 * @return the browse; nothing is sent before its first terminal call
	 */
	Browse<T> browse(Criteria criteria);

}
