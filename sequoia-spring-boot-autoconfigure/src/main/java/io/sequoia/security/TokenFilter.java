package io.sequoia.security;

import io.sequoia.Internal;
import io.sequoia.call.Call;
import io.sequoia.http.FilterOrder;
import io.sequoia.http.OutgoingBody;
import io.sequoia.http.RequestFilter;
import io.sequoia.http.SequoiaWebClients;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;

/**
 * Adds the token to requests to a registered service, and to no others. A token that is
 * refused with 401 is replaced, regardless of the answer's {@code WWW-Authenticate}, and
 * the request is sent once more, unless its body was a stream.
 */
@Internal
public final class TokenFilter implements RequestFilter {

	private final SequoiaTokenSource tokens;

	/**
	 * Create the filter.
	 * @param tokens returns the tokens
	 */
	public TokenFilter(SequoiaTokenSource tokens) {
		this.tokens = tokens;
	}

	@Override
	public FilterOrder order() {
		return FilterOrder.TOKEN;
	}

	@Override
	public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
		Call call = Call.of(request.attributes());
		if (call == null || !(request instanceof LocatedRequest located) || !located.takesToken()) {
			return next.exchange(request);
		}
		String known = this.tokens.known(call.owner());
		if (known != null) {
			return exchange(located.withToken(known), next, call.owner());
		}
		return this.tokens.token(call.owner())
			.map(located::withToken)
			.defaultIfEmpty(located)
			.flatMap((authorized) -> exchange(authorized, next, call.owner()));
	}

	private Mono<ClientResponse> exchange(LocatedRequest request, ExchangeFunction next, String owner) {
		Mono<ClientResponse> answer = request.exchange(next);
		String token = request.token();
		if (token == null || !this.tokens.isRenewable()) {
			return answer;
		}
		return answer.flatMap((response) -> {
			if (!response.statusCode().isSameCodeAs(HttpStatus.UNAUTHORIZED)) {
				return Mono.just(response);
			}
			this.tokens.refused(owner, token);
			if (OutgoingBody.isSpent(request)) {
				return Mono.just(response);
			}
			// the connection is freed before the wait for a token
			return SequoiaWebClients.drain(response)
				.then(this.tokens.token(owner))
				.flatMap((fresh) -> request.withToken(fresh).exchange(next))
				.switchIfEmpty(Mono.fromSupplier(() -> response.mutate().body(Flux.empty()).build()));
		});
	}

}
