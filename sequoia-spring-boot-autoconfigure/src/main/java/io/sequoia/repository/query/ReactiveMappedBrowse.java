package io.sequoia.repository.query;

import java.util.List;
import java.util.function.Function;

import io.sequoia.core.ReactiveBrowse;
import io.sequoia.core.ResourcePage;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A reactive browse that converts its resources to another type, in their order.
 *
 * @param browse the browse
 * @param as converts a resource
 * @param <T> the type of the resources
 * @param <R> the type to which they are converted
 */
record ReactiveMappedBrowse<T, R>(ReactiveBrowse<T> browse,
		Function<? super T, Mono<R>> as) implements ReactiveBrowse<R> {

	@Override
	public Mono<ResourcePage<R>> page() {
		return this.browse.page().flatMap(this::mapped);
	}

	@Override
	public Flux<ResourcePage<R>> pages() {
		return this.browse.pages().concatMap(this::mapped, 0);
	}

	@Override
	public Flux<R> flux() {
		return this.browse.flux().concatMap(this.as, 0);
	}

	@Override
	public Mono<List<R>> list() {
		return flux().collectList();
	}

	@Override
	public Mono<R> first() {
		return this.browse.first().flatMap(this.as);
	}

	@Override
	public Mono<R> single() {
		return this.browse.single().flatMap(this.as);
	}

	@Override
	public <L> Flux<L> linked(String relationship, Class<L> type) {
		return this.browse.linked(relationship, type);
	}

	@Override
	public ReactiveBrowse<R> from(String position) {
		return new ReactiveMappedBrowse<>(this.browse.from(position), this.as);
	}

	private Mono<ResourcePage<R>> mapped(ResourcePage<T> page) {
		return Flux.fromIterable(page.resources())
			.concatMap(this.as)
			.collectList()
			.map((resources) -> new MappedPage<>(page, resources));
	}

}
