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
 * The blocking form of reactive operations on a collection.
 *
 * @param <T> the type of the resources
 */
final class BlockingResourceOperations<T> implements ResourceOperations<T> {

	private final ReactiveResourceOperations<T> operations;

	BlockingResourceOperations(ReactiveResourceOperations<T> operations) {
		this.operations = operations;
	}

	@Override
	public T read(Ref ref, Criteria criteria) {
		return Blocking.awaitRead(this.operations.read(ref, criteria));
	}

	@Override
	public Optional<T> find(Ref ref, Criteria criteria) {
		return Optional.ofNullable(Blocking.awaitReadNullable(this.operations.find(ref, criteria)));
	}

	@Override
	public List<T> readAll(Collection<Ref> refs, Criteria criteria) {
		return Blocking.awaitRead(this.operations.readAll(refs, criteria).collectList());
	}

	@Override
	public ResourcePage<T> page(Collection<Ref> refs, Criteria criteria) {
		return Blocking.awaitRead(this.operations.page(refs, criteria));
	}

	@Override
	public Browse<T> browse(Criteria criteria) {
		return new BlockingBrowse<>(this.operations.browse(criteria));
	}

	@Override
	public long count(Criteria criteria) {
		return Blocking.awaitRead(this.operations.count(criteria));
	}

	@Override
	public T store(T resource) {
		return Blocking.await(this.operations.store(resource));
	}

	@Override
	public List<T> storeAll(Collection<? extends T> resources) {
		return Blocking.await(this.operations.storeAll(resources).collectList());
	}

	@Override
	public long storeAll(Stream<? extends T> resources) {
		return Blocking.<T, Long>awaitFed(resources, (elements) -> this.operations.storeAll(elements).count());
	}

	@Override
	public List<Violation> validate(T resource) {
		return Blocking.awaitRead(this.operations.validate(resource).collectList());
	}

	@Override
	public T update(T resource) {
		return Blocking.await(this.operations.update(resource));
	}

	@Override
	public T update(Ref ref, UnaryOperator<T> change) {
		return Blocking.await(this.operations.update(ref, change));
	}

	@Override
	public boolean delete(Ref ref) {
		return Blocking.await(this.operations.delete(ref));
	}

	@Override
	public void deleteAll(Collection<Ref> refs) {
		Blocking.awaitNullable(this.operations.deleteAll(refs));
	}

	@Override
	public <L> Browse<L> linked(Ref parent, String relationship, Class<L> type) {
		return new BlockingBrowse<>(this.operations.linked(parent, relationship, type));
	}

	@Override
	public boolean link(Ref parent, String relationship, Ref child) {
		return Blocking.await(this.operations.link(parent, relationship, child));
	}

	@Override
	public boolean unlink(Ref parent, String relationship, Ref child) {
		return Blocking.await(this.operations.unlink(parent, relationship, child));
	}

}
