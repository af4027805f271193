package io.sequoia.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.sequoia.Ref;
import io.sequoia.ResourceNotFoundException;
import io.sequoia.SequoiaFailure.Details;
import io.sequoia.call.Call;
import io.sequoia.call.FirstFailure;
import io.sequoia.core.ServiceExchange.Request;
import io.sequoia.core.mapping.ResourceType;
import io.sequoia.core.query.Criteria;
import io.sequoia.discovery.ServiceDescriptor.ResourceDescriptor;
import io.sequoia.http.Correlated;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

import org.springframework.http.HttpMethod;
import org.springframework.util.Assert;

/**
 * Reads resources by their refs.
 *
 * @param <T> the type of the resources
 */
final class RefReader<T> {

	private static final Log logger = LogFactory.getLog(RefReader.class);

	private final SequoiaEngine engine;

	private final ResourceType<T> type;

	private final RequestOptions options;

	private final String owner;

	private final Call call;

	RefReader(SequoiaEngine engine, ResourceType<T> type, RequestOptions options) {
		this.engine = engine;
		this.type = type;
		this.options = options;
		this.owner = engine.owner(options);
		this.call = new Call(type.service(), type.name(), "read", this.owner);
	}

	/**
	 * Read one resource.
	 * @param ref the ref
	 * @param criteria its fields and inclusions
	 * @return the resource; a {@code ResourceNotFoundException} if there is none
	 */
	Mono<T> read(Ref ref, Criteria criteria) {
		return one(ref, criteria, true);
	}

	/**
	 * Read one resource.
	 * @param ref the ref
	 * @param criteria its fields and inclusions
	 * @return the resource; empty if there is none
	 */
	Mono<T> find(Ref ref, Criteria criteria) {
		return one(ref, criteria, false);
	}

	private Mono<T> one(Ref ref, Criteria criteria, boolean required) {
		Assert.notNull(ref, "The ref must not be null");
		PageReader<T> reader = reader(criteria);
		List<Ref> refs = List.of(ref);
		// not handle(), which makes observations current, and so calls their handlers
		return reader.resources(this.call, refs, request(refs))
			.flatMap((resources) -> resources.isEmpty() ? absent(ref, required) : Mono.just(resources.get(0)));
	}

	private Mono<T> absent(Ref ref, boolean required) {
		return Mono.deferContextual((context) -> {
			tellForeign(ref, context);
			return required ? Mono.error(notFound(ref, Correlated.details(this.call, context))) : Mono.empty();
		});
	}

	/**
	 * Read resources.
	 * @param refs the refs
	 * @param criteria their fields and inclusions
	 * @return those that exist, in the order of the refs
	 */
	Mono<List<T>> readAll(List<Ref> refs, Criteria criteria) {
		Mono<Map<Ref, T>> found = chunked(refs, withRefs(criteria)).flatMapIterable(ResourcePage::resources)
			.collect(Collectors.toMap(this::refOf, Function.identity(), (first, second) -> first));
		return found.flatMap((byRef) -> Mono.deferContextual((context) -> {
			refs.stream()
				.distinct()
				.filter((ref) -> !byRef.containsKey(ref))
				.forEach((ref) -> tellForeign(ref, context));
			return Mono.just(inOrder(refs, byRef));
		}));
	}

	/**
	 * Read resources with what they include.
	 * @param refs the refs
	 * @param criteria their fields and inclusions
	 * @return those that exist, as one page
	 */
	Mono<ResourcePage<T>> page(List<Ref> refs, Criteria criteria) {
		return chunked(refs, criteria).collectList().map(DefaultResourcePage::joined);
	}

	/**
	 * Divide refs among requests.
	 * @param refs the refs
	 * @param limit the largest number of refs in one request
	 * @return the refs of each request
	 */
	List<List<Ref>> chunks(Collection<Ref> refs, int limit) {
		return Chunks.of(List.copyOf(refs), Math.min(limit, this.engine.settings().batchSize()), Chunks.MAX_REFS_LENGTH,
				(ref) -> ref.toString().length() + 1);
	}

