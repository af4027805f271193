package io.sequoia.security;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.sequoia.AuthenticationFailedException;
import io.sequoia.Internal;
import io.sequoia.SequoiaFailure;
import io.sequoia.SequoiaFailure.Details;
import io.sequoia.call.Call;
import io.sequoia.http.Correlated;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ReactiveHttpInputMessage;
import org.springframework.security.oauth2.client.endpoint.OAuth2ClientCredentialsGrantRequest;
import org.springframework.security.oauth2.client.endpoint.WebClientReactiveClientCredentialsTokenResponseClient;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AccessToken.TokenType;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.security.oauth2.core.endpoint.OAuth2AccessTokenResponse;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.util.DefaultUriBuilderFactory;
import org.springframework.web.util.DefaultUriBuilderFactory.EncodingMode;

/**
 * Requests tokens from the identity service, by Spring Security's OAuth2 client with the
 * platform's rules (docs/protocol.md, section 2): id and secret are put into the Basic
 * header unencoded, and an answer may lack {@code token_type} and {@code expires_in}.
 * Thread-safe.
 */
@Internal
public final class TokenEndpoint {

	private static final int MAX_ANSWER = 256 * 1024;

	private static final String LIFETIME = "lifetime";

	/** Expands nothing, as by default it would encode the percent signs of an address. */
	private static final DefaultUriBuilderFactory ADDRESSES = new DefaultUriBuilderFactory();

	static {
		ADDRESSES.setEncodingMode(EncodingMode.NONE);
	}

	private final WebClient client;

	/**
	 * Create the endpoint's client.
	 * @param client the WebClient that sends the requests; it must not apply tokens
	 * itself
	 */
	public TokenEndpoint(WebClient client) {
		this.client = client;
		requireLibraries();
	}

	/**
	 * Load the classes of Spring Security that requests use, so that a missing library is
	 * an error at start. On an event loop it would let calls wait for their time limit.
	 */
	private static void requireLibraries() {
		new WebClientReactiveClientCredentialsTokenResponseClient();
	}

	/**
	 * Return the call that a request for a token is made for.
	 */
	static Call call(String owner) {
		return new Call(Call.IDENTITY, null, Call.TOKEN, owner);
	}

	Mono<TokenAnswer> fetch(URI tokenUri, String owner, ClientCredentials.Settings credentials) {
		Call call = call(owner);
		return Mono
			.deferContextual((context) -> tokenClient(call, Correlated.details(call, context), credentials.secrets())
				.getTokenResponse(new OAuth2ClientCredentialsGrantRequest(registration(tokenUri, credentials)))
				.map((response) -> new TokenAnswer(response.getAccessToken().getTokenValue(),
						(Duration) response.getAdditionalParameters().get(LIFETIME)))
				.onErrorMap(OAuth2AuthorizationException.class,
						(error) -> failure(error, Correlated.details(call, context))));
	}

	private WebClientReactiveClientCredentialsTokenResponseClient tokenClient(Call call, Details details,
			List<String> secrets) {
		WebClientReactiveClientCredentialsTokenResponseClient tokenClient = new WebClientReactiveClientCredentialsTokenResponseClient();
		tokenClient.setWebClient(this.client.mutate()
			.uriBuilderFactory(ADDRESSES)
			.defaultRequest((request) -> request.attributes(call.attribute()))
			.build());
		tokenClient.setHeadersConverter(TokenEndpoint::headers);
		tokenClient.setBodyExtractor((message, context) -> read(message, details, secrets));
		return tokenClient;
	}

	private static HttpHeaders headers(OAuth2ClientCredentialsGrantRequest request) {
		ClientRegistration client = request.getClientRegistration();
		HttpHeaders headers = new HttpHeaders();
		headers.setAccept(List.of(MediaType.APPLICATION_JSON));
		headers.setContentType(MediaType.APPLICATION_FORM_URLENCODED);
		headers.setBasicAuth(client.getClientId(), client.getClientSecret(), StandardCharsets.UTF_8);
		return headers;
	}

	private static ClientRegistration registration(URI tokenUri, ClientCredentials.Settings credentials) {
		return ClientRegistration.withRegistrationId("sequoia")
			.authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
			.clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
			.clientId(credentials.clientId())
			.clientSecret(credentials.clientSecret())
			.scope(credentials.scopes())
			.tokenUri(tokenUri.toString())
			.build();
	}

	private static Mono<OAuth2AccessTokenResponse> read(ReactiveHttpInputMessage message, Details details,
			List<String> secrets) {
		return DataBufferUtils.join(message.getBody(), MAX_ANSWER)
			.onErrorMap(DataBufferLimitException.class,
					(error) -> TokenAnswer.malformed("is larger than 256 KB", details))
			.map((buffer) -> {
				byte[] body = new byte[buffer.readableByteCount()];
				buffer.read(body);
				DataBufferUtils.release(buffer);
				return parse(body, details, secrets);
			})
			.switchIfEmpty(Mono.error(() -> TokenAnswer.malformed("is empty", details)));
	}

	private static OAuth2AccessTokenResponse parse(byte[] body, Details details, List<String> secrets) {
		TokenAnswer answer = TokenAnswer.read(body, details, false, secrets);
		return OAuth2AccessTokenResponse.withToken(answer.value())
			.tokenType(TokenType.BEARER)
			.additionalParameters((answer.lifetime() != null) ? Map.of(LIFETIME, answer.lifetime()) : Map.of())
			.build();
	}

	private static RuntimeException failure(OAuth2AuthorizationException ex, Details details) {
		if (ex.getCause() instanceof RuntimeException cause && cause instanceof SequoiaFailure) {
			return cause;
		}
		return new AuthenticationFailedException("The identity service gave no token: " + ex.getError().getErrorCode()
				+ "; check sequoia.auth.client-id and sequoia.auth.client-secret", details, ex);
	}

}
