package io.sequoia.security;

import java.net.URI;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;

import io.sequoia.discovery.ServiceRegistry;
import io.sequoia.http.ControlMetrics;
import io.sequoia.http.IdleCache;
import io.sequoia.http.Outcome;
import io.sequoia.http.SharedRetry;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Tokens by the OAuth2 client credentials grant (PROTOCOL 2). A token is fetched on first
 * need, once for any number of waiting callers, and kept per tenant until its end or
 * until it is refused. In the last tenth of its life, a minute at most, a call that uses
 * it also starts the request for the next one, and does not wait for it; only in the last
 * tenth of that time do calls wait. No background work goes on while no call is made.
 * <p>
 * When the identity service refuses the credentials, the calls of the next 30 s fail
 * without asking it again, and so do those within its {@code Retry-After}. It never gets
 * more than a few requests at once and then one per second for each tenant: the calls
 * wait, within their own time. The identity service is found in the registry, under the
 * name {@code identity}, unless a token URI is configured. Thread-safe.
 */
public final class ClientCredentialsTokenSource implements SequoiaTokenSource {

	private static final String IDENTITY = "identity";

	private static final int MAX_TENANTS = 1000;

	private final TokenEndpoint endpoint;

	private final ServiceRegistry registry;

	private final Settings settings;

	private final SharedRetry retry;

	private final ControlMetrics metrics;

	private final LongSupplier nanoTime;

	private final IdleCache<String, TenantToken> tenants;

	/**
	 * Create a source that repeats and measures nothing.
	 * @param endpoint what asks the identity service
	 * @param registry tells where the identity service is
	 * @param settings whose tokens
	 * @param nanoTime a monotonic clock, for example {@code System::nanoTime}
	 */
	public ClientCredentialsTokenSource(TokenEndpoint endpoint, ServiceRegistry registry, Settings settings,
			LongSupplier nanoTime) {
		this(endpoint, registry, settings, SharedRetry.NONE, ControlMetrics.NONE, nanoTime);
	}

	/**
	 * Create the source.
	 * @param endpoint what asks the identity service
	 * @param registry tells where the identity service is
	 * @param settings whose tokens
	 * @param retry repeats requests that fail
	 * @param metrics what measures requests and tokens
	 * @param nanoTime a monotonic clock, for example {@code System::nanoTime}
	 */
	public ClientCredentialsTokenSource(TokenEndpoint endpoint, ServiceRegistry registry, Settings settings,
			SharedRetry retry, ControlMetrics metrics, LongSupplier nanoTime) {
		this.endpoint = endpoint;
		this.registry = registry;
		this.settings = settings;
		this.retry = retry;
		this.metrics = metrics;
		this.nanoTime = nanoTime;
		this.tenants = new IdleCache<>(MAX_TENANTS, nanoTime);
		metrics.watchToken(this::age);
	}

	@Override
	public Mono<String> token(String owner) {
		return this.tenants.get(owner, this::tenant).value();
	}

	@Override
	public Mono<Void> refresh(String owner) {
		return Mono.defer(() -> this.tenants.get(owner, this::tenant).renew()).then();
	}

	@Override
	public void refused(String owner, String token) {
		TenantToken tenant = this.tenants.find(owner);
		if (tenant != null) {
			tenant.refused(token);
		}
	}

	private @Nullable Duration age() {
		return this.tenants.values()
			.map(TenantToken::age)
			.filter(Objects::nonNull)
			.max(Comparator.naturalOrder())
			.orElse(null);
	}

	private TenantToken tenant(String owner) {
		URI configured = this.settings.tokenUri();
		Mono<URI> address = (configured != null) ? Mono.just(configured)
				: this.registry.service(owner, IDENTITY).map((identity) -> identity.resolve("/oauth/token"));
		return new TenantToken(owner, address, (uri) -> ask(uri, owner), this.settings.firstToken(), this.retry,
				this.nanoTime);
	}

	private Mono<TokenAnswer> ask(URI address, String owner) {
		return Outcome.measure(this.endpoint.fetch(address, owner), this.nanoTime, this.metrics::tokenRequested);
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