	private Flux<DefaultResourcePage<T>> chunked(List<Ref> refs, Criteria criteria) {
		PageReader<T> reader = reader(criteria);
		return this.engine.locate(this.owner, this.type.service(), this.type.name(), this.options)
			.flatMapMany((resource) -> FirstFailure
				.among((first) -> Flux.fromIterable(chunks(new LinkedHashSet<>(refs), resource.maxPageSize()))
					.flatMapSequential(
							(some) -> first.of(reader.existing(this.call, some, request(some))
								.flatMap((page) -> completed(page, some, reader))),
							this.engine.settings().batchConcurrency())));
	}

	/** Add the further pages, if the service sends fewer resources at once. */
	private Mono<DefaultResourcePage<T>> completed(DefaultResourcePage<T> begun, List<Ref> refs, PageReader<T> reader) {
		if (begun.link() == null || begun.resources().size() >= refs.size()) {
			return Mono.just(begun);
		}
		PageLinks links = new PageLinks();
		EmptyPages emptyPages = new EmptyPages(this.engine.settings().maxEmptyPages());
		AtomicInteger missing = new AtomicInteger(refs.size());
		return Mono.just(begun).expand((page) -> {
			int left = missing.addAndGet(-page.resources().size());
			String next = page.link();
			return (next == null || left <= 0) ? Mono.empty() : Mono.deferContextual((context) -> {
				Details details = Correlated.details(this.call, context);
				links.follow(next, details);
				emptyPages.take(page.resources().isEmpty(), next, details);
				return reader.further(this.call, refs, (resource) -> further(resource, next, details));
			});
		}).collectList().map(DefaultResourcePage::joined);
	}

	private Mono<Request> further(ResourceDescriptor resource, String link, Details details) {
		return this.engine.exchange()
			.registration(this.owner, this.type.service())
			.map((service) -> Request.of(HttpMethod.GET, this.call,
					PageLinks.below(service.location(), link, this.owner, details),
					resource.collectionPath() + "/{refs}"));
	}

	private PageReader<T> reader(Criteria criteria) {
		return new PageReader<>(this.engine, this.type, QueryString.besideRefs(criteria), this.options);
	}

	/** Create the request for some refs. */
	private PageReader.RequestFactory request(List<Ref> refs) {
		return (resource, parameters) -> Request.ofRefs(HttpMethod.GET, this.call, resource, refs,
				QueryString.reading(parameters, this.owner));
	}

	/**
	 * Add the refs to the criteria, as the resources are sorted into the requested order
	 * by them.
	 */
	private Criteria withRefs(Criteria criteria) {
		if (!QueryString.besideRefs(criteria).toQueryParameters().containsKey("fields")) {
			return criteria;
		}
		return criteria.fields(this.engine.mapper().fieldNames(this.type.type()).containsValue("ref")
				? new String[] { "ref" } : new String[] { "ref", "owner", "name" });
	}

	/** Log a hint: a resource of another tenant often exists, but is not visible. */
	private void tellForeign(Ref ref, ContextView context) {
		if (!ref.owner().equals(this.owner) && logger.isDebugEnabled()) {
			Correlated.log(context,
					ref + " was not found in " + this.type.service() + "/" + this.type.name()
							+ ": it belongs to the owner '" + ref.owner() + "', but the call was made for '"
							+ this.owner + "' (sequoia.owner, or the owner in the options of the call)",
					logger::debug);
		}
	}

	private static <T> List<T> inOrder(List<Ref> asked, Map<Ref, T> byRef) {
		List<T> ordered = new ArrayList<>(asked.size());
		for (Ref ref : asked) {
			T found = byRef.get(ref);
			if (found != null) {
				ordered.add(found);
			}
		}
		return ordered;
	}

	private Ref refOf(T resource) {
		Ref ref = this.type.ref().apply(resource);
		Assert.state(ref != null, () -> "The resources of " + this.type.service() + "/" + this.type.name()
				+ " cannot be distinguished: " + this.type.type() + " needs a property 'ref', or 'owner' and 'name'");
		return ref;
	}

	private ResourceNotFoundException notFound(Ref ref, Details details) {
		return new ResourceNotFoundException(
				"There is no resource " + ref + " in " + this.type.service() + "/" + this.type.name(),
				details.withStatus(404), null);
	}

}
