package io.sequoia.autoconfigure;

import io.sequoia.InvalidCriteriaException;
import io.sequoia.core.mapping.SequoiaResource;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.data.repository.core.support.DefaultRepositoryMetadata;
import org.springframework.data.repository.query.QueryCreationException;

/**
 * Explains which method of a repository the protocol cannot express, and why. Failures in
 * repositories of other modules are left to those modules.
 */
final class RefusedQueryFailureAnalyzer extends AbstractFailureAnalyzer<QueryCreationException> {

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, QueryCreationException cause) {
		Throwable refusal = cause.getCause();
		if (refusal == null || !(refusal instanceof InvalidCriteriaException || isOfResources(cause))) {
			return null;
		}
		return new FailureAnalysis(
				String.format("The protocol cannot express a method of a repository:%n%n    Method: %s%n    Reason: %s",
						cause.getMethod().toGenericString(), refusal.getMessage()),
				"Change the method as the reason says, declare its query with @Query, or browse with criteria.", cause);
	}

	/**
	 * Tell whether the failure concerns a repository of resources. Spring Data itself
	 * refuses methods too, for example for a missing parameter.
	 */
	private static boolean isOfResources(QueryCreationException cause) {
		Class<?> domain = new DefaultRepositoryMetadata(cause.getRepositoryInterface()).getDomainType();
		return AnnotatedElementUtils.hasAnnotation(domain, SequoiaResource.class);
	}

}
