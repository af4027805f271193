package io.sequoia.security;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

import io.sequoia.AuthenticationFailedException;
import io.sequoia.Internal;
import io.sequoia.SequoiaFailure;
import io.sequoia.SequoiaFailure.Details;
import io.sequoia.http.Correlated;
import io.sequoia.http.SingleFlight;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.oauth2.client.ClientAuthorizationRequiredException;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * The token of the user in whose name a call is made, from the application's own OAuth2
 * login. Spring Security keeps it and refreshes it if there is a refresh token. The user
 * is that of the caller's Reactor context, or else that of the thread that begins the
 * call. Without a user nothing is sent; the user is never replaced by another identity. A
 * 401 is final. Thread-safe.
 */
@Internal
public class AuthorizedClientTokenSource implements SequoiaTokenSource {

	private final String registrationId;

	private final Function<OAuth2AuthorizeRequest, Mono<OAuth2AuthorizedClient>> manager;

	private final Supplier<SecurityContext> threads;

	/** The running refreshes, so that simultaneous calls of one user cause one. */
	private final Map<Authentication, Mono<OAuth2AuthorizedClient>> running = new ConcurrentHashMap<>();

	/**
	 * Create the source.
	 * @param registrationId the client registration with which users log in
	 * @param manager returns the authorized client of a user, without blocking; the
	 * request has the servlet request and response as attributes, by the names of their
	 * types, if the call is made while one is served
	 * @param threads returns the context of Spring Security that the current thread has
	 */
	public AuthorizedClientTokenSource(String registrationId,
			Function<OAuth2AuthorizeRequest, Mono<OAuth2AuthorizedClient>> manager, Supplier<SecurityContext> threads) {
		this.registrationId = registrationId;
		this.manager = manager;
		this.threads = threads;
	}

	@Override
	public Mono<String> token(String owner) {
		return Mono.deferContextual((context) -> {
			Details details = Correlated.details(TokenEndpoint.call(owner), context);
			return ReactiveSecurityContextHolder.getContext()
				.flatMap((security) -> Mono.justOrEmpty(security.getAuthentication()))
				.filter((user) -> user.isAuthenticated() && !(user instanceof AnonymousAuthenticationToken))
				.switchIfEmpty(Mono.error(() -> failure("no user is logged in", details, null)))
				.flatMap((user) -> authorize(user, context))
				.map((client) -> client.getAccessToken().getTokenValue())
				.switchIfEmpty(Mono.error(() -> failure("the login of the user returned no token", details, null)))
				.onErrorMap((error) -> !(error instanceof SequoiaFailure), (error) -> failure(error, details));
		});
	}

	private Mono<OAuth2AuthorizedClient> authorize(Authentication user, ContextView context) {
		return this.running.computeIfAbsent(user, (key) -> {
			OAuth2AuthorizeRequest.Builder request = OAuth2AuthorizeRequest
				.withClientRegistrationId(this.registrationId)
				.principal(user);
			RequestAttributes served = context.getOrDefault(RequestAttributes.class, null);
			if (served != null) {
				Servlets.add(served, request);
			}
			// a refresh without an end must not block its user for ever
			return SingleFlight.limited(this.manager.apply(request.build()))
				.doFinally((signal) -> this.running.remove(user))
				.cache();
		});
	}

	@Override
	public void refused(String owner, String token) {
		// only the user can get another one
	}

	@Override
	public boolean isRenewable() {
		return false;
	}

	@Override
	public ContextView caller(ContextView caller) {
		// a thread that must not block serves many callers in turn, so its context is
		// ignored
		if (caller.hasKey(SecurityContext.class) || Schedulers.isInNonBlockingThread()) {
			return Context.empty();
		}
		Authentication user = this.threads.get().getAuthentication();
		Context known = (user != null) ? ReactiveSecurityContextHolder.withAuthentication(user) : Context.empty();
		RequestAttributes served = RequestContextHolder.getRequestAttributes();
		return (served != null) ? known.put(RequestAttributes.class, served) : known;
	}

	private AuthenticationFailedException failure(Throwable error, Details details) {
		if (error instanceof ClientAuthorizationRequiredException required) {
			// Spring Security's filters handle this exception and send the user to the
			// login
			return failure("the user has not logged in with it", details, required);
		}
		// no cause: its message may quote the identity provider's answer
		return failure((error instanceof OAuth2AuthorizationException known)
				? "the user has to log in again (" + known.getError().getErrorCode() + ")"
				: "it could not be looked up (" + error.getClass().getSimpleName() + ")", details, null);
	}

	private AuthenticationFailedException failure(String reason, Details details, @Nullable Throwable cause) {
		return new AuthenticationFailedException("Nothing was sent, because there is no token of a user for the"
				+ " client registration '" + this.registrationId + "': " + reason, details, cause);
	}

	/** Access to the servlet request. Loaded in servlet applications only. */
	private static final class Servlets {

		private Servlets() {
		}

		static void add(RequestAttributes served, OAuth2AuthorizeRequest.Builder request) {
			if (served instanceof ServletRequestAttributes servlet) {
				request.attribute(HttpServletRequest.class.getName(), servlet.getRequest());
				HttpServletResponse response = servlet.getResponse();
				if (response != null) {
					request.attribute(HttpServletResponse.class.getName(), response);
				}
			}
		}

	}

}
