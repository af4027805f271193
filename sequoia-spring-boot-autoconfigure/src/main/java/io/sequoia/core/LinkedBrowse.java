package io.sequoia.core;

import java.util.List;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.dao.EmptyResultDataAccessException;

/**
 * A browse of related resources, whose criteria are known once its service was asked.
 *
 * @param <L> the type of the resources
 */
final class LinkedBrowse<L> implements ReactiveBrowse<L> {

	private final Mono<ReactiveBrowse<L>> browse;

	/**
	 * Create the browse.
	 * @param browse finds the resources; empty if there are none
	 */
	LinkedBrowse(Mono<ReactiveBrowse<L>> browse) {
		this.browse = browse;
	}

	@Override
	public Mono<ResourcePage<L>> page() {
		return this.browse.flatMap(ReactiveBrowse::page).switchIfEmpty(Mono.fromSupplier(EmptyPage::new));
	}

	@Override
	public Flux<ResourcePage<L>> pages() {
		return this.browse.flatMapMany(ReactiveBrowse::pages).switchIfEmpty(Mono.fromSupplier(EmptyPage::new));
	}

	@Override
	public Flux<L> flux() {
		return this.browse.flatMapMany(ReactiveBrowse::flux);
	}

	@Override
	public Mono<List<L>> list() {
		return this.browse.flatMap(ReactiveBrowse::list).defaultIfEmpty(List.of());
	}

	@Override
	public Mono<L> first() {
		return this.browse.flatMap(ReactiveBrowse::first);
	}

	@Override
	public Mono<L> single() {
		return this.browse.flatMap(ReactiveBrowse::single)
			.switchIfEmpty(Mono.error(
					() -> new EmptyResultDataAccessException("There is no resource, but exactly one is expected", 1)));
	}

	@Override
	public <M> Flux<M> linked(String relationship, Class<M> type) {
		return this.browse.flatMapMany((found) -> found.linked(relationship, type));
	}

	@Override
	public ReactiveBrowse<L> from(String position) {
		return new LinkedBrowse<>(this.browse.map((found) -> found.from(position)));
	}

}
