package io.sequoia.repository.query;

import java.util.Collection;
import java.util.function.Function;

import io.sequoia.Internal;
import io.sequoia.core.mapping.SequoiaPersistentEntity;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.data.domain.Example;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Slice;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Window;
import org.springframework.data.repository.query.FluentQuery.ReactiveFluentQuery;
import org.springframework.data.repository.query.ReactiveQueryByExampleExecutor;

/**
 * Finds resources by an example, for reactive repositories that extend
 * {@link ReactiveQueryByExampleExecutor}. Thread-safe.
 *
 * @param <T> the type of the resources
 */
@Internal
public final class ReactiveExampleExecutor<T> implements ReactiveQueryByExampleExecutor<T> {

	private final ReactiveResourceQueries<T> queries;

	private final ExampleQuery.Source<T> source;

	/**
	 * Create the executor.
	 * @param queries answers the queries
	 * @param entity the type of the resources
	 * @param fields the names of their fields
	 * @param projections converts resources to the requested types
	 */
	public ReactiveExampleExecutor(ReactiveResourceQueries<T> queries, SequoiaPersistentEntity<T> entity,
			ResourceFields fields, Projections projections) {
		this.queries = queries;
		this.source = new ExampleQuery.Source<>(new ExampleCriteria<>(entity, fields), projections);
	}

	@Override
	public <S extends T> Mono<S> findOne(Example<S> example) {
		return Mono.defer(() -> this.<S, S, Mono<S>>findBy(example, ReactiveFluentQuery::one));
	}

	@Override
	public <S extends T> Flux<S> findAll(Example<S> example) {
		return Flux.defer(() -> this.<S, S, Flux<S>>findBy(example, ReactiveFluentQuery::all));
	}

	@Override
	public <S extends T> Flux<S> findAll(Example<S> example, Sort sort) {
		return Flux.defer(() -> this.<S, S, Flux<S>>findBy(example, (query) -> query.sortBy(sort).all()));
	}

	@Override
	public <S extends T> Mono<Long> count(Example<S> example) {
		return Mono.defer(() -> this.<S, Long, Mono<Long>>findBy(example, ReactiveFluentQuery::count));
	}

	@Override
	public <S extends T> Mono<Boolean> exists(Example<S> example) {
		return Mono.defer(() -> this.<S, Boolean, Mono<Boolean>>findBy(example, ReactiveFluentQuery::exists));
	}

	@Override
	public <S extends T, R, P extends Publisher<R>> P findBy(Example<S> example,
			Function<ReactiveFluentQuery<S>, P> function) {
		return function.apply(new Fluent<>(this.source.query(example)));
	}

	private final class Fluent<R> implements ReactiveFluentQuery<R> {

		private final ExampleQuery<T, R> query;

		Fluent(ExampleQuery<T, R> query) {
			this.query = query;
		}

		@Override
		public ReactiveFluentQuery<R> sortBy(Sort sort) {
			return new Fluent<>(this.query.sortBy(sort));
		}

		@Override
		public ReactiveFluentQuery<R> limit(int limit) {
			return new Fluent<>(this.query.limit(limit));
		}

		@Override
		public <P> ReactiveFluentQuery<P> as(Class<P> type) {
			return new Fluent<>(this.query.as(type));
		}

		@Override
		public ReactiveFluentQuery<R> project(Collection<String> properties) {
			return new Fluent<>(this.query.project(properties));
		}

		@Override
		public Mono<R> one() {
			return ReactiveExampleExecutor.this.queries.one(this.query.request(), this.query.projection());
		}

		@Override
		public Mono<R> first() {
			return ReactiveExampleExecutor.this.queries.one(this.query.request().limit(Limit.of(1)),
					this.query.projection());
		}

		@Override
		public Flux<R> all() {
			return ReactiveExampleExecutor.this.queries.flux(this.query.request(), this.query.projection());
		}

		@Override
		public Mono<Page<R>> page(Pageable pageable) {
			return ReactiveExampleExecutor.this.queries.page(this.query.request(pageable), this.query.projection());
		}

		@Override
		public Mono<Slice<R>> slice(Pageable pageable) {
			return ReactiveExampleExecutor.this.queries.slice(this.query.request(pageable), this.query.projection());
		}

		@Override
		public Mono<Window<R>> scroll(ScrollPosition position) {
			return ReactiveExampleExecutor.this.queries.window(this.query.request().window(position),
					this.query.projection());
		}

		@Override
		public Mono<Long> count() {
			return ReactiveExampleExecutor.this.queries.count(this.query.request());
		}

		@Override
		public Mono<Boolean> exists() {
			return count().map((count) -> count > 0);
		}

	}

}
