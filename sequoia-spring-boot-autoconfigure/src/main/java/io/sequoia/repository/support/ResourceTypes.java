package io.sequoia.repository.support;

import io.sequoia.core.mapping.ResourceMapper;
import io.sequoia.core.mapping.SequoiaMappingContext;
import io.sequoia.core.mapping.SequoiaPersistentEntity;
import io.sequoia.repository.query.ResourceFields;

import org.springframework.core.env.Environment;

/**
 * The resource types that repositories are for.
 *
 * @param context knows the types
 * @param mapper knows the names of their fields
 */
record ResourceTypes(SequoiaMappingContext context, ResourceMapper mapper) {

	private static final String ALLOW_DELETE_ALL = "sequoia.repositories.allow-delete-all";

	SequoiaEntityInformation<?> information(Class<?> type, Environment environment) {
		return information(this.context.getRequiredPersistentEntity(type),
				environment.getProperty(ALLOW_DELETE_ALL, Boolean.class, false));
	}

	private <T> SequoiaEntityInformation<T> information(SequoiaPersistentEntity<T> entity, boolean deleteAllAllowed) {
		return new SequoiaEntityInformation<>(entity, new ResourceFields(entity, this.mapper), deleteAllAllowed);
	}

}
