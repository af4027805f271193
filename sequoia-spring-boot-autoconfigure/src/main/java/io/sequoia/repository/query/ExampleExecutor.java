package io.sequoia.repository.query;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

import io.sequoia.Internal;
import io.sequoia.core.mapping.SequoiaPersistentEntity;
import org.jspecify.annotations.Nullable;

import org.springframework.data.domain.Example;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Slice;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Window;
import org.springframework.data.repository.query.FluentQuery.FetchableFluentQuery;
import org.springframework.data.repository.query.ListQueryByExampleExecutor;

/**
 * Finds resources by an example, for repositories that extend
 * {@link ListQueryByExampleExecutor}. Thread-safe.
 *
 * @param <T> the type of the resources
 */
@Internal
public final class ExampleExecutor<T> implements ListQueryByExampleExecutor<T> {

	private final ResourceQueries<T> queries;

	private final ExampleQuery.Source<T> source;

	/**
	 * Create the executor.
	 * @param queries answers the queries
	 * @param entity the type of the resources
	 * @param fields the names of their fields
	 * @param projections converts resources to the requested types
	 */
	public ExampleExecutor(ResourceQueries<T> queries, SequoiaPersistentEntity<T> entity, ResourceFields fields,
			Projections projections) {
		this.queries = queries;
		this.source = new ExampleQuery.Source<>(new ExampleCriteria<>(entity, fields), projections);
	}

	@Override
	public <S extends T> Optional<S> findOne(Example<S> example) {
		return findBy(example, FetchableFluentQuery::one);
	}

	@Override
	public <S extends T> List<S> findAll(Example<S> example) {
		return findBy(example, FetchableFluentQuery::all);
	}

	@Override
	public <S extends T> List<S> findAll(Example<S> example, Sort sort) {
		return findBy(example, (query) -> query.sortBy(sort).all());
	}

	@Override
	public <S extends T> Page<S> findAll(Example<S> example, Pageable pageable) {
		return findBy(example, (query) -> query.page(pageable));
	}

	@Override
	public <S extends T> long count(Example<S> example) {
		return findBy(example, FetchableFluentQuery::count);
	}

	@Override
	public <S extends T> boolean exists(Example<S> example) {
		return findBy(example, FetchableFluentQuery::exists);
	}

	@Override
	public <S extends T, R> R findBy(Example<S> example, Function<FetchableFluentQuery<S>, R> function) {
		return function.apply(new Fluent<>(this.source.query(example)));
	}

	private final class Fluent<R> implements FetchableFluentQuery<R> {

		private final ExampleQuery<T, R> query;

		Fluent(ExampleQuery<T, R> query) {
			this.query = query;
		}

		@Override
		public FetchableFluentQuery<R> sortBy(Sort sort) {
			return new Fluent<>(this.query.sortBy(sort));
		}

		@Override
		public FetchableFluentQuery<R> limit(int limit) {
			return new Fluent<>(this.query.limit(limit));
		}

		@Override
		public <P> FetchableFluentQuery<P> as(Class<P> type) {
			return new Fluent<>(this.query.as(type));
		}

		@Override
		public FetchableFluentQuery<R> project(Collection<String> properties) {
			return new Fluent<>(this.query.project(properties));
		}

		@Override
		public @Nullable R oneValue() {
			return ExampleExecutor.this.queries.one(this.query.request(), this.query.projection());
		}

		@Override
		public @Nullable R firstValue() {
			return ExampleExecutor.this.queries.one(this.query.request().limit(Limit.of(1)), this.query.projection());
		}

		@Override
		public List<R> all() {
			return ExampleExecutor.this.queries.list(this.query.request(), this.query.projection());
		}

		@Override
		public Stream<R> stream() {
			return ExampleExecutor.this.queries.stream(this.query.request(), this.query.projection());
		}

		@Override
		public Page<R> page(Pageable pageable) {
			return ExampleExecutor.this.queries.page(this.query.request(pageable), this.query.projection());
		}

		@Override
		public Slice<R> slice(Pageable pageable) {
			return ExampleExecutor.this.queries.slice(this.query.request(pageable), this.query.projection());
		}

		@Override
		public Window<R> scroll(ScrollPosition position) {
			return ExampleExecutor.this.queries.window(this.query.request().window(position), this.query.projection());
		}

		@Override
		public long count() {
			return ExampleExecutor.this.queries.count(this.query.request());
		}

		@Override
		public boolean exists() {
			return count() > 0;
		}

	}

}
