package io.sequoia.repository.query;

import java.util.function.Function;

import io.sequoia.core.query.Criteria;
import io.sequoia.repository.query.QueryPlan.Result;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.util.ClassUtils;
import org.springframework.util.NumberUtils;

/**
 * Carries out the plan of a method.
 *
 * @param <T> the type of the resources
 */
@FunctionalInterface
interface QueryExecution<T> {

	/**
	 * Answer a call.
	 * @param plan the plan of the method
	 * @param query the query of the call
	 * @param as converts a resource to the returned type
	 * @return the result of the method
	 */
	@Nullable Object execute(QueryPlan plan, ResourceQuery query, Function<? super T, Object> as);

	/**
	 * Create the execution for repositories that block.
	 */
	static <T> QueryExecution<T> of(ResourceQueries<T> queries) {
		return (plan, query, as) -> {
			Criteria criteria = query.criteria();
			if (criteria != null) {
				Filters filters = plan.filters().filters();
				if (!filters.isKnown() && plan.result() != Result.BROWSE) {
					filters.learn(queries.descriptor(query));
				}
				plan.filters().check();
			}
			return answer(queries, plan, query, as);
		};
	}

	private static <T> @Nullable Object answer(ResourceQueries<T> queries, QueryPlan plan, ResourceQuery query,
			Function<? super T, Object> as) {
		return switch (plan.result()) {
			case COUNT -> number(queries.count(query), plan);
			case EXISTS -> queries.count(query) > 0;
			case DELETE -> number(queries.delete(query), plan);
			case DELETED -> queries.deleted(query);
			case ONE -> queries.one(query, as);
			case LIST -> queries.list(query, as);
			case STREAM -> queries.stream(query, as);
			case PAGE -> queries.page(query, as);
			case SLICE -> queries.slice(query, as);
			case WINDOW -> queries.window(query, as);
			case BROWSE -> queries.browse(query, as);
		};
	}

	/**
	 * Create the execution for repositories that return publishers.
	 */
	static <T> QueryExecution<T> of(ReactiveResourceQueries<T> queries) {
		return (plan, query, as) -> {
			Criteria criteria = query.criteria();
			Filters filters = plan.filters().filters();
			Object answer = answer(queries, plan, query, as);
			if (criteria == null) {
				return answer;
			}
			if (filters.isKnown() || plan.result() == Result.BROWSE) {
				plan.filters().check();
				return answer;
			}
			Mono<Void> checked = queries.descriptor(query)
				.doOnNext(filters::learn)
				.doOnNext((descriptor) -> plan.filters().check())
				.then();
			return (answer instanceof Mono<?> mono) ? checked.then(mono) : checked.thenMany((Flux<?>) answer);
		};
	}

	private static <T> Object answer(ReactiveResourceQueries<T> queries, QueryPlan plan, ResourceQuery query,
			Function<? super T, Object> as) {
		return switch (plan.result()) {
			case COUNT -> queries.count(query).flatMap((count) -> Mono.justOrEmpty(number(count, plan)));
			case EXISTS -> queries.count(query).map((count) -> count > 0);
			case DELETE -> queries.delete(query).flatMap((count) -> Mono.justOrEmpty(number(count, plan)));
			case DELETED -> queries.deleted(query);
			case ONE -> queries.one(query, as);
			case LIST, STREAM -> queries.flux(query, as);
			case PAGE -> queries.page(query, as);
			case SLICE -> queries.slice(query, as);
			case WINDOW -> queries.window(query, as);
			case BROWSE -> queries.browse(query, as);
		};
	}

	/**
	 * Convert a number to the type that the method returns; {@code null} if it returns
	 * nothing.
	 */
	@SuppressWarnings("unchecked")
	private static @Nullable Number number(long number, QueryPlan plan) {
		Class<?> type = ClassUtils.resolvePrimitiveIfNecessary(plan.method().elementType());
		return ClassUtils.isVoidType(type) ? null
				: NumberUtils.convertNumberToTargetClass(number, (Class<? extends Number>) type);
	}

}
