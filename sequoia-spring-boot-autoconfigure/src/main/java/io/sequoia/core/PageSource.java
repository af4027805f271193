package io.sequoia.core;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;

/**
 * Follows a chain of pages on demand and a fixed number of pages ahead. The next page is
 * requested as soon as its link is known, while the current one is still received or
 * processed.
 *
 * @param <P> the type of the pages
 */
final class PageSource<P> {

	/**
	 * The limit on the pages that wait in memory for an earlier one, if the consumer
	 * demands all pages at once; as many as can be fetched ahead.
	 */
	private static final int MAX_WAITING = 10;

	private final FluxSink<P> sink;

	private final Chain<P> chain;

	private final int prefetch;

	private final Disposable.Composite running = Disposables.composite();

	private final AtomicInteger steps = new AtomicInteger();

	/** The pages that were requested and not yet delivered, in order. */
	private final Deque<Fetch> pending = new ArrayDeque<>();

	private volatile long demanded;

	private long begun;

	private long delivered;

	/** The link after the latest page, once it is known. */
	private @Nullable String next;

	private PageSource(FluxSink<P> sink, Chain<P> chain, int prefetch) {
		this.sink = sink;
		this.chain = chain;
		this.prefetch = prefetch;
	}

	/**
	 * Follow a chain of pages.
	 * @param chain the chain
	 * @param prefetch the largest number of pages to fetch ahead of demand
	 * @param <P> the type of the pages
	 * @return the pages
	 */
	static <P> Flux<P> follow(Chain<P> chain, int prefetch) {
		return Flux.create((sink) -> {
			PageSource<P> source = new PageSource<>(sink, chain, prefetch);
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
	 * Do one step at a time on any thread: pages are delivered in order, and a page that
	 * is available at once does not deepen the stack.
	 */
	private void drive() {
		if (this.steps.getAndIncrement() != 0) {
			return;
		}
		do {
			this.pending.stream().filter(Fetch::hasNews).toList().forEach(this::learn);
			// the next request is sent before the consumer processes this page
			beginNext();
			deliver();
			beginNext();
		}
		while (this.steps.decrementAndGet() != 0);
	}

	/**
	 * Take the link to the next page from the complete page, as a repeated attempt may
	 * have announced another one.
	 */
	private void learn(Fetch fetch) {
		P page = fetch.page;
		String link = (page != null) ? this.chain.next(page) : fetch.announced;
		fetch.settled = page != null;
		if (fetch.followed != null && !fetch.followed.equals(link)) {
			while (this.pending.getLast() != fetch) {
				this.pending.removeLast().dispose();
				this.begun--;
			}
			fetch.followed = null;
		}
		if (fetch == this.pending.getLast()) {
			this.next = link;
		}
		fetch.last = fetch.settled && link == null;
	}

	private void beginNext() {
		long ahead = (this.begun == 0) ? 0 : this.prefetch;
		boolean wanted = this.begun - ahead < this.demanded && this.pending.size() <= MAX_WAITING;
		if (wanted && (this.begun == 0 || this.next != null)) {
			String link = this.next;
			this.next = null;
			if (!this.pending.isEmpty()) {
				this.pending.getLast().followed = link;
			}
			Fetch fetch = new Fetch();
			this.begun++;
			this.pending.add(fetch);
			fetch.begin(link);
		}
	}

	/**
	 * Deliver the next page as soon as it is there. A failure is delivered only when the
	 * consumer has requested more, since operators let failures overtake pages.
	 */
	private void deliver() {
		Fetch fetch = this.pending.peekFirst();
		while (fetch != null && fetch.settled) {
			this.pending.removeFirst();
			this.delivered++;
			this.sink.next(Objects.requireNonNull(fetch.page));
			if (fetch.last) {
				this.sink.complete();
			}
			fetch = this.pending.peekFirst();
		}
		if (fetch != null && fetch.failure != null && this.delivered < this.demanded) {
			this.sink.error(fetch.failure);
		}
	}

	/**
	 * A chain of pages.
	 *
	 * @param <P> the type of the pages
	 */
	interface Chain<P> {

		/**
		 * Fetch a page.
		 * @param link the link to it, {@code null} for the first one
		 * @param announce takes the link to the page after it, if that is known before
		 * the page is there
		 * @return the page
		 */
		Mono<P> fetch(@Nullable String link, Consumer<String> announce);

		/**
		 * Return the link to the next page.
		 * @param page the page
		 * @return the link, or {@code null} if it is the last one
		 */
		@Nullable String next(P page);

	}

	/** A page in flight. */
	private final class Fetch {

		private final Disposable.Swap subscription = Disposables.swap();

		private volatile @Nullable String announced;

		private volatile @Nullable P page;

		private volatile @Nullable Throwable failure;

		private @Nullable String followed;

		private boolean settled;

		private boolean last;

		void begin(@Nullable String link) {
			PageSource.this.running.add(this.subscription);
			this.subscription.update(Mono.defer(() -> PageSource.this.chain.fetch(link, this::announce))
				.contextWrite(PageSource.this.sink.contextView())
				.subscribe(this::arrive, this::fail));
		}

		void dispose() {
			this.subscription.dispose();
		}

		boolean hasNews() {
			return !this.settled && (this.page != null || this.announced != null && this.followed == null);
		}

		private void announce(String link) {
			this.announced = link;
			drive();
		}

		private void arrive(P arrived) {
			this.page = arrived;
			PageSource.this.running.remove(this.subscription);
			drive();
		}

		private void fail(Throwable error) {
			this.failure = error;
			drive();
		}

	}

}
