package io.sequoia.repository.query;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

import io.sequoia.core.Browse;
import io.sequoia.core.ReactiveBrowse;
import io.sequoia.core.RequestOptions;
import io.sequoia.repository.Include;
import io.sequoia.repository.Meta;
import io.sequoia.repository.Query;
import org.jspecify.annotations.Nullable;

import org.springframework.core.KotlinDetector;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.data.core.ReactiveWrappers;
import org.springframework.data.projection.ProjectionFactory;
import org.springframework.data.repository.core.RepositoryMetadata;
import org.springframework.data.repository.query.QueryMethod;
import org.springframework.data.repository.query.ReturnedType;
import org.springframework.format.datetime.standard.DurationFormatterUtils;

/**
 * A query method of a repository of resources.
 */
class SequoiaQueryMethod extends QueryMethod {

	private final Method method;

	private final RepositoryMetadata metadata;

	private final ProjectionFactory projections;

	SequoiaQueryMethod(Method method, RepositoryMetadata metadata, ProjectionFactory projections) {
		super(method, metadata, projections, SequoiaParameters::new);
		this.method = method;
		this.metadata = metadata;
		this.projections = projections;
	}

	/**
	 * Return the name for messages.
	 * @return for example {@code Films.findByTitle}
	 */
	String shortName() {
		return this.metadata.getRepositoryInterface().getSimpleName() + "." + getName();
	}

	@Override
	protected Class<?> getDomainClass() {
		return super.getDomainClass();
	}

	@Override
	public SequoiaParameters getParameters() {
		return (SequoiaParameters) super.getParameters();
	}

	/**
	 * Tell whether the method returns a publisher or a type that is converted to one, or
	 * suspends, in which case Spring Data waits for a publisher.
	 */
	boolean isReactive() {
		Class<?> type = returnType();
		return type == ReactiveBrowse.class || ReactiveWrappers.supports(type) || isSuspending();
	}

	/** Tell whether the method is a suspending function of Kotlin. */
	boolean isSuspending() {
		return KotlinDetector.isSuspendingFunction(this.method);
	}

	Class<?> returnType() {
		return this.metadata.getReturnType(this.method).getType();
	}

	boolean isBrowseQuery() {
		Class<?> type = returnType();
		return type == Browse.class || type == ReactiveBrowse.class;
	}

	/**
	 * Tell whether the method returns many resources at once, in a publisher of one
	 * element.
	 */
	boolean isPublisherOfCollection() {
		return ReactiveWrappers.isSingleValueType(returnType()) && super.isCollectionQuery();
	}

	/**
	 * Return the type of a call's result, or of its elements.
	 * @param accessor the arguments
	 * @return the type, which may be a projection
	 */
	ReturnedType returnedType(SequoiaParameterAccessor accessor) {
		Class<?> dynamic = accessor.findDynamicProjection();
		return returnedType((dynamic != null) ? dynamic : elementType());
	}

	ReturnedType returnedType(Class<?> type) {
		return ReturnedType.of(type, getDomainClass(), this.projections);
	}

	/**
	 * Return the declared type of the result, or of its elements.
	 * @return the type, regardless of a call's arguments
	 */
	Class<?> elementType() {
		if (!isBrowseQuery()) {
			Class<?> type = getReturnedObjectType();
			return type.getName().equals("kotlin.Unit") ? Void.class : type;
		}
		return ResolvableType.forMethodReturnType(this.method, this.metadata.getRepositoryInterface())
			.getGeneric(0)
			.resolve(Object.class);
	}

	@Nullable String annotatedQuery() {
		Query query = AnnotatedElementUtils.findMergedAnnotation(this.method, Query.class);
		return (query != null) ? query.value() : null;
	}

	List<String> inclusions() {
		Include include = AnnotatedElementUtils.findMergedAnnotation(this.method, Include.class);
		return (include != null) ? List.of(include.value()) : List.of();
	}

	/**
	 * Return the options in the method's annotations.
	 * @return the options
	 * @throws IllegalArgumentException if a value is not valid
	 */
	List<RequestOptions> options() {
		Meta meta = AnnotatedElementUtils.findMergedAnnotation(this.method, Meta.class);
		if (meta == null) {
			return List.of();
		}
		Duration timeout = DurationFormatterUtils.detectAndParse(meta.timeout());
		return List.of(RequestOptions.builder().timeout(Objects.requireNonNull(timeout)).build());
	}

	/**
	 * A method of a reactive repository, which returns its elements one by one, with or
	 * without a page.
	 */
	static final class Reactive extends SequoiaQueryMethod {

		Reactive(Method method, RepositoryMetadata metadata, ProjectionFactory projections) {
			super(method, metadata, projections);
		}

		@Override
		public boolean isStreamQuery() {
			return true;
		}

		@Override
		public boolean isCollectionQuery() {
			return ReactiveWrappers.isMultiValueType(returnType())
					|| (isSuspending() && Collection.class.isAssignableFrom(returnType()));
		}

	}

}
