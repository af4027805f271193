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
 * The blocking operations on resources. They wait for the reactive operations and do
 * nothing else. Thread-safe.
 */
public class SequoiaTemplate implements SequoiaOperations {

	private final ReactiveSequoiaOperations operations;

	/**
	 * Create a template.
	 * @param operations the reactive operations
	 */
	public SequoiaTemplate(ReactiveSequoiaOperations operations) {
		this.operations = operations;
	}

	@Override
	public <T> ResourceOperations<T> resources(Class<T> type) {
		return new BlockingResourceOperations<>(this.operations.resources(type));
	}

	@Override
	public ServiceOperations service(String name) {
		return new BlockingServiceOperations(this.operations.service(name));
	}

	@Override
	public SequoiaTemplate with(RequestOptions options) {
		return new SequoiaTemplate(this.operations.with(options));
	}

	@Override
	public SequoiaTemplate forTenant(String tenant) {
		return new SequoiaTemplate(Blocking.awaitRead(this.operations.forTenant(tenant)));
	}

	@Override
	public <T extends ActiveResource<T>> T attach(T resource) {
		return this.operations.attach(resource);
	}

	@Override
	public <T> T read(Ref ref, Class<T> type) {
		return resources(type).read(ref);
	}

	@Override
	public <T> Optional<T> find(Ref ref, Class<T> type) {
		return resources(type).find(ref);
	}

	@Override
	public <T> List<T> readAll(Collection<Ref> refs, Class<T> type) {
		return resources(type).readAll(refs);
	}

	@Override
	public <T> T read(Ref ref, Criteria criteria, Class<T> type) {
		return resources(type).read(ref, criteria);
	}

	@Override
	public <T> Optional<T> find(Ref ref, Criteria criteria, Class<T> type) {
		return resources(type).find(ref, criteria);
	}

	@Override
	public <T> List<T> readAll(Collection<Ref> refs, Criteria criteria, Class<T> type) {
		return resources(type).readAll(refs, criteria);
	}

	@Override
	public <T> Browse<T> browse(Criteria criteria, Class<T> type) {
		return resources(type).browse(criteria);
	}

	@Override
	public <T> long count(Criteria criteria, Class<T> type) {
		return resources(type).count(criteria);
	}

	@Override
	public <T> T store(T resource) {
		return Blocking.await(this.operations.store(resource));
	}

	@Override
	public <T> List<T> storeAll(Collection<? extends T> resources) {
		return Blocking.await(this.operations.<T>storeAll(resources).collectList());
	}

	@Override
	public <T> long storeAll(Stream<? extends T> resources) {
		return Blocking.<T, Long>awaitFed(resources, (elements) -> this.operations.<T>storeAll(elements).count());
	}

	@Override
	public <T> List<Violation> validate(T resource) {
		return Blocking.awaitRead(this.operations.validate(resource).collectList());
	}

	@Override
	public <T> T update(T resource) {
		return Blocking.await(this.operations.update(resource));
	}

	@Override
	public <T> T update(Ref ref, Class<T> type, UnaryOperator<T> change) {
		return resources(type).update(ref, change);
	}

	@Override
	public boolean delete(Ref ref, Class<?> type) {
		return resources(type).delete(ref);
	}

	@Override
	public void deleteAll(Collection<Ref> refs, Class<?> type) {
		resources(type).deleteAll(refs);
	}

}
