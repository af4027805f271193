package io.sequoia.identity;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.sequoia.SequoiaFailure.Details;
import io.sequoia.call.Call;
import io.sequoia.http.Correlated;
import io.sequoia.http.SentSecrets;
import io.sequoia.http.SequoiaWebClients;
import io.sequoia.http.TokenRefusal;
import io.sequoia.security.ClientCredentials;
import io.sequoia.security.TokenAnswer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.util.UriUtils;

/**
 * Sends single requests to the identity service, except those for the token of the
 * application. Bodies with secrets are written as bytes, since Spring's encoders log the
 * objects that they encode.
 */
final class IdentityEndpoint {

	private static final JsonMapper JSON = JsonMapper.shared();

	private static final byte[] NOTHING = {};

	private static final Set<String> SECRET_FIELDS = Set.of("password", "newPassword", "resetToken", "token");

	private final WebClient control;

	private final SequoiaWebClients.Services services;

	private final DefaultReactiveSequoiaIdentity.Settings settings;

	/**
	 * Create the endpoint's client.
	 * @param control sends requests without a token, which are authenticated by their
	 * content or not at all
	 * @param services sends requests about the token that they carry
	 * @param settings the settings of all calls
	 */
	IdentityEndpoint(WebClient control, SequoiaWebClients.Services services,
			DefaultReactiveSequoiaIdentity.Settings settings) {
		this.control = control;
		this.services = services;
		this.settings = settings;
	}

	/** Get the token of a user: by the password grant of a client, or directly. */
	Mono<TokenAnswer> token(Call call, String user, String password) {
		ClientCredentials client = this.settings.client();
		return (client == null)
				? token(call, List.of(password),
						postJson(call, "/pauth/token", fields("username", user, "password", password)))
				: client.use(TokenRefusal::isOfTheClient, (used) -> {
					Map<String, String> form = fields("grant_type", "password", "username", user, "password", password);
					if (!used.scopes().isEmpty()) {
						form.put("scope", String.join(" ", used.scopes()));
					}
					URI own = used.tokenUri();
					return token(call, Stream.concat(Stream.of(password), used.secrets().stream()).toList(),
							postForm(call, (own != null) ? own : uri("/oauth/token"), form, used));
				});
	}

	private static Mono<TokenAnswer> token(Call call, List<String> secrets, Mono<byte[]> answer) {
		return read(call, answer, (body, details) -> TokenAnswer.read(body, details, true, secrets));
	}

	Mono<Void> revoke(Call call, String token) {
		Map<String, String> form = fields("token", token, "token_type_hint", "access_token");
		ClientCredentials client = this.settings.client();
		Mono<byte[]> answer = (client == null) ? postForm(call, uri("/oauth/revoke"), form, null)
				: client.use(TokenRefusal::isOfTheClient, (used) -> postForm(call, uri("/oauth/revoke"), form, used));
		return answer.then();
	}

	/**
	 * Send a request that is authenticated by a password in it, or that needs no
	 * authentication.
	 */
	Mono<byte[]> postJson(Call call, String path, Map<String, String> fields) {
		return post(call, uri(path), fields, JSON.writeValueAsBytes(fields),
				(headers) -> headers.setContentType(this.settings.contentType()));
	}

	Mono<Access> access(Call call, Collection<String> tenants, Collection<String> actions) {
		String query = Stream.of(parameter("tenants", tenants), parameter("actions", actions))
			.filter((parameter) -> !parameter.isEmpty())
			.collect(Collectors.joining("&"));
		return read(call, get(call, "/pauth/access", query), IdentityAnswers::access);
	}

	Mono<List<Tenant>> tenants(Call call) {
		return read(call, get(call, "/pauth/tenants", ""), IdentityAnswers::tenants);
	}

	static Map<String, String> fields(String... namesAndValues) {
		Map<String, String> fields = new LinkedHashMap<>();
		for (int i = 0; i < namesAndValues.length; i += 2) {
			fields.put(namesAndValues[i], namesAndValues[i + 1]);
		}
		return fields;
	}

	private static URI uri(String pathAndQuery) {
		return URI.create("sequoia://" + Call.IDENTITY + pathAndQuery);
	}

	private Mono<byte[]> postForm(Call call, URI uri, Map<String, String> fields,
			ClientCredentials.@Nullable Settings client) {
		byte[] form = fields.entrySet()
			.stream()
			.map((field) -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
			.collect(Collectors.joining("&"))
			.getBytes(StandardCharsets.US_ASCII);
		return post(call, uri, fields, form, (headers) -> authenticate(headers, client));
	}

	private Mono<byte[]> post(Call call, URI uri, Map<String, String> fields, byte[] body,
			Consumer<HttpHeaders> headers) {
		List<String> secrets = fields.entrySet()
			.stream()
			.filter((field) -> SECRET_FIELDS.contains(field.getKey()))
			.map(Map.Entry::getValue)
			.toList();
		return SequoiaWebClients.observed(this.control.post()
			.uri(uri)
			.attributes(call.attribute(uri.getPath()))
			.attributes(SentSecrets.attribute(secrets))
			.headers(headers)
			.bodyValue(body)
			.exchangeToMono(SequoiaWebClients::body));
	}

	private Mono<byte[]> get(Call call, String path, String query) {
		return SequoiaWebClients.observed(this.services.of(Call.IDENTITY)
			.get()
			.uri(uri(query.isEmpty() ? path : path + "?" + query))
			.attributes(call.attribute(path))
			.exchangeToMono(SequoiaWebClients::body));
	}

	private static <R> Mono<R> read(Call call, Mono<byte[]> answer, BiFunction<byte[], Details, R> reader) {
		return Mono.deferContextual((context) -> answer.defaultIfEmpty(NOTHING)
			.map((body) -> reader.apply(body, Correlated.details(call, context))));
	}

	private static void authenticate(HttpHeaders headers, ClientCredentials.@Nullable Settings client) {
		headers.setContentType(MediaType.APPLICATION_FORM_URLENCODED);
		headers.setAccept(List.of(MediaType.APPLICATION_JSON));
		if (client != null) {
			headers.setBasicAuth(client.clientId(), client.clientSecret(), StandardCharsets.UTF_8);
		}
	}

	private static String parameter(String name, Collection<String> values) {
		return values.isEmpty() ? ""
				: values.stream()
					.map((value) -> UriUtils.encode(value, StandardCharsets.UTF_8))
					.collect(Collectors.joining(",", name + "=", ""));
	}

}
