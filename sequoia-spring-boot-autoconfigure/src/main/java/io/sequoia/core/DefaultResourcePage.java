package io.sequoia.core;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

import io.sequoia.SequoiaFailure.Details;
import io.sequoia.core.mapping.Envelope;
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
	 * Whether a collection of this page is empty, a main or an included one.
	 */
	boolean isEmpty(String main, String collection) {
		return collection.equals(main) ? resources().isEmpty()
				: this.envelope.linked().getOrDefault(collection, List.of()).isEmpty();
	}

}
