package io.sequoia.security;

import java.net.URI;
import java.util.Map;
import java.util.function.Consumer;

import io.sequoia.ContextValues;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.BodyInserter;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.ExchangeStrategies;

/**
 * A request at the location of its service, the only kind to which a token is added. It
 * avoids copies of the request, which cost more than anything else before it is sent.
 */
final class LocatedRequest implements ClientRequest {

	private final ClientRequest request;

	private final URI url;

	private final @Nullable String token;

	private LocatedRequest(ClientRequest request, URI url, @Nullable String token) {
		this.request = request;
		this.url = url;
		this.token = token;
	}

	/** Create a request to a registered service. */
	static LocatedRequest at(URI url, ClientRequest request) {
		return new LocatedRequest(request, url, null);
	}

	/** Create a copy with a token, in place of the one that it may have. */
	LocatedRequest withToken(String token) {
		return new LocatedRequest(this.request, this.url, token);
	}

	/**
	 * Tell whether a token may be added, that is, whether neither a filter nor the caller
	 * has set one.
	 */
	boolean takesToken() {
		return this.token == null && !this.request.headers().containsHeader(HttpHeaders.AUTHORIZATION);
	}

	@Nullable String token() {
		return this.token;
	}

	/**
	 * Send the request, and record its token in the {@link SentToken} of a caller that
	 * wants to know it.
	 */
	Mono<ClientResponse> exchange(ExchangeFunction next) {
		return Mono.deferContextual((context) -> {
			SentToken asked = ContextValues.find(context, SentToken.class);
			if (asked != null && this.token != null) {
				asked.remember(this.token);
			}
			return next.exchange(this);
		});
	}

	@Override
	public HttpMethod method() {
		return this.request.method();
	}

	@Override
	public URI url() {
		return this.url;
	}

	@Override
	public HttpHeaders headers() {
		if (this.token == null) {
			return this.request.headers();
		}
		HttpHeaders headers = new HttpHeaders();
		headers.addAll(this.request.headers());
		headers.setBearerAuth(this.token);
		return HttpHeaders.readOnlyHttpHeaders(headers);
	}

	@Override
	public MultiValueMap<String, String> cookies() {
		return this.request.cookies();
	}

	@Override
	public BodyInserter<?, ? super ClientHttpRequest> body() {
		return this.request.body();
	}

	@Override
	public Map<String, Object> attributes() {
		return this.request.attributes();
	}

	@Override
	public @Nullable Consumer<ClientHttpRequest> httpRequest() {
		return this.request.httpRequest();
	}

	@Override
	public String logPrefix() {
		return this.request.logPrefix();
	}

	@Override
	public Mono<Void> writeTo(ClientHttpRequest wire, ExchangeStrategies strategies) {
		if (this.token != null) {
			wire.getHeaders().setBearerAuth(this.token);
		}
		return this.request.writeTo(wire, strategies);
	}

}
