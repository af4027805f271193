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

	@Override
	public RequestHeadersUriSpec<?> get() {
		return this.client.obtain().get();
	}

	@Override
	public RequestHeadersUriSpec<?> head() {
		return this.client.obtain().head();
	}

	@Override
	public RequestBodyUriSpec post() {
		return this.client.obtain().post();
	}

	@Override
	public RequestBodyUriSpec put() {
		return this.client.obtain().put();
	}

	@Override
	public RequestBodyUriSpec patch() {
		return this.client.obtain().patch();
	}

	@Override
	public RequestHeadersUriSpec<?> delete() {
		return this.client.obtain().delete();
	}

	@Override
	public RequestHeadersUriSpec<?> options() {
		return this.client.obtain().options();
	}

	@Override
	public RequestBodyUriSpec method(HttpMethod method) {
		return this.client.obtain().method(method);
	}

	@Override
	public Builder mutate() {
		return this.client.obtain().mutate();
	}

}
