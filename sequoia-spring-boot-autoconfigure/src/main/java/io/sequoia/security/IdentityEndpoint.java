package io.sequoia.security;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.sequoia.discovery.ServiceRegistry;
import io.sequoia.http.Call;
import io.sequoia.http.SequoiaWebClients;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.util.UriUtils;

/**
 * Single requests to the identity service, beside those of {@link TokenEndpoint}. What
 * holds a secret leaves as bytes: Spring's encoders log what they are given as objects.
 */
final class IdentityEndpoint {

	static final String SERVICE = "identity";

	private static final JsonMapper JSON = JsonMapper.shared();

	private static final byte[] NOTHING = {};

	private final WebClient control;

	private final SequoiaWebClients.Services services;

	private final ServiceRegistry registry;

	private final DefaultReactiveSequoiaIdentity.Settings settings;

	/**
	 * Create the endpoint's client.
	 * @param control sends what proves itself, and carries no token
	 * @param services sends what asks about the token that it carries
	 * @param registry tells where the identity service is
	 * @param settings whose calls
	 */
	IdentityEndpoint(WebClient control, SequoiaWebClients.Services services, ServiceRegistry registry,
			DefaultReactiveSequoiaIdentity.Settings settings) {
		this.control = control;
		this.services = services;
		this.registry = registry;
		this.settings = settings;
	}

	/** The token of a user: by the password grant of a client, or directly. */
	Mono<TokenEndpoint.Answer> token(Call call, String user, String password) {
		ClientCredentialsTokenSource.Settings client = this.settings.client();
		Mono<byte[]> answer;
		if (client != null) {
			Map<String, String> form = fields("grant_type", "password", "username", user, "password", password);
			if (!client.scopes().isEmpty()) {
				form.put("scope", String.join(" ", client.scopes()));
			}
			Mono<URI> uri = (client.tokenUri() != null) ? Mono.just(client.tokenUri()) : uri("/oauth/token");
			answer = uri.flatMap((address) -> post(call, address, "/oauth/token", form(form), this::asClient));
		}
		else {
			answer = postJson(call, "/pauth/token", fields("username", user, "password", password));
		}
		return Mono.deferContextual((context) -> answer.defaultIfEmpty(NOTHING)
			.map((body) -> TokenEndpoint.read(new String(body, StandardCharsets.UTF_8), call.details(context))));
	}

	Mono<Void> revoke(Call call, String token) {
		byte[] form = form(fields("token", token, "token_type_hint", "access_token"));
		return uri("/oauth/revoke").flatMap((uri) -> post(call, uri, "/oauth/revoke", form, this::asClient)).then();
	}

	/** Send what proves itself by a password, or needs no proof. */
	Mono<byte[]> postJson(Call call, String path, Map<String, String> fields) {
		byte[] json = JSON.writeValueAsBytes(fields);
		return uri(path).flatMap(
				(uri) -> post(call, uri, path, json, (headers) -> headers.setContentType(this.settings.contentType())));
	}

	Mono<Access> access(Call call, Collection<String> tenants, Collection<String> actions) {
		String query = parameter("tenants", tenants);
		String more = parameter("actions", actions);
		query = (query.isEmpty() || more.isEmpty()) ? query + more : query + "&" + more;
		Mono<byte[]> answer = get(call, "/pauth/access", query);
		return Mono.deferContextual((context) -> answer.defaultIfEmpty(NOTHING)
			.map((body) -> IdentityAnswers.access(body, call.details(context))));
	}

	Mono<List<Tenant>> tenants(Call call) {
		Mono<byte[]> answer = get(call, "/pauth/tenants", "");
		return Mono.deferContextual((context) -> answer.defaultIfEmpty(NOTHING)
			.map((body) -> IdentityAnswers.tenants(body, call.details(context))));
	}

	static Map<String, String> fields(String... namesAndValues) {
		Map<String, String> fields = new LinkedHashMap<>();
		for (int i = 0; i < namesAndValues.length; i += 2) {
			fields.put(namesAndValues[i], namesAndValues[i + 1]);
		}
		return fields;
	}

	private Mono<URI> uri(String path) {
		return Mono.defer(() -> this.registry.service(this.settings.owner(), SERVICE))
			.map((identity) -> identity.resolve(path));
	}

	private Mono<byte[]> post(Call call, URI uri, String template, byte[] body, Consumer<HttpHeaders> headers) {
		return this.control.post()
			.uri(uri)
			.attributes(call.attribute(template))
			.headers(headers)
			.bodyValue(body)
			.exchangeToMono(SequoiaWebClients::body);
	}

	private Mono<byte[]> get(Call call, String path, String query) {
		return this.services.of(SERVICE)
			.get()
			.uri(URI.create("sequoia://" + SERVICE + path + (query.isEmpty() ? "" : "?" + query)))
			.attributes(call.attribute(path))
			.exchangeToMono(SequoiaWebClients::body);
	}

	private void asClient(HttpHeaders headers) {
		headers.setContentType(MediaType.APPLICATION_FORM_URLENCODED);
		headers.setAccept(List.of(MediaType.APPLICATION_JSON));
		ClientCredentialsTokenSource.@Nullable Settings client = this.settings.client();
		if (client != null) {
			headers.setBasicAuth(client.clientId(), client.clientSecret(), StandardCharsets.UTF_8);
		}
	}

	private static byte[] form(Map<String, String> fields) {
		return fields.entrySet()
			.stream()
			.map((field) -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
			.collect(Collectors.joining("&"))
			.getBytes(StandardCharsets.US_ASCII);
	}

	private static String parameter(String name, Collection<String> values) {
		return values.isEmpty() ? ""
				: values.stream()
					.map((value) -> UriUtils.encode(value, StandardCharsets.UTF_8))
					.collect(Collectors.joining(",", name + "=", ""));
	}

}
