package io.sequoia.repository.query;

import java.util.function.Function;

import io.sequoia.Internal;
import io.sequoia.core.mapping.SequoiaMappingContext;

import org.springframework.data.convert.DtoInstantiatingConverter;
import org.springframework.data.mapping.model.EntityInstantiators;
import org.springframework.data.projection.ProjectionFactory;
import org.springframework.data.repository.query.ReturnedType;

/**
 * Converts resources to interfaces or objects of another type. Thread-safe.
 */
@Internal
public final class Projections {

	private static final EntityInstantiators INSTANTIATORS = new EntityInstantiators();

	private final ProjectionFactory factory;

	private final SequoiaMappingContext context;

	/**
	 * Create projections.
	 * @param factory creates the objects behind interfaces
	 * @param context knows the properties of types
	 */
	public Projections(ProjectionFactory factory, SequoiaMappingContext context) {
		this.factory = factory;
		this.context = context;
	}

	/**
	 * Return the properties of a type to which resources are converted.
	 */
	ReturnedType type(Class<?> type, Class<?> resource) {
		return ReturnedType.of(type, resource, this.factory);
	}

	/**
	 * Return the converter to a type.
	 * @param type the type, which may be the resources' own
	 * @return converts a resource to that type
	 */
	Function<Object, Object> as(ReturnedType type) {
		if (!type.isProjecting()) {
			return Function.identity();
		}
		Class<?> returned = type.getReturnedType();
		return type.isInterfaceProjection() ? (resource) -> this.factory.createProjection(returned, resource)
				: new DtoInstantiatingConverter(returned, this.context, INSTANTIATORS)::convert;
	}

}
