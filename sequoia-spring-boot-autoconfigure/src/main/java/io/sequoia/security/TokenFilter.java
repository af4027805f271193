package io.sequoia.security;

import java.util.Optional;

import io.sequoia.http.Call;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;

/**
 * Adds the token to requests that go to a registered service, and to no others. A token
 * that is refused with 401, whatever the answer's {@code WWW-Authenticate} says, is
 * replaced, and the request is sent once more (RELIABILITY 1, promise 3).
 */
public final class TokenFilter implements ExchangeFilterFunction {

	private final SequoiaTokenSource tokens;

	/**
	 * Create the filter.
	 * @param tokens gives the tokens
	 */
	public TokenFilter(SequoiaTokenSource tokens) {
		this.tokens = tokens;
	}

	@Override
	public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
		Call call = Call.of(request);
		if (call == null || !takesToken(request)) {
			return next.exchange(request);
		}
		String owner = call.owner();
		return this.tokens.token(owner)
			.map(Optional::of)
			.defaultIfEmpty(Optional.empty())
			.flatMap((token) -> token.isPresent() ? exchange(request, next, owner, token.get())
					: next.exchange(request));
	}

	private Mono<ClientResponse> exchange(ClientRequest request, ExchangeFunction next, String owner, String token) {
		return next.exchange(authorized(request, token)).flatMap((response) -> {
			if (!response.statusCode().isSameCodeAs(HttpStatus.UNAUTHORIZED) || !this.tokens.isRenewable()) {
				return Mono.just(response);
			}
			this.tokens.refused(owner, token);
			// the connection is given back before a token is waited for
			return response.releaseBody()
				.then(this.tokens.token(owner))
				.flatMap((fresh) -> next.exchange(authorized(request, fresh)))
				.switchIfEmpty(Mono.fromSupplier(() -> response.mutate().body(Flux.empty()).build()));
		});
	}

	/** Whether a request goes to a registered service and has no token yet. */
	static boolean takesToken(ClientRequest request) {
		return ServiceLocationFilter.located(request.attributes()) != null
				&& !request.headers().containsHeader(HttpHeaders.AUTHORIZATION);
	}

	static ClientRequest authorized(ClientRequest request, String token) {
		return ClientRequest.from(request).headers((headers) -> headers.setBearerAuth(token)).build();
	}

}
