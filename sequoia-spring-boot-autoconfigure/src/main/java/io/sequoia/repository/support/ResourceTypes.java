package io.sequoia.repository.support;

import io.sequoia.Ref;
import io.sequoia.core.mapping.ResourceMapper;
import io.sequoia.core.mapping.SequoiaMappingContext;
import io.sequoia.core.mapping.SequoiaPersistentEntity;
import io.sequoia.repository.query.ResourceFields;

import org.springframework.core.env.Environment;
import org.springframework.data.repository.core.RepositoryMetadata;
import org.springframework.util.Assert;

/**
 * The resource types of repositories.
 *
 * @param context knows the types
 * @param mapper knows the names of their fields
 */
record ResourceTypes(SequoiaMappingContext context, ResourceMapper mapper) {

	private static final String ALLOW_DELETE_ALL = "sequoia.repositories.allow-delete-all";

	SequoiaPersistentEntity<?> entity(RepositoryMetadata metadata) {
		return this.context.getRequiredPersistentEntity(metadata.getDomainType());
	}

	ResourceFields fields(SequoiaPersistentEntity<?> entity) {
		return new ResourceFields(entity, this.mapper);
	}

	SequoiaEntityInformation<?> information(RepositoryMetadata metadata, Environment environment) {
		Assert.isTrue(metadata.getIdType() == Ref.class,
				() -> "The ids of " + metadata.getRepositoryInterface().getSimpleName() + " must be of type Ref, not "
						+ metadata.getIdType().getSimpleName());
		return information(entity(metadata), environment.getProperty(ALLOW_DELETE_ALL, Boolean.class, false));
	}

	private <T> SequoiaEntityInformation<T> information(SequoiaPersistentEntity<T> entity, boolean deleteAllAllowed) {
		return new SequoiaEntityInformation<>(entity, fields(entity), deleteAllAllowed);
	}

}
