package io.sequoia.security;

import io.sequoia.AuthenticationFailedException;
import io.sequoia.Internal;
import io.sequoia.SequoiaFailure.Details;
import io.sequoia.call.Call;
import io.sequoia.http.Correlated;
import io.sequoia.http.FilterOrder;
import io.sequoia.http.RequestFilter;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;

/**
 * Adds the token of the user who is logged in to requests to a registered service. It
 * comes before {@link TokenFilter}, which leaves those requests unchanged and handles the
 * others. After a token was refused with 401 it is not used again, and no other token
 * replaces it, as another identity could have more permissions than the user.
 */
@Internal
public final class UserTokenFilter implements RequestFilter {

	private final UserSession session;

	/**
	 * Create the filter.
	 * @param session knows the user who is logged in
	 */
	public UserTokenFilter(UserSession session) {
		this.session = session;
	}

	@Override
	public FilterOrder order() {
		return FilterOrder.USER_TOKEN;
	}

	@Override
	public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
		if (!(request instanceof LocatedRequest located) || !located.takesToken()) {
			return next.exchange(request);
		}
		return (this.session.login() == null) ? next.exchange(request) : Mono.defer(() -> {
			Login login = this.session.login();
			return (login != null && login.beginRequest())
					? Mono.defer(() -> exchange(located, next, login)).doFinally((signal) -> login.endRequest())
					: next.exchange(request);
		});
	}

	private Mono<ClientResponse> exchange(LocatedRequest request, ExchangeFunction next, Login login) {
		String flaw = this.session.flaw(login);
		if (flaw != null) {
			return Mono.deferContextual((context) -> {
				Call call = Call.of(request.attributes());
				return Mono.error(ended(flaw, (call != null) ? Correlated.details(call, context) : Details.NONE));
			});
		}
		return request.withToken(login.token()).exchange(next).doOnNext((response) -> {
			if (response.statusCode().isSameCodeAs(HttpStatus.UNAUTHORIZED)) {
				login.refuse();
			}
		});
	}

	private static AuthenticationFailedException ended(String flaw, Details details) {
		return new AuthenticationFailedException("Nothing was sent, because the login of the user has ended: " + flaw
				+ "; log in again, or log out to use the authentication of sequoia.auth", details, null);
	}

}
