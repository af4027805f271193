package io.sequoia.core;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Signal;

/**
 * Follows a chain of pages as they are asked for, and a fixed number ahead: the next page
 * is on its way while the consumer works on this one, and never more than that.
 *
 * @param <P> the kind of page
 */
final class PageSource<P> {

	private final FluxSink<P> sink;

	private final Function<P, Optional<Mono<P>>> following;

	private final int prefetch;

	private final Disposable.Swap running = Disposables.swap();

	private final AtomicInteger steps = new AtomicInteger();

	private volatile long demanded;

	private final AtomicReference<@Nullable Signal<P>> arrived = new AtomicReference<>();

	private @Nullable Mono<P> next;

	private long fetched;

	private long delivered;

	private PageSource(FluxSink<P> sink, Mono<P> first, Function<P, Optional<Mono<P>>> following, int prefetch) {
		this.sink = sink;
		this.next = first;
		this.following = following;
		this.prefetch = prefetch;
	}

	/**
	 * Follow a chain of pages.
	 * @param first fetches the first page
	 * @param following says how to fetch the page that follows a page, if there is one
	 * @param prefetch how many pages to fetch ahead of demand at most
	 * @param <P> the kind of page
	 * @return the pages
	 */
	static <P> Flux<P> follow(Mono<P> first, Function<P, Optional<Mono<P>>> following, int prefetch) {
		return Flux.create((sink) -> {
			PageSource<P> source = new PageSource<>(sink, first, following, prefetch);
			sink.onDispose(source.running);
			sink.onRequest(source::demand);
		});
	}

	private synchronized void addDemand(long count) {
		long sum = this.demanded + count;
		this.demanded = (sum < 0) ? Long.MAX_VALUE : sum;
	}

	private void demand(long count) {
		addDemand(count);
		drive();
	}

	/**
	 * One step at a time, whoever asks: pages leave in order, and one that is there at
	 * once does not deepen the stack.
	 */
	private void drive() {
		if (this.steps.getAndIncrement() != 0) {
			return;
		}
		do {
			Signal<P> arrival = takeArrival();
			P page = (arrival != null) ? arrival.get() : null;
			Optional<Mono<P>> follows = (page != null) ? this.following.apply(page) : Optional.ofNullable(this.next);
			this.next = follows.orElse(null);
			// the next request leaves before the consumer gets to work on this page
			fetchNext();
			if (page != null) {
				this.delivered++;
				this.sink.next(page);
				if (follows.isEmpty()) {
					this.sink.complete();
				}
			}
			else if (arrival != null) {
				this.sink.error(Objects.requireNonNull(arrival.getThrowable()));
			}
		}
		while (this.steps.decrementAndGet() != 0);
	}

	/**
	 * A page is handed on as soon as it is there, a failure only to a consumer who is
	 * done with the pages before it: operators let failures overtake.
	 */
	private @Nullable Signal<P> takeArrival() {
		Signal<P> arrival = this.arrived.get();
		if (arrival == null || (arrival.isOnError() && this.delivered >= this.demanded)) {
			return null;
		}
		this.arrived.set(null);
		return arrival;
	}

	private void fetchNext() {
		Mono<P> page = this.next;
		long ahead = (this.fetched == 0) ? 0 : this.prefetch;
		if (page != null && this.fetched - ahead < this.demanded) {
			this.next = null;
			this.fetched++;
			this.running.update(page.contextWrite(this.sink.contextView())
				.subscribe((fetched) -> arrive(Signal.next(fetched)), (error) -> arrive(Signal.error(error))));
		}
	}

	private void arrive(Signal<P> arrival) {
		this.arrived.set(arrival);
		drive();
	}

}
