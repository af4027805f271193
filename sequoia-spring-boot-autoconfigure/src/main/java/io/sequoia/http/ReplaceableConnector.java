package io.sequoia.http;

import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.resources.ConnectionProvider;

import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpResponse;
import org.springframework.util.function.SingletonSupplier;

/**
 * A pool of connections that can be replaced while calls run. Requests that begin after
 * that use the new one. Requests that have begun continue on the old one, which is closed
 * once none of them waits for a connection or an answer. An answer whose body is still
 * read keeps its own connection until it ends. Thread-safe.
 */
final class ReplaceableConnector implements ClientHttpConnector {

	private final Set<Generation> open = ConcurrentHashMap.newKeySet();

	private volatile Generation current;

	private volatile boolean closed;

	/**
	 * Connect by a pool.
	 * @param pool the pool
	 * @param connector creates the connector for the pool at the first request, so that
	 * event loops and name resolution do not delay the application's start
	 */
	ReplaceableConnector(ConnectionProvider pool, Supplier<ClientHttpConnector> connector) {
		this.current = new Generation(pool, connector);
	}

	@Override
	public Mono<ClientHttpResponse> connect(HttpMethod method, URI uri,
			Function<? super ClientHttpRequest, Mono<Void>> requestCallback) {
		return Exchange.of(this::connectLeased, method, uri, requestCallback);
	}

	private Mono<ClientHttpResponse> connectLeased(HttpMethod method, URI uri,
			Function<? super ClientHttpRequest, Mono<Void>> requestCallback) {
		if (this.closed) {
			// a pool that is closed would open another one, which nothing closes
			return Mono.error(InFlightCalls.closed());
		}
		return Mono.using(this::lease, (leased) -> leased.connector().connect(method, uri, requestCallback),
				Generation::release);
	}

	/**
	 * Let requests that begin from now on use another pool.
	 * @param pool the pool
	 * @param connector creates the connector for the pool at the first request
	 */
	void replace(ConnectionProvider pool, Supplier<ClientHttpConnector> connector) {
		Generation old = this.current;
		this.current = new Generation(pool, connector);
		old.release();
	}

	/**
	 * Close all connections that are not in use; the others are closed after use.
	 * Requests that begin later fail.
	 */
	Mono<Void> close() {
		this.closed = true;
		return Flux.fromIterable(this.open).flatMap((generation) -> generation.pool.disposeLater()).then();
	}

	private Generation lease() {
		Generation leased = this.current;
		while (!leased.lease()) {
			leased = this.current;
		}
		return leased;
	}

	/**
	 * A pool with the number of its holders: its requests, and this connector while the
	 * pool is current.
	 */
	private final class Generation {

		private final ConnectionProvider pool;

		private final SingletonSupplier<ClientHttpConnector> connector;

		private final AtomicInteger holders = new AtomicInteger(1);

		Generation(ConnectionProvider pool, Supplier<ClientHttpConnector> connector) {
			this.pool = pool;
			this.connector = SingletonSupplier.of(connector);
			ReplaceableConnector.this.open.add(this);
		}

		/** Wait for the connector if another thread creates it. */
		ClientHttpConnector connector() {
			return this.connector.obtain();
		}

		boolean lease() {
			return this.holders.getAndUpdate((count) -> (count > 0) ? count + 1 : 0) > 0;
		}

		void release() {
			if (this.holders.decrementAndGet() == 0) {
				this.pool.disposeLater().subscribe();
				ReplaceableConnector.this.open.remove(this);
			}
		}

	}

}
