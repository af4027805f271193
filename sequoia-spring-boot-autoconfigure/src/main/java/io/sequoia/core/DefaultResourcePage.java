package io.sequoia.core;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

import io.sequoia.AccessDeniedException;
import io.sequoia.InvalidResourceException;
import io.sequoia.Printable;
import io.sequoia.SequoiaFailure.Details;
import io.sequoia.ServiceUnavailableException;
import io.sequoia.core.mapping.Envelope;
import io.sequoia.core.mapping.PageMeta.LinkedRequest;
import io.sequoia.core.mapping.ResourceMapper;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.util.Assert;

/**
 * A page that was read from an envelope.
 *
 * @param <T> the type of the resources
 */
final class DefaultResourcePage<T> implements ResourcePage<T> {

	private final Envelope<T> envelope;

	private final ResourceMapper mapper;

	private final Details details;

	DefaultResourcePage(Envelope<T> envelope, ResourceMapper mapper, Details details) {
		this.envelope = envelope;
		this.mapper = mapper;
		this.details = details;
	}

	@Override
	public List<T> resources() {
		return Collections.unmodifiableList(this.envelope.resources());
	}

	@Override
	public OptionalLong totalCount() {
		return this.envelope.meta().totalCount();
	}

	@Override
	public Map<String, Map<String, Long>> facets() {
		return this.envelope.meta().facets();
	}

	@Override
	public <L> List<L> linked(String relationship, Class<L> type) {
		Assert.notNull(relationship, "The relationship must not be null");
		Assert.notNull(type, "The type must not be null");
		ResolvableType linked = ResolvableType.forClass(type);
		linkedRequests(relationship).forEach((request) -> requireFound(relationship, request));
		return this.envelope.linked()
			.getOrDefault(relationship, List.of())
			.stream()
			.map((node) -> this.mapper.<L>read(node, linked, this.details))
			.toList();
	}

	@Override
	public boolean hasNext() {
		return next() != null;
	}

	/**
	 * The link to the next page.
	 * @return the link as the server gave it, or {@code null}
	 */
	@Nullable String next() {
		return this.envelope.meta().next();
	}

	/**
	 * The requests by which the included resources were found.
	 */
	List<LinkedRequest> linkedRequests(String relationship) {
		return this.envelope.meta().linked().getOrDefault(relationship, List.of());
	}

	/**
	 * A server reports the failure of an inclusion within its answer; 404 means that
	 * there are none.
	 */
	private void requireFound(String relationship, LinkedRequest request) {
		int status = request.status();
		if (status < 400 || status == 404) {
			return;
		}
		Details failed = this.details.withStatus(status);
		String message = "The resources of '" + relationship + "' could not be included in the answer of "
				+ this.details.service() + "/" + this.details.resource() + ": " + status + " "
				+ Printable.of(request.message()) + ", correlation id " + this.details.correlationId();
		throw (status == 403) ? new AccessDeniedException(message, failed, null)
				: (status < 500) ? new InvalidResourceException(message, failed, null)
						: new ServiceUnavailableException(message, failed, false, null);
	}

	/**
	 * Whether a collection of this page is empty.
	 * @param collection the name of the main collection, with or without hyphens, or of
	 * an included one
	 */
	boolean isEmpty(String collection) {
		String main = this.details.resource();
		boolean isMain = main != null && collection.replace("-", "").equalsIgnoreCase(main);
		return isMain ? resources().isEmpty() : this.envelope.linked().getOrDefault(collection, List.of()).isEmpty();
	}

}
