package io.sequoia.security;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

import io.sequoia.discovery.ServiceRegistry;
import io.sequoia.http.SharedFetch;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Tokens by the OAuth2 client credentials grant (PROTOCOL 2). A token is fetched on first
 * need, once for any number of waiting callers, and kept per tenant until it comes near
 * its end or is refused. The identity service is found in the registry, under the name
 * {@code identity}, unless a token URI is configured. Thread-safe.
 */
public final class ClientCredentialsTokenSource implements SequoiaTokenSource {

	private static final String IDENTITY = "identity";

	private final TokenEndpoint endpoint;

	private final ServiceRegistry registry;

	private final Settings settings;

	private final LongSupplier nanoTime;

	private final Map<String, Tenant> tenants = new ConcurrentHashMap<>();

	/**
	 * Create the source.
	 * @param endpoint what asks the identity service
	 * @param registry tells where the identity service is
	 * @param settings whose tokens
	 * @param nanoTime a monotonic clock, for example {@code System::nanoTime}
	 */
	public ClientCredentialsTokenSource(TokenEndpoint endpoint, ServiceRegistry registry, Settings settings,
			LongSupplier nanoTime) {
		this.endpoint = endpoint;
		this.registry = registry;
		this.settings = settings;
		this.nanoTime = nanoTime;
	}

	@Override
	public Mono<String> token(String owner) {
		Tenant tenant = this.tenants.computeIfAbsent(owner, Tenant::new);
		return Mono.defer(() -> {
			Token known = tenant.usable();
			return (known != null) ? Mono.just(known) : tenant.fetch.join(tenant::usable, tenant.fetchToken());
		}).map(Token::value);
	}

	@Override
	public void refused(String owner, String token) {
		Tenant tenant = this.tenants.get(owner);
		if (tenant != null) {
			tenant.current.updateAndGet((known) -> (known != null && known.value.equals(token)) ? null : known);
		}
	}

	private Mono<URI> tokenUri(String owner) {
		URI configured = this.settings.tokenUri();
		return (configured != null) ? Mono.just(configured)
				: this.registry.service(owner, IDENTITY).map((identity) -> identity.resolve("/oauth/token"));
	}

	/** The token of one tenant. */
	private final class Tenant {

		private final String owner;

		private final SharedFetch<Token> fetch = new SharedFetch<>();

		private final AtomicReference<@Nullable Token> current = new AtomicReference<>();

		Tenant(String owner) {
			this.owner = owner;
			String first = ClientCredentialsTokenSource.this.settings.firstToken();
			if (first != null) {
				this.current.set(new Token(first, null));
			}
		}

		@Nullable Token usable() {
			Token known = this.current.get();
			return (known != null && known.isUsable(ClientCredentialsTokenSource.this.nanoTime.getAsLong())) ? known
					: null;
		}

		Mono<Token> fetchToken() {
			return tokenUri(this.owner)
				.flatMap((uri) -> ClientCredentialsTokenSource.this.endpoint.fetch(uri, this.owner))
				.map((answer) -> Token.of(answer, ClientCredentialsTokenSource.this.nanoTime.getAsLong()))
				.doOnNext(this.current::set);
		}

	}

	/** A token and, on the monotonic clock, when to stop using it. */
	private record Token(String value, @Nullable Long usableUntil) {

		private static final Duration MAX_SKEW = Duration.ofSeconds(60);

		private static final int SKEW_SHARE = 10;

		static Token of(TokenEndpoint.Answer answer, long now) {
			Duration lifetime = answer.lifetime();
			if (lifetime == null) {
				return new Token(answer.value(), null);
			}
			Duration share = lifetime.dividedBy(SKEW_SHARE);
			Duration skew = (share.compareTo(MAX_SKEW) < 0) ? share : MAX_SKEW;
			return new Token(answer.value(), now + lifetime.minus(skew).toNanos());
		}

		boolean isUsable(long now) {
			return this.usableUntil == null || now - this.usableUntil < 0;
		}

		@Override
		public String toString() {
			return "Token[usableUntil=" + this.usableUntil + "]";
		}

	}

	/**
	 * Whose tokens.
	 *
	 * @param clientId the client's id
	 * @param clientSecret the client's secret
	 * @param scopes the scopes to ask for; none if empty
	 * @param tokenUri the address of the token endpoint, or {@code null} to find it
	 * through the registry
	 * @param firstToken a token to use until it is refused, or {@code null}
	 */
	public record Settings(String clientId, String clientSecret, List<String> scopes, @Nullable URI tokenUri,
			@Nullable String firstToken) {

		public Settings {
			scopes = List.copyOf(scopes);
		}

		@Override
		public String toString() {
			return "Settings[clientId=" + this.clientId + "]";
		}

	}

}
