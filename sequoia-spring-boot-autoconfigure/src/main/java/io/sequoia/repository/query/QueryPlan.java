package io.sequoia.repository.query;

import java.util.ArrayList;
import java.util.List;

import io.sequoia.InvalidCriteriaException;
import io.sequoia.core.RequestOptions;
import io.sequoia.core.query.Criteria;
import io.sequoia.core.query.Inclusion;
import io.sequoia.repository.query.QuerySource.Purpose;

import org.springframework.data.core.ReactiveWrappers;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.repository.query.ReturnedType;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;

/**
 * The plan of a method: the query of its calls, and the kind of its result. It is made
 * once, when the repository is created; a method that cannot work is refused then.
 */
final class QueryPlan {

	private final SequoiaQueryMethod method;

	private final QuerySource source;

	private final ResourceFields fields;

	private final Filters.Use filters;

	private final List<RequestOptions> options;

	private final Inclusion[] inclusions;

	private final Result result;

	QueryPlan(SequoiaQueryMethod method, QuerySource source, ResourceFields fields, Filters filters, boolean reactive) {
		this.method = method;
		this.source = source;
		this.fields = fields;
		this.options = method.options();
		this.inclusions = method.inclusions().stream().map(Inclusion::resource).toArray(Inclusion[]::new);
		this.result = result(method, source.purpose());
		Refusals refusals = source.refusals();
		refusals.check(this::requireReadableParameters);
		refusals.check(() -> requireFace(reactive));
		refusals.check(this::requireReadableResult);
		refusals.check(this::requirePart);
		refusals.check(() -> prepared(source.fixed()));
		refusals.throwIfAny();
		this.filters = filters.use(method.shortName(), source.filters());
	}

	SequoiaQueryMethod method() {
		return this.method;
	}

	Filters.Use filters() {
		return this.filters;
	}

	Result result() {
		return this.result;
	}

	/**
	 * Create the query of a call.
	 * @param accessor the arguments
	 * @param type the type that the call returns
	 * @return the query
	 */
	ResourceQuery query(SequoiaParameterAccessor accessor, ReturnedType type) {
		SequoiaParameters parameters = this.method.getParameters();
		Criteria criteria = this.source.criteria(accessor);
		if (criteria != null) {
			criteria = narrowed(this.fields.sorted(prepared(criteria), accessor.getSort()), type);
		}
		ResourceQuery query = ResourceQuery.of(criteria)
			.with(this.options)
			.with(accessor.options())
			.limit(this.source.limit());
		if (parameters.hasPageableParameter()) {
			query = query.page(accessor.getPageable());
		}
		else if (parameters.hasLimitParameter()) {
			query = query.limit(accessor.getLimit());
		}
		if (this.result != Result.WINDOW) {
			return query;
		}
		ScrollPosition position = accessor.getScrollPosition();
		Assert.notNull(position, "The scroll position must not be null: begin with ScrollPosition.keyset()");
		return query.window(position);
	}

	private Criteria prepared(Criteria criteria) {
		Criteria prepared = this.fields.sorted(criteria, this.source.sort());
		return (this.inclusions.length > 0) ? prepared.include(this.inclusions) : prepared;
	}

	private Criteria narrowed(Criteria criteria, ReturnedType type) {
		boolean closed = this.result.holdsResources() && type.isProjecting() && type.needsCustomConstruction();
		return closed ? this.fields.narrowed(criteria, type.getInputProperties()) : criteria;
	}

	private static Result result(SequoiaQueryMethod method, Purpose purpose) {
		return switch (purpose) {
			case COUNT -> Result.COUNT;
			case EXISTS -> Result.EXISTS;
			case DELETE -> method.isCollectionQuery() ? Result.DELETED : Result.DELETE;
			case FIND -> method.isBrowseQuery() ? Result.BROWSE
					: method.isScrollQuery() ? Result.WINDOW : method.isPageQuery() ? Result.PAGE
							: method.isSliceQuery() ? Result.SLICE : method.isCollectionQuery() ? Result.LIST
									: method.isStreamQuery() && !method.isReactive() ? Result.STREAM : Result.ONE;
		};
	}

	private void requireReadableParameters() {
		for (SequoiaParameters.SequoiaParameter parameter : this.method.getParameters()) {
			if (parameter.isOwner() && parameter.getType() != String.class) {
				throw refused("its parameter @Owner must be a String");
			}
			if (parameter.isBindable() && ReactiveWrappers.supports(parameter.getType())) {
				throw refused("its parameter " + parameter.getIndex() + " is a " + parameter.getType().getSimpleName()
						+ ": use the value itself");
			}
		}
	}

