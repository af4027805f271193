package io.sequoia.repository.query;

import java.util.function.Function;

import io.sequoia.core.mapping.SequoiaMappingContext;

import org.springframework.data.convert.DtoInstantiatingConverter;
import org.springframework.data.mapping.model.EntityInstantiators;
import org.springframework.data.projection.ProjectionFactory;
import org.springframework.data.repository.query.ReturnedType;

/**
 * Shows resources as interfaces or objects of their own. Thread-safe.
 */
public final class Projections {

	private static final EntityInstantiators INSTANTIATORS = new EntityInstantiators();

	private final ProjectionFactory factory;

	private final SequoiaMappingContext context;

	/**
	 * Create projections.
	 * @param factory makes interfaces
	 * @param context knows the properties of types
	 */
	public Projections(ProjectionFactory factory, SequoiaMappingContext context) {
		this.factory = factory;
		this.context = context;
	}

	/**
	 * What is known about a type as which resources are to be shown.
	 */
	ReturnedType type(Class<?> type, Class<?> resource) {
		return ReturnedType.of(type, resource, this.factory);
	}

	/**
	 * What shows resources as a type.
	 * @param type the type, which may be the resources' own
	 * @return turns a resource into one of that type
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
