package io.sequoia.identity;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;

import io.sequoia.AuthenticationFailedException;
import io.sequoia.Internal;
import io.sequoia.OutcomeUnknownException;
import io.sequoia.call.Call;
import io.sequoia.core.SequoiaEngine;
import io.sequoia.http.Correlated;
import io.sequoia.http.SequoiaWebClients;
import io.sequoia.security.ClientCredentials;
import io.sequoia.security.Login;
import io.sequoia.security.TokenAnswer;
import io.sequoia.security.UserSession;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.MediaType;
import org.springframework.util.Assert;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * The identity operations on WebClient. Thread-safe.
 */
@Internal
public class DefaultReactiveSequoiaIdentity implements ReactiveSequoiaIdentity {

	private final IdentityEndpoint endpoint;

	private final UserSession session;

	private final SequoiaEngine engine;

	private final Settings settings;

	/**
	 * Create the operations.
	 * @param control the client for registry and identity service, which locates services
	 * and applies no token
	 * @param services the clients for services, which apply the token
	 * @param session holds the login; the same object as in the services' clients
	 * @param engine runs the calls
	 * @param settings the settings of all calls
	 */
	public DefaultReactiveSequoiaIdentity(WebClient control, SequoiaWebClients.Services services, UserSession session,
			SequoiaEngine engine, Settings settings) {
		this.endpoint = new IdentityEndpoint(control, services, settings);
		this.session = session;
		this.engine = engine;
		this.settings = settings;
	}

	@Override
	public Mono<Void> login(String user, String password) {
		Assert.hasText(user, "user must not be empty");
		Assert.hasLength(password, "password must not be empty");
		return Mono.defer(() -> {
			int logouts = this.session.logouts();
			Call call = call(Call.LOGIN);
			return this.engine.run(call, true, this.endpoint.token(call, user, password))
				.flatMap((token) -> this.session.begin(token, logouts) ? loggedIn(token) : loggedOut(call, token));
		});
	}

	private Mono<Void> loggedIn(TokenAnswer token) {
		return Mono.deferContextual((context) -> {
			this.session.learnLifetime(token,
					access().flatMap((access) -> Mono.justOrEmpty(access.expiresAt()))
						.map((end) -> Duration.between(Instant.now(), end))
						.contextWrite(context));
			return Mono.empty();
		});
	}

	/** Revoke a token that arrived after a logout. */
	private Mono<Void> loggedOut(Call login, TokenAnswer token) {
		return Mono.deferContextual((context) -> {
			RuntimeException failure = new AuthenticationFailedException(
					"The user is not logged in: a logout happened before the login was complete",
					Correlated.details(login, context), null);
			return revoke(token.value()).onErrorResume((error) -> {
				failure.addSuppressed(error);
				return Mono.empty();
			}).then(Mono.error(failure));
		});
	}

	@Override
	public Mono<Void> logout() {
		return Mono.defer(() -> {
			Login ended = this.session.end();
			return (ended == null) ? Mono.empty()
					: ended.end()
						.timeout(this.settings.responseTimeout(), Mono.empty())
						.then(Mono.defer(() -> revoke(ended.token())));
		});
	}

	private Mono<Void> revoke(String token) {
		Call call = call("logout");
		return this.engine.run(call, true, this.endpoint.revoke(call, token));
	}

	@Override
	public Mono<Boolean> isAuthenticated() {
		return Mono.fromSupplier(this.session::isLoggedIn);
	}

	@Override
	public Mono<Access> access(Collection<String> tenants, Collection<String> actions) {
		checkList(tenants, "tenants");
		checkList(actions, "actions");
		Call call = call("access");
		return this.engine.run(call, true, this.endpoint.access(call, tenants, actions));
	}

	@Override
	public Flux<Tenant> tenants() {
		Call call = call("tenants");
		return this.engine.run(call, true, this.endpoint.tenants(call)).flatMapIterable((tenants) -> tenants);
	}

	@Override
	public Mono<Void> changePassword(String username, String password, String newPassword) {
		Assert.hasLength(password, "password must not be empty");
		return change("password", username, password, newPassword);
	}

	@Override
	public Mono<Void> resetPassword(String username, String resetToken, String newPassword) {
		Assert.hasLength(resetToken, "resetToken must not be empty");
		return change("resetToken", username, resetToken, newPassword);
	}

	private Mono<Void> change(String kind, String username, String proof, String newPassword) {
		Assert.hasText(username, "username must not be empty");
		Assert.hasLength(newPassword, "newPassword must not be empty");
		return once(Call.PASSWORD, "/pauth/passwords",
				IdentityEndpoint.fields("username", username, kind, proof, "newPassword", newPassword),
				"It is unknown whether the password was changed; try to log in with the new one");
	}

	@Override
	public Mono<Void> requestPasswordReset(String username) {
		Assert.hasText(username, "username must not be empty");
		return once("request-password-reset", "/pauth/password-resets", IdentityEndpoint.fields("username", username),
				"It is unknown whether the reset was started; if the user gets no message, repeat it");
	}

	/** Make a call that must not be repeated. */
	private Mono<Void> once(String operation, String path, Map<String, String> fields, String unknown) {
		Call call = call(operation);
		return this.engine.run(call, false, this.endpoint.postJson(call, path, fields))
			.onErrorMap(OutcomeUnknownException.class, (error) -> {
				Throwable cause = (error.getCause() != null) ? error.getCause() : error;
				return new OutcomeUnknownException(unknown + ": " + cause.getMessage(), error.details(), error.refs(),
						cause);
			})
			.then();
	}

	private Call call(String operation) {
		return new Call(Call.IDENTITY, null, operation, this.settings.owner());
	}

	private static void checkList(Collection<String> values, String name) {
		int index = 0;
		for (String value : values) {
			String at = name + "[" + index++ + "]";
			Assert.hasText(value, () -> at + " must not be empty");
			Assert.isTrue(!value.contains(","),
					() -> at + " must not contain a comma, because commas separate the values");
		}
	}

	/**
	 * The settings of all calls.
	 *
	 * @param owner the tenant whose registry lists the identity service
	 * @param contentType the media type of bodies
	 * @param responseTimeout the longest time for an answer
	 * @param client the client in whose name users log in, or {@code null} if there is
	 * none
	 */
	public record Settings(String owner, MediaType contentType, Duration responseTimeout,
			@Nullable ClientCredentials client) {
	}

}
