package io.sequoia.security;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

import io.sequoia.fixture.LocalServer;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;

/**
 * An OAuth2 provider whose users log in by the parameter {@code login}, with the platform
 * for which its tokens are valid.
 */
final class IdentityProvider implements AutoCloseable {

	private final List<String> grants = new CopyOnWriteArrayList<>();

	private final List<String> tokenRequests = new CopyOnWriteArrayList<>();

	private final List<String> calls = new CopyOnWriteArrayList<>();

	private volatile long lifetime = 3600;

	private volatile boolean refusing;

	private volatile Mono<Void> gate = Mono.empty();

	private final DisposableServer server = LocalServer.create()
		.route((routes) -> routes.get("/authorize", this::authorize)
			.post("/token", this::token)
			.get("/me", (request, response) -> json(response, "{\"sub\":\"" + userOf(request) + "\"}"))
			.get("/services/testmock",
					(request, response) -> json(response,
							"{\"services\":[{\"name\":\"metadata\",\"location\":\"" + url() + "\"}]}"))
			.get("/data/contents/{ref}", this::content))
		.bindNow();

	String url() {
		return "http://127.0.0.1:" + this.server.port();
	}

	/** Set the lifetime of tokens from now on, in seconds. */
	void lifetime(long seconds) {
		this.lifetime = seconds;
	}

	/**
	 * Hold back tokens from now on.
	 * @return releases them
	 */
	Runnable hold() {
		Sinks.Empty<Void> held = Sinks.empty();
		this.gate = held.asMono();
		return held::tryEmitEmpty;
	}

	/** Refuse every token and refresh token. */
	void refuse() {
		this.refusing = true;
	}

	/** Return the requested grants, each with its user. */
	List<String> grants() {
		return this.grants;
	}

	/** Return the tokens in these requests. */
	List<String> tokenRequests() {
		return this.tokenRequests;
	}

	/** Return the tokens in calls to the platform. */
	List<String> calls() {
		return this.calls;
	}

	ClientRegistration.Builder registration() {
		return ClientRegistration.withRegistrationId("sso")
			.clientId("application")
			.clientSecret("application-secret")
			.authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
			.redirectUri("{baseUrl}/login/oauth2/code/{registrationId}")
			.authorizationUri(url() + "/authorize")
			.tokenUri(url() + "/token")
			.userInfoUri(url() + "/me")
			.userNameAttributeName("sub");
	}

	@Override
	public void close() {
		this.server.disposeNow();
	}

	private Mono<Void> authorize(HttpServerRequest request, HttpServerResponse response) {
		Map<String, String> query = fields(URI.create(request.uri()).getRawQuery());
		return response
			.sendRedirect(query.get("redirect_uri") + "?code=" + query.get("login") + "&state=" + query.get("state"));
	}

	private Mono<Void> token(HttpServerRequest request, HttpServerResponse response) {
		return request.receive().aggregate().asString().flatMap((body) -> {
			Map<String, String> form = fields(body);
			String grant = form.get("grant_type");
			String user = form.getOrDefault("code", form.getOrDefault("refresh_token", "the application"));
			this.grants.add(grant + " of " + user);
			this.tokenRequests.add(request.requestHeaders().get("Authorization") + " " + body);
			if (this.refusing) {
				return json(response.status(400), "{\"error\":\"invalid_grant\"}");
			}
			return this.gate.then(json(response,
					"{\"access_token\":\"%s.%d\",\"token_type\":\"Bearer\",\"expires_in\":%d,\"refresh_token\":\"%s\"}"
						.formatted(user.replace(' ', '-'), this.grants.size(), this.lifetime, user)));
		});
	}

	private Mono<Void> content(HttpServerRequest request, HttpServerResponse response) {
		this.calls.add(String.valueOf(request.requestHeaders().get("Authorization")));
		return this.refusing ? response.status(401).send()
				: json(response, "{\"meta\":{},\"contents\":[{\"title\":\"for " + userOf(request) + "\"}]}");
	}

	/** Return the user of the token. */
	private static String userOf(HttpServerRequest request) {
		return request.requestHeaders().get("Authorization").replaceAll("^Bearer |\\.\\d+$", "");
	}

	private static Mono<Void> json(HttpServerResponse response, String body) {
		return response.header("Content-Type", "application/json").sendString(Mono.just(body)).then();
	}

	private static Map<String, String> fields(String encoded) {
		return Arrays.stream(encoded.split("&"))
			.map((field) -> field.split("=", 2))
			.collect(Collectors.toMap((field) -> field[0],
					(field) -> URLDecoder.decode(field[1], StandardCharsets.UTF_8)));
	}

}
