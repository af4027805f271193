package io.sequoia.repository.support;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import io.sequoia.Ref;
import io.sequoia.core.Browse;
import io.sequoia.core.ResourceOperations;
import io.sequoia.core.SequoiaOperations;
import io.sequoia.core.query.Criteria;
import io.sequoia.repository.AfterSaveCallback;
import io.sequoia.repository.BeforeSaveCallback;
import io.sequoia.repository.SequoiaRepository;
import io.sequoia.repository.query.ResourceQueries;
import io.sequoia.repository.query.ResourceQuery;

import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Sort;
import org.springframework.data.mapping.callback.EntityCallbacks;
import org.springframework.data.util.Streamable;
import org.springframework.util.Assert;

/**
 * The methods that every repository has. To add a method to all repositories of an
 * application, extend this class with the same constructor, and name the subclass as
 * their {@code repositoryBaseClass}. Thread-safe.
 *
 * @param <T> the type of the resources
 */
public class SimpleSequoiaRepository<T> implements SequoiaRepository<T> {

	private final SequoiaEntityInformation<T> information;

	private final SequoiaOperations operations;

	private final EntityCallbacks callbacks;

	private final ResourceQueries<T> queries;

	/**
	 * Create the repository.
	 * @param information the knowledge about the type of the resources
	 * @param operations sends the requests
	 * @param callbacks called with resources when they are saved or loaded
	 */
	public SimpleSequoiaRepository(SequoiaEntityInformation<T> information, SequoiaOperations operations,
			EntityCallbacks callbacks) {
		this.information = information;
		this.operations = operations;
		this.callbacks = callbacks;
		this.queries = new ResourceQueries<>(operations, information.entity(), callbacks);
	}

	@Override
	public <S extends T> S save(S resource) {
		S prepared = beforeSave(resource);
		return afterSave(this.information.isUpdated(prepared) ? this.operations.update(prepared)
				: this.operations.store(prepared));
	}

	@Override
	public <S extends T> List<S> saveAll(Iterable<S> resources) {
		List<S> prepared = Streamable.of(resources).map(this::beforeSave).toList();
		Iterator<S> stored = this.operations
			.<S>storeAll(prepared.stream().filter((one) -> !this.information.isUpdated(one)).toList())
			.iterator();
		List<S> saved = new ArrayList<>(prepared.size());
		for (S one : prepared) {
			saved.add(afterSave(this.information.isUpdated(one) ? this.operations.update(one) : stored.next()));
		}
		return saved;
	}

	@Override
	public Optional<T> findById(Ref ref) {
		return resources().find(ref).map(this.queries::loaded);
	}

	@Override
	public boolean existsById(Ref ref) {
		return resources().find(ref).isPresent();
	}

	@Override
	public List<T> findAll() {
		return findAll(Sort.unsorted());
	}

	@Override
	public List<T> findAll(Sort sort) {
		return this.queries.list(ResourceQuery.of(sorted(sort)), Function.identity());
	}

	@Override
	public Page<T> findAll(Pageable pageable) {
		Assert.notNull(pageable, "The page must not be null: use Pageable.unpaged() for all resources");
		return this.queries.page(ResourceQuery.of(sorted(pageable.getSort())).page(pageable), Function.identity());
	}

	@Override
	public List<T> findAllById(Iterable<Ref> refs) {
		return resources().readAll(Streamable.of(refs).toList()).stream().map(this.queries::loaded).toList();
	}

	@Override
	public Browse<T> browse(Criteria criteria) {
		Assert.notNull(criteria, "The criteria must not be null");
		return this.queries.browse(ResourceQuery.of(criteria), Function.identity());
	}

	@Override
	public long count() {
		return this.queries.count(ResourceQuery.of(Criteria.all()));
	}

	@Override
	public void deleteById(Ref ref) {
		resources().delete(ref);
	}

	@Override
	public void delete(T resource) {
		resources().delete(this.information.getRequiredId(resource));
	}

	@Override
	public void deleteAllById(Iterable<? extends Ref> refs) {
		resources().deleteAll(Streamable.of(refs).<Ref>map((ref) -> ref).toList());
	}

	@Override
	public void deleteAll(Iterable<? extends T> resources) {
		resources().deleteAll(Streamable.of(resources).map(this.information::getRequiredId).toList());
	}

	@Override
	public void deleteAll() {
		this.information.requireDeleteAllAllowed();
		this.queries.delete(ResourceQuery.of(Criteria.all()));
	}

	private ResourceOperations<T> resources() {
		return this.operations.resources(this.information.getJavaType());
	}

	private Criteria sorted(Sort sort) {
		return this.information.fields().sorted(Criteria.all(), sort);
	}

	private <S extends T> S beforeSave(S resource) {
		Assert.notNull(resource, "The resource to save must not be null");
		return this.callbacks.callback(BeforeSaveCallback.class, resource);
	}

	private <S extends T> S afterSave(S resource) {
		return this.callbacks.callback(AfterSaveCallback.class, resource);
	}

}
