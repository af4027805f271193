package io.sequoia.http;

import java.util.function.Supplier;

import org.springframework.http.HttpMethod;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * A client that is built for its first request, since the codecs of every WebClient take
 * a considerable part of an application's start time. Thread-safe.
 */
final class LazyWebClient implements WebClient {

	private final SingletonSupplier<WebClient> client;

	LazyWebClient(Supplier<WebClient> client) {
		this.client = SingletonSupplier.of(client);
	}

	/** Wait for the client if another thread builds it. */
	private WebClient client() {
		return this.client.obtain();
	}

	@Override
	public RequestHeadersUriSpec<?> get() {
		return client().get();
	}

	@Override
	public RequestHeadersUriSpec<?> head() {
		return client().head();
	}

	@Override
	public RequestBodyUriSpec post() {
		return client().post();
	}

	@Override
	public RequestBodyUriSpec put() {
		return client().put();
	}

	@Override
	public RequestBodyUriSpec patch() {
		return client().patch();
	}

	@Override
	public RequestHeadersUriSpec<?> delete() {
		return client().delete();
	}

	@Override
	public RequestHeadersUriSpec<?> options() {
		return client().options();
	}

	@Override
	public RequestBodyUriSpec method(HttpMethod method) {
		return client().method(method);
	}

	@Override
	public Builder mutate() {
		return client().mutate();
	}

}
