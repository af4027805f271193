package io.sequoia.core;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.sequoia.call.Call;
import io.sequoia.core.ServiceExchange.Answer;
import io.sequoia.core.ServiceExchange.Request;
import io.sequoia.core.mapping.Envelope;
import io.sequoia.core.mapping.PageMeta.LinkedRequest;
import io.sequoia.http.Correlated;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.ResolvableType;
import org.springframework.http.HttpMethod;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Fetches the further pages of included resources, which did not fit into the page that
 * includes them (docs/protocol.md, section 7). Each chain is followed to its end, and no
 * page is fetched twice.
 */
final class LinkedPages {

	private final SequoiaEngine engine;

	private final Call call;

	private final RequestOptions options;

	LinkedPages(SequoiaEngine engine, Call call, RequestOptions options) {
		this.engine = engine;
		this.call = call;
		this.options = options;
	}

	/**
	 * Fetch all resources that a page includes, those in it and those on further pages.
	 * @param page the page
	 * @param relationship the name under which they are included
	 * @param type their type
	 * @param <L> the type
	 * @return the resources, fetched on demand
	 */
	<L> Flux<L> of(DefaultResourcePage<?> page, String relationship, Class<L> type) {
		return Flux.defer(() -> {
			List<L> within = page.linked(relationship, type);
			List<LinkedRequest> requests = page.linkedRequests(relationship);
			SeenLinks seen = new SeenLinks();
			List<String> unfetched = unfetched(requests, seen);
			return Flux.concat(Flux.fromIterable(within),
					Flux.fromIterable(unfetched).concatMap((link) -> chain(link, seen, type), 1));
		});
	}

	/**
	 * Return the links to the pages of an inclusion that are not in the answer.
	 * @param requests the requests by which the server found the included resources
	 */
	static List<String> unfetched(List<LinkedRequest> requests) {
		return unfetched(requests, new SeenLinks());
	}

	private static List<String> unfetched(List<LinkedRequest> requests, SeenLinks seen) {
		requests.forEach((request) -> seen.add(position(request.request())));
		List<String> unfetched = new ArrayList<>();
		for (LinkedRequest request : requests) {
			if (request.next() != null && seen.add(position(request.next()))) {
				unfetched.add(request.next());
			}
		}
		return unfetched;
	}

	private <L> Flux<L> chain(String link, SeenLinks seen, Class<L> type) {
		Flux<Envelope<L>> pages = PageSource.follow(new PageSource.Chain<Envelope<L>>() {

			@Override
			public Mono<Envelope<L>> fetch(@Nullable String next, Consumer<String> announce) {
				return LinkedPages.this.fetch((next != null) ? next : link, type);
			}

			@Override
			public @Nullable String next(Envelope<L> page) {
				String next = page.meta().next();
				return (next != null && seen.add(position(next))) ? next : null;
			}

		}, 0);
		return limited(pages).concatMapIterable(Envelope::resources, 1);
	}

	private <L> Flux<Envelope<L>> limited(Flux<Envelope<L>> pages) {
		return Flux.deferContextual((context) -> {
			EmptyPages emptyPages = new EmptyPages(this.engine.settings().maxEmptyPages());
			return pages.doOnNext((page) -> emptyPages.take(page.resources().isEmpty(), page.meta().next(),
					Correlated.details(this.call, context)));
		});
	}

	private <L> Mono<Envelope<L>> fetch(String link, Class<L> type) {
		return this.engine.scope()
			.step(this.engine.read(this.call, this.options,
					() -> Mono.deferContextual((context) -> this.engine.exchange()
						.registration(this.call.owner(), this.call.service())
						.map((service) -> PageLinks.below(service.location(), link, this.call.owner(),
								Correlated.details(this.call, context)))
						.flatMap((path) -> fetchPath(path, type)))));
	}

	private <L> Mono<Envelope<L>> fetchPath(String path, Class<L> type) {
		String collection = UriComponentsBuilder.fromUriString(path)
			.build()
			.getPathSegments()
			.stream()
			.reduce("", (previous, segment) -> segment.contains(":") ? previous : segment);
		ServiceExchange exchange = this.engine.exchange();
		return exchange.resource(this.call.owner(), this.call.service(), collection).flatMap((resource) -> {
			Request request = Request.of(HttpMethod.GET, this.call, path, resource.collectionPath());
			return exchange.<L>read(request, this.options, resource, ResolvableType.forClass(type), true)
				.map(Answer::envelope)
				.doOnNext((page) -> new Attachments(this.engine, this.options).included(page.resources()))
				.doOnNext(
						(page) -> this.engine.scope().page(this.call, resource.pluralName(), page.resources().size()));
		});
	}

	/**
	 * Return the part of a link that distinguishes the pages of a chain: the value of
	 * {@code continue}, or the whole link if there is none.
	 */
	private static String position(String link) {
		String position = PageLinks.parameter(link, "continue");
		return (position != null) ? position : link;
	}

}
