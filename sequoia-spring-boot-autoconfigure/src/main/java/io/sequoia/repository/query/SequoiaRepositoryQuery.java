package io.sequoia.repository.query;

import java.util.Objects;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.data.repository.query.RepositoryQuery;
import org.springframework.data.repository.query.ReturnedType;

/**
 * A query method that can be called.
 *
 * @param <T> the type of the resources
 */
final class SequoiaRepositoryQuery<T> implements RepositoryQuery {

	private final QueryPlan plan;

	private final QueryExecution<T> execution;

	private final Projections projections;

	SequoiaRepositoryQuery(QueryPlan plan, QueryExecution<T> execution, Projections projections) {
		this.plan = plan;
		this.execution = execution;
		this.projections = projections;
	}

	@Override
	public @Nullable Object execute(@Nullable Object[] arguments) {
		SequoiaQueryMethod method = this.plan.method();
		if (!method.isReactive() || method.isBrowseQuery()) {
			return answer(method, arguments);
		}
		// invalid arguments are reported to the subscriber
		return method.isCollectionQuery() ? Flux.defer(() -> (Flux<?>) answered(method, arguments))
				: Mono.defer(() -> (Mono<?>) answered(method, arguments));
	}

	private Object answered(SequoiaQueryMethod method, @Nullable Object[] arguments) {
		return Objects.requireNonNull(answer(method, arguments));
	}

	private @Nullable Object answer(SequoiaQueryMethod method, @Nullable Object[] arguments) {
		SequoiaParameterAccessor accessor = new SequoiaParameterAccessor(method.getParameters(), arguments);
		ReturnedType type = method.returnedType(accessor);
		return this.execution.execute(this.plan, this.plan.query(accessor, type), this.projections.as(type));
	}

	@Override
	public SequoiaQueryMethod getQueryMethod() {
		return this.plan.method();
	}

}
