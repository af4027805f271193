package io.sequoia.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.sequoia.AccessDeniedException;
import io.sequoia.InvalidResourceException;
import io.sequoia.MalformedResponseException;
import io.sequoia.Printable;
import io.sequoia.Ref;
import io.sequoia.SequoiaFailure.Details;
import io.sequoia.ServiceUnavailableException;
import io.sequoia.core.mapping.Envelope;
import io.sequoia.core.mapping.PageMeta.LinkedRequest;
import io.sequoia.core.mapping.ResourceMapper;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

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

	private final PagePosition positions;

	private final Attachments attachments;

	/** The references to included resources, or null if nothing was found. */
	private final @Nullable DirectReferences references;

	DefaultResourcePage(Envelope<T> envelope, ResourceMapper mapper, Details details, PagePosition positions,
			Attachments attachments, @Nullable DirectReferences references) {
		this.envelope = envelope;
		this.mapper = mapper;
		this.details = details;
		this.positions = positions;
		this.attachments = attachments;
		this.references = references;
	}

	/**
	 * Create an empty page.
	 */
	static <T> DefaultResourcePage<T> empty(ResourceMapper mapper, Details details, PagePosition positions,
			Attachments attachments) {
		return new DefaultResourcePage<>(Envelope.joined(List.of()), mapper, details, positions, attachments, null);
	}

	/**
	 * Join the content of several pages in one page.
	 */
	static <T> DefaultResourcePage<T> joined(List<DefaultResourcePage<T>> pages) {
		DefaultResourcePage<T> first = pages.get(0);
		return (pages.size() == 1) ? first : new DefaultResourcePage<>(
				Envelope.joined(pages.stream().map((page) -> page.envelope).toList()), first.mapper, first.details,
				first.positions, first.attachments,
				DirectReferences.joined(pages.stream().flatMap((page) -> Stream.ofNullable(page.references)).toList()));
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
		List<JsonNode> nodes = this.envelope.linked().getOrDefault(relationship, List.of());
		return this.attachments.included(IntStream.range(0, nodes.size())
			.mapToObj((i) -> this.mapper.<L>read(nodes.get(i), linked, "linked." + relationship + "[" + i + "]",
					this.details))
			.toList());
	}

	@Override
	public boolean hasNext() {
		return link() != null;
	}

	@Override
	public Optional<String> next() {
		return Optional.ofNullable(link()).map(this.positions::at);
	}

	@Override
	public OptionalInt number() {
		return this.envelope.meta().numbered().number();
	}

	@Override
	public Optional<String> first() {
		return Optional.ofNullable(this.envelope.meta().numbered().first()).map(this.positions::at);
	}

	@Override
	public Optional<String> previous() {
		return Optional.ofNullable(this.envelope.meta().numbered().previous()).map(this.positions::at);
	}

	@Override
	public Optional<String> last() {
		return Optional.ofNullable(this.envelope.meta().numbered().last()).map(this.positions::at);
	}

	@Override
	public List<Ref> missing(String relationship) {
		Assert.notNull(relationship, "The relationship must not be null");
		DirectReferences held = this.references;
		if (held == null) {
			return List.of();
		}
		linkedRequests(relationship).forEach((request) -> requireFound(relationship, request));
		return held.missing(relationship, this.envelope.linked().getOrDefault(relationship, List.of()),
				linkedRequests(relationship), this.mapper.json());
	}

	/**
	 * Check that the service numbers pages of the requested size. By a smaller one, the
	 * number belongs to other resources.
	 * @param number the requested number
	 * @param size the requested size
	 */
	void requireSize(String number, int size) {
		int actual = this.envelope.meta().numbered().size().orElse(size);
		if (actual < size && (hasNext() || !number.equals("1"))) {
			throw new MalformedResponseException(
					"The service '" + this.details.service() + "' numbers pages of " + actual + " resources of '"
							+ this.details.resource() + "', but page " + number + " of " + size
							+ " was requested, which has other resources: request pages of at most " + actual,
					this.details, null);
		}
	}

	/**
	 * Return the link to the next page in the answer, or {@code null} on the last page.
	 */
	@Nullable String link() {
		return this.envelope.meta().next();
	}

	/**
	 * Return the details of the call that returned this page.
	 */
	Details details() {
		return this.details;
	}

	/**
	 * Convert this page of JSON to a page of another type.
	 */
	<R> DefaultResourcePage<R> as(ResolvableType type) {
		List<T> nodes = this.envelope.resources();
		List<R> typed = new ArrayList<>(nodes.size());
		for (int i = 0; i < nodes.size(); i++) {
			typed.add(this.mapper.read((JsonNode) nodes.get(i), type, this.details.resource() + "[" + i + "]",
					this.details));
		}
		return new DefaultResourcePage<>(new Envelope<>(this.envelope.meta(), typed, this.envelope.linked()),
				this.mapper, this.details, this.positions, this.attachments, this.references);
	}

	/**
	 * Return the requests by which the included resources were found.
	 */
	List<LinkedRequest> linkedRequests(String relationship) {
		return this.envelope.meta().linked().getOrDefault(relationship, List.of());
	}

	/**
	 * Check the status of an inclusion, which a server reports within its answer; 404
	 * means that there are no resources.
	 */
	private void requireFound(String relationship, LinkedRequest request) {
		int status = request.status();
		if (status < 400 || status == 404) {
			return;
		}
		Details failed = this.details.withStatus(status);
		String message = "The resources of '" + relationship + "' could not be included in the answer of "
				+ this.details.service() + "/" + this.details.resource() + ": " + status + " "
				+ Printable.of(request.message());
		throw (status == 403) ? new AccessDeniedException(message, failed, null)
				: (status < 500) ? new InvalidResourceException(message, failed, null)
						: new ServiceUnavailableException(message, failed, false, null);
	}

	/**
	 * Tell whether a collection of this page is empty.
	 * @param collection the name of the main collection, with or without hyphens, or of
	 * an included one
	 */
	boolean isEmpty(String collection) {
		String main = this.details.resource();
		boolean isMain = main != null && collection.replace("-", "").equalsIgnoreCase(main);
		return isMain ? resources().isEmpty() : this.envelope.linked().getOrDefault(collection, List.of()).isEmpty();
	}

}
