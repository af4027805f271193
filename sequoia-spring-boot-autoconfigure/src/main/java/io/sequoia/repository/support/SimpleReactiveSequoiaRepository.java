package io.sequoia.repository.support;

import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

import io.sequoia.Ref;
import io.sequoia.call.FirstFailure;
import io.sequoia.call.UserCode;
import io.sequoia.core.ReactiveBrowse;
import io.sequoia.core.ReactiveResourceOperations;
import io.sequoia.core.ReactiveSequoiaOperations;
import io.sequoia.core.query.Criteria;
import io.sequoia.repository.ReactiveAfterSaveCallback;
import io.sequoia.repository.ReactiveBeforeSaveCallback;
import io.sequoia.repository.ReactiveSequoiaRepository;
import io.sequoia.repository.query.ReactiveResourceQueries;
import io.sequoia.repository.query.ResourceQuery;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.data.domain.Sort;
import org.springframework.data.mapping.callback.ReactiveEntityCallbacks;
import org.springframework.data.util.Streamable;
import org.springframework.util.Assert;

/**
 * The methods that every reactive repository has: the counterpart of
 * {@link SimpleSequoiaRepository}. Thread-safe.
 *
 * @param <T> the type of the resources
 */
public class SimpleReactiveSequoiaRepository<T> implements ReactiveSequoiaRepository<T> {

	/** The number of resources of a stream that are saved, read or deleted together. */
	private static final int CHUNK = 100;

	private final SequoiaEntityInformation<T> information;

	private final ReactiveSequoiaOperations operations;

	private final ReactiveEntityCallbacks callbacks;

	private final ReactiveResourceQueries<T> queries;

	/**
	 * Create the repository.
	 * @param information the knowledge about the type of the resources
	 * @param operations sends the requests
	 * @param callbacks called with resources when they are saved or loaded
	 */
	public SimpleReactiveSequoiaRepository(SequoiaEntityInformation<T> information,
			ReactiveSequoiaOperations operations, ReactiveEntityCallbacks callbacks) {
		this.information = information;
		this.operations = operations;
		this.callbacks = callbacks;
		this.queries = new ReactiveResourceQueries<>(operations, information.entity(), callbacks);
	}

	@Override
	public <S extends T> Mono<S> save(S resource) {
		return beforeSave(resource).flatMap((prepared) -> this.information.isUpdated(prepared)
				? this.operations.update(prepared) : this.operations.store(prepared))
			.flatMap(this::afterSave);
	}

	@Override
	public <S extends T> Flux<S> saveAll(Iterable<S> resources) {
		Assert.notNull(resources, "The resources must not be null");
		return Flux.fromIterable(resources).concatMap(this::beforeSave).collectList().flatMapMany(this::saved);
	}

	@Override
	public <S extends T> Flux<S> saveAll(Publisher<S> resources) {
		return FirstFailure.inTurn(Flux.from(resources).concatMap(this::beforeSave).buffer(CHUNK), this::saved, 1);
	}

	/**
	 * Store the resources without a version, then update the others, and return all in
	 * order.
	 */
	private <S extends T> Flux<S> saved(List<S> prepared) {
		return this.operations.<S>storeAll(prepared.stream().filter((one) -> !this.information.isUpdated(one)).toList())
			.collectList()
			.flatMapMany((stored) -> {
				Iterator<S> next = stored.iterator();
				return Flux.fromIterable(prepared)
					.concatMap((one) -> this.information.isUpdated(one) ? this.operations.update(one)
							: Mono.fromSupplier(next::next))
					.concatMap(this::afterSave);
			});
	}

	@Override
	public Mono<T> findById(Ref ref) {
		return resources().find(ref).flatMap(this.queries::loaded);
	}

	@Override
	public Mono<T> findById(Publisher<Ref> ref) {
		return Mono.from(ref).flatMap(this::findById);
	}

	@Override
	public Mono<Boolean> existsById(Ref ref) {
		return resources().find(ref).hasElement();
	}

	@Override
	public Mono<Boolean> existsById(Publisher<Ref> ref) {
		return Mono.from(ref).flatMap(this::existsById);
	}

	@Override
	public Flux<T> findAll() {
		return findAll(Sort.unsorted());
	}

	@Override
	public Flux<T> findAll(Sort sort) {
		Criteria criteria = this.information.fields().sorted(Criteria.all(), sort);
		return this.queries.flux(ResourceQuery.of(criteria), Function.identity());
	}

	@Override
	public Flux<T> findAllById(Iterable<Ref> refs) {
		return all(refs).flatMapMany(this::read);
	}

	@Override
	public Flux<T> findAllById(Publisher<Ref> refs) {
		return Flux.from(refs).buffer(CHUNK).concatMap(this::read, 1);
	}

	private static Mono<List<Ref>> all(Iterable<? extends Ref> refs) {
		Assert.notNull(refs, "The refs must not be null");
		return Mono.fromSupplier(() -> Streamable.of(refs).<Ref>map((ref) -> ref).toList());
	}

	private Flux<T> read(List<Ref> refs) {
		return resources().readAll(refs).concatMap(this.queries::loaded);
	}

	@Override
	public ReactiveBrowse<T> browse(Criteria criteria) {
		Assert.notNull(criteria, "The criteria must not be null");
		return this.queries.browse(ResourceQuery.of(criteria), Function.identity());
	}

	@Override
	public Mono<Long> count() {
		return this.queries.count(ResourceQuery.of(Criteria.all()));
	}

	@Override
	public Mono<Void> deleteById(Ref ref) {
		return resources().delete(ref).then();
	}

	@Override
	public Mono<Void> deleteById(Publisher<Ref> ref) {
		return Mono.from(ref).flatMap(this::deleteById);
	}

	@Override
	public Mono<Void> delete(T resource) {
		return deleteById(this.information.getRequiredId(resource));
	}

	@Override
	public Mono<Void> deleteAllById(Iterable<? extends Ref> refs) {
		return all(refs).flatMap(resources()::deleteAll);
	}

	@Override
	public Mono<Void> deleteAll(Iterable<? extends T> resources) {
		Assert.notNull(resources, "The resources must not be null");
		return deleteAll(Flux.fromIterable(resources));
	}

	@Override
	public Mono<Void> deleteAll(Publisher<? extends T> resources) {
		return FirstFailure
			.inTurn(Flux.from(resources).map(this.information::getRequiredId).buffer(CHUNK), resources()::deleteAll, 1)
			.then();
	}

	@Override
	public Mono<Void> deleteAll() {
		return Mono.fromRunnable(this.information::requireDeleteAllAllowed)
			.then(this.queries.delete(ResourceQuery.of(Criteria.all())))
			.then();
	}

	private ReactiveResourceOperations<T> resources() {
		return this.operations.resources(this.information.getJavaType());
	}

	private <S extends T> Mono<S> beforeSave(S resource) {
		Assert.notNull(resource, "The resource to save must not be null");
		return UserCode.call(() -> this.callbacks.callback(ReactiveBeforeSaveCallback.class, resource));
	}

	private <S extends T> Mono<S> afterSave(S resource) {
		return UserCode.call(() -> this.callbacks.callback(ReactiveAfterSaveCallback.class, resource));
	}

}
