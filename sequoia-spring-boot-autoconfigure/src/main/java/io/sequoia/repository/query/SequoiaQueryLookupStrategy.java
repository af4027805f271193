package io.sequoia.repository.query;

import java.lang.reflect.Method;

import io.sequoia.Internal;
import io.sequoia.core.ReactiveSequoiaOperations;
import io.sequoia.core.SequoiaOperations;
import io.sequoia.core.mapping.ResourceMapper;
import io.sequoia.core.mapping.SequoiaMappingContext;
import io.sequoia.core.mapping.SequoiaPersistentEntity;
import org.jspecify.annotations.Nullable;

import org.springframework.data.mapping.callback.EntityCallbacks;
import org.springframework.data.mapping.callback.ReactiveEntityCallbacks;
import org.springframework.data.projection.ProjectionFactory;
import org.springframework.data.repository.core.NamedQueries;
import org.springframework.data.repository.core.RepositoryMetadata;
import org.springframework.data.repository.query.QueryLookupStrategy;
import org.springframework.data.repository.query.RepositoryQuery;
import org.springframework.data.repository.query.ValueExpressionDelegate;

/**
 * Finds the query of a method: in its annotation, among the named queries, or by its
 * name.
 */
@Internal
public abstract class SequoiaQueryLookupStrategy implements QueryLookupStrategy {

	private final SequoiaMappingContext context;

	private final ResourceMapper mapper;

	private final ValueExpressionDelegate expressions;

	private @Nullable Filters filters;

	private SequoiaQueryLookupStrategy(SequoiaMappingContext context, ResourceMapper mapper,
			ValueExpressionDelegate expressions) {
		this.context = context;
		this.mapper = mapper;
		this.expressions = expressions;
	}

	/**
	 * Create the strategy for blocking repositories.
	 * @param context knows the resource types
	 * @param mapper knows the names of their fields
	 * @param expressions evaluates expressions in queries
	 * @param operations sends the requests
	 * @param callbacks called with resources after they were loaded
	 * @return finds the queries
	 */
	public static QueryLookupStrategy blocking(SequoiaMappingContext context, ResourceMapper mapper,
			ValueExpressionDelegate expressions, SequoiaOperations operations, EntityCallbacks callbacks) {
		return new SequoiaQueryLookupStrategy(context, mapper, expressions) {
			@Override
			<T> QueryExecution<T> execution(SequoiaPersistentEntity<T> entity) {
				return QueryExecution.of(new ResourceQueries<>(operations, entity, callbacks));
			}

			@Override
			boolean isReactive() {
				return false;
			}
		};
	}

	/**
	 * Create the strategy for reactive repositories.
	 * @param context knows the resource types
	 * @param mapper knows the names of their fields
	 * @param expressions evaluates expressions in queries
	 * @param operations sends the requests
	 * @param callbacks called with resources after they were loaded
	 * @return finds the queries
	 */
	public static QueryLookupStrategy reactive(SequoiaMappingContext context, ResourceMapper mapper,
			ValueExpressionDelegate expressions, ReactiveSequoiaOperations operations,
			ReactiveEntityCallbacks callbacks) {
		return new SequoiaQueryLookupStrategy(context, mapper, expressions) {
			@Override
			<T> QueryExecution<T> execution(SequoiaPersistentEntity<T> entity) {
				return QueryExecution.of(new ReactiveResourceQueries<>(operations, entity, callbacks));
			}

			@Override
			boolean isReactive() {
				return true;
			}
		};
	}

	abstract <T> QueryExecution<T> execution(SequoiaPersistentEntity<T> entity);

	abstract boolean isReactive();

	@Override
	public RepositoryQuery resolveQuery(Method method, RepositoryMetadata metadata, ProjectionFactory projections,
			NamedQueries namedQueries) {
		SequoiaQueryMethod queryMethod = isReactive() ? new SequoiaQueryMethod.Reactive(method, metadata, projections)
				: new SequoiaQueryMethod(method, metadata, projections);
		return resolveQuery(queryMethod, this.context.getRequiredPersistentEntity(metadata.getDomainType()),
				new Projections(projections, this.context), namedQueries);
	}

	private <T> RepositoryQuery resolveQuery(SequoiaQueryMethod method, SequoiaPersistentEntity<T> entity,
			Projections projections, NamedQueries namedQueries) {
		ResourceFields fields = new ResourceFields(entity, this.mapper);
		String declared = declared(method, namedQueries);
		QuerySource source = (declared != null) ? new DeclaredQuery(method, declared, fields, this.expressions)
				: new DerivedQuery(method, fields);
		return new SequoiaRepositoryQuery<>(new QueryPlan(method, source, fields, filters(fields), isReactive()),
				execution(entity), projections);
	}

	/**
	 * Return the filters of a repository. It has one strategy, so that all its methods
	 * are reported together.
	 */
	private synchronized Filters filters(ResourceFields fields) {
		if (this.filters == null) {
			this.filters = new Filters(fields.resource());
		}
		return this.filters;
	}

	private static @Nullable String declared(SequoiaQueryMethod method, NamedQueries namedQueries) {
		String annotated = method.annotatedQuery();
		if (annotated != null) {
			return annotated;
		}
		String name = method.getNamedQueryName();
		return namedQueries.hasQuery(name) ? namedQueries.getQuery(name) : null;
	}

}