	private void requireFace(boolean reactive) {
		if (reactive && !this.method.isReactive()) {
			throw refused("a reactive repository does not wait: return a Mono, a Flux or a ReactiveBrowse,"
					+ " or extend SequoiaRepository");
		}
		if (this.method.isPublisherOfCollection()) {
			throw refused("it returns a collection within a publisher: return a Flux");
		}
		if (!reactive && this.method.isReactive()) {
			throw refused("its repository waits for answers: extend ReactiveSequoiaRepository to return publishers");
		}
		if (this.method.isSuspending() && !suspendingGives(this.method.returnType())) {
			throw refused("it is a suspending function that returns " + this.method.returnType().getSimpleName()
					+ ": return a List, or a Flow without suspend");
		}
	}

	/**
	 * Tell whether a suspending function can return a type: Spring Data collects a list
	 * for it, and converts nothing else.
	 */
	private boolean suspendingGives(Class<?> type) {
		return ReactiveWrappers.supports(type) || switch (this.result) {
			case LIST, DELETED -> type.isAssignableFrom(ArrayList.class);
			case ONE -> type == this.method.elementType();
			default -> this.result != Result.BROWSE;
		};
	}

	private void requireReadableResult() {
		Class<?> type = ClassUtils.resolvePrimitiveIfNecessary(this.method.elementType());
		boolean fits = switch (this.result) {
			case COUNT -> !this.method.isCollectionQuery() && isCount(type);
			case EXISTS -> !this.method.isCollectionQuery() && type == Boolean.class;
			case DELETE -> ClassUtils.isVoidType(type) || isCount(type);
			case DELETED -> type == this.method.getDomainClass();
			default -> isResource(type) || this.method.getParameters().hasDynamicProjection();
		};
		if (!fits) {
			throw refused("it returns " + type.getSimpleName() + ", and must return "
					+ this.result.types(this.method.getDomainClass()));
		}
		ReturnedType returned = this.method.returnedType(type);
		if (this.result.holdsResources() && returned.isProjecting() && returned.needsCustomConstruction()) {
			try {
				this.fields.names(returned.getInputProperties());
			}
			catch (InvalidCriteriaException ex) {
				throw refused("the projection " + type.getSimpleName() + " cannot be filled: " + ex.getMessage());
			}
		}
	}

	private boolean isResource(Class<?> type) {
		ReturnedType returned = this.method.returnedType(type);
		return type.isAssignableFrom(this.method.getDomainClass()) || (returned.isProjecting()
				&& !type.getName().startsWith("java.") && !type.getName().startsWith("kotlin."));
	}

	private static boolean isCount(Class<?> type) {
		return type == Long.class || type == Integer.class;
	}

	private void requirePart() {
		SequoiaParameters parameters = this.method.getParameters();
		boolean limited = this.source.limit().isLimited() || parameters.hasLimitParameter();
		if (limited && !this.result.takesLimit()) {
			throw refused("it has a limit, but its return type cannot be limited: pages have their own size,"
					+ " and a count includes all resources");
		}
		if (limited && parameters.hasPageableParameter()) {
			throw refused("it has a limit and a Pageable, but pages have their own size");
		}
		if (this.result == Result.WINDOW && !parameters.hasScrollPositionParameter()) {
			throw refused("a Window needs a ScrollPosition; for pages by number return a Slice or a Page");
		}
		if (parameters.hasPageableParameter() && !this.result.takesPage()) {
			throw refused("it has a Pageable, but its return type does not support it: return a Page, a Slice,"
					+ " a list or publisher of resources");
		}
		if (this.inclusions.length > 0 && !this.result.holdsResources()) {
			throw refused("it has @Include, but returns no resources");
		}
	}

	private InvalidCriteriaException refused(String reason) {
		return new InvalidCriteriaException(this.method.shortName() + " cannot be answered: " + reason);
	}

	/**
	 * The kind of result that a method returns.
	 */
	enum Result {

		COUNT("a long or an int"), EXISTS("a boolean"),
		DELETE("nothing, the number of deleted resources, or a List of %s"),
		DELETED("nothing, the number of deleted resources, or a List of %s"), ONE, LIST, STREAM, PAGE, SLICE, WINDOW,
		BROWSE;

		private final String types;

		Result() {
			this("%s or a projection of it");
		}

		Result(String types) {
			this.types = types;
		}

		/**
		 * List the types that a method with this kind of result may return, for messages.
		 */
		String types(Class<?> resource) {
			return String.format(this.types, resource.getSimpleName());
		}

		boolean holdsResources() {
			return this != COUNT && this != EXISTS && this != DELETE && this != DELETED;
		}

		boolean takesPage() {
			return this == PAGE || this == SLICE || this == LIST || this == STREAM;
		}

		boolean takesLimit() {
			return this != COUNT && this != EXISTS && this != PAGE && this != SLICE && this != BROWSE;
		}

	}

}
