package io.sequoia.security;

import java.net.URI;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;

import io.sequoia.Internal;
import io.sequoia.call.Call;
import io.sequoia.discovery.ServiceRegistry;
import io.sequoia.http.ControlMetrics;
import io.sequoia.http.IdleCache;
import io.sequoia.http.Outcome;
import io.sequoia.http.SharedRetry;
import io.sequoia.http.TokenRefusal;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Gets tokens by the OAuth2 client credentials grant (docs/protocol.md, section 2). A
 * token is fetched when it is needed first, once for any number of waiting callers, and
 * kept per tenant until it expires or is refused. In the last tenth of its lifetime (at
 * most a minute), a call that uses it also starts the request for the next one without
 * waiting for it; only in the last tenth of that time do calls wait. There is no
 * background work while no call is made.
 * <p>
 * When the identity service refuses the credentials, the calls of the next 30 s fail
 * without a request, and so do those within its {@code Retry-After}. For each tenant it
 * gets a few requests at once and then at most one per second: further calls wait, within
 * their own time limit. The identity service is found in the registry, under the name
 * {@code identity}, unless a token URI is configured. Thread-safe.
 */
@Internal
public class ClientCredentialsTokenSource implements SequoiaTokenSource {

	private static final int MAX_TENANTS = 1000;

	private final TokenEndpoint endpoint;

	private final ServiceRegistry registry;

	private final ClientCredentials credentials;

	private final SharedRetry retry;

	private final ControlMetrics metrics;

	private final LongSupplier nanoTime;

	private final IdleCache<String, TenantToken> tenants;

	/** The configured token, until a service refuses it. */
	private volatile @Nullable String firstToken;

	/**
	 * Create a source that neither retries nor measures.
	 * @param endpoint requests tokens from the identity service
	 * @param registry finds the identity service
	 * @param credentials the client's credentials
	 * @param nanoTime a monotonic clock, for example {@code System::nanoTime}
	 */
	public ClientCredentialsTokenSource(TokenEndpoint endpoint, ServiceRegistry registry, ClientCredentials credentials,
			LongSupplier nanoTime) {
		this(endpoint, registry, credentials, SharedRetry.NONE, ControlMetrics.NONE, nanoTime);
	}

	/**
	 * Create the source.
	 * @param endpoint requests tokens from the identity service
	 * @param registry finds the identity service
	 * @param credentials the client's credentials
	 * @param retry repeats requests that fail
	 * @param metrics measures requests and tokens
	 * @param nanoTime a monotonic clock, for example {@code System::nanoTime}
	 */
	public ClientCredentialsTokenSource(TokenEndpoint endpoint, ServiceRegistry registry, ClientCredentials credentials,
			SharedRetry retry, ControlMetrics metrics, LongSupplier nanoTime) {
		this.endpoint = endpoint;
		this.registry = registry;
		this.credentials = credentials;
		this.retry = retry;
		this.metrics = metrics;
		this.nanoTime = nanoTime;
		this.tenants = new IdleCache<>(MAX_TENANTS, nanoTime);
		this.firstToken = credentials.current().firstToken();
		metrics.watchToken(this::age);
		credentials.onChange(() -> this.tenants.values().forEach(TenantToken::credentialsChanged));
	}

	@Override
	public @Nullable String known(String owner) {
		return this.tenants.get(owner, this::tenant).known();
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
		if (token.equals(this.firstToken)) {
			this.firstToken = null;
		}
		TenantToken tenant = this.tenants.find(owner);
		if (tenant != null) {
			tenant.refused(token);
		}
	}

	/**
	 * Drop the token of a tenant, so that its next call fetches another one.
	 * @param owner the tenant
	 * @return whether there was one
	 */
	public boolean drop(String owner) {
		TenantToken tenant = this.tenants.find(owner);
		return tenant != null && tenant.drop();
	}

	/**
	 * Describe the tokens, without a request.
	 * @return one report for each tenant that had or wanted a token
	 */
	public List<TokenReport> reports() {
		return this.tenants.values().map(TenantToken::report).toList();
	}

	private @Nullable Duration age() {
		return this.tenants.values()
			.map(TenantToken::age)
			.filter(Objects::nonNull)
			.max(Comparator.naturalOrder())
			.orElse(null);
	}

	private TenantToken tenant(String owner) {
		ClientCredentials.Settings first = this.credentials.current();
		URI configured = first.tokenUri();
		Mono<URI> address = (configured != null) ? Mono.just(configured)
				: this.registry.service(owner, Call.IDENTITY).map((identity) -> identity.resolve("/oauth/token"));
		return new TenantToken(owner, address, (uri) -> ask(uri, owner), this.credentials, this.firstToken, this.retry,
				this.nanoTime);
	}

	private Mono<TokenAnswer> ask(URI address, String owner) {
		return this.credentials.use(TokenRefusal::isOfCredentials, (used) -> Outcome
			.measure(this.endpoint.fetch(address, owner, used), this.nanoTime, this.metrics::tokenRequested));
	}

}
