package io.sequoia.discovery;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.sequoia.AccessDeniedException;
import io.sequoia.AuthenticationFailedException;
import io.sequoia.DiscoveryException;
import io.sequoia.Internal;
import io.sequoia.InvalidResourceException;
import io.sequoia.NameSuggestions;
import io.sequoia.Printable;
import io.sequoia.ResourceNotFoundException;
import io.sequoia.SequoiaFailure;
import io.sequoia.SequoiaFailure.Details;
import io.sequoia.VersionConflictException;
import io.sequoia.call.Call;
import io.sequoia.http.ControlMetrics;
import io.sequoia.http.Correlated;
import io.sequoia.http.IdleCache;
import io.sequoia.http.PathRules;
import io.sequoia.http.SequoiaWebClients;
import io.sequoia.http.SharedRetry;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

import org.springframework.web.reactive.function.client.WebClient;

/**
 * The client of the platform's registry. The registry is asked when a service is needed
 * first, with one request for any number of waiting callers. Its answer is kept per
 * tenant and renewed after the refresh interval. While the registry does not answer, its
 * last answer stays in use, also in a new process if a snapshot is kept. Configured
 * services need no registry. Thread-safe.
 */
@Internal
public class HttpServiceRegistry implements ServiceRegistry {

	/**
	 * The service name in failures of the registry itself.
	 */
	public static final String NAME = "registry";

	/**
	 * The limit on the tenants whose listings are kept, in addition to the application's
	 * own.
	 */
	private static final int MAX_TENANTS = 1000;

	private final WebClient client;

	private final Settings settings;

	private final TenantListing.Rules rules;

	private final RegistrySnapshot snapshot;

	private final SharedRetry retry;

	/**
	 * The listing of the application's own tenant. It is never dropped, as the last
	 * answer is needed while the registry is down.
	 */
	private final TenantListing own;

	private final IdleCache<String, TenantListing> others;

	/**
	 * Create a client of the registry that neither retries nor measures.
	 * @param client the WebClient that sends the requests
	 * @param settings the address of the registry and the rules on its answers
	 * @param nanoTime a monotonic clock, for example {@code System::nanoTime}
	 */
	public HttpServiceRegistry(WebClient client, Settings settings, LongSupplier nanoTime) {
		this(client, settings, SharedRetry.NONE, ControlMetrics.NONE, nanoTime);
	}

	/**
	 * Create a client of the registry.
	 * @param client the WebClient that sends the requests
	 * @param settings the address of the registry and the rules on its answers
	 * @param retry repeats requests that fail
	 * @param metrics measures requests and answers
	 * @param nanoTime a monotonic clock, for example {@code System::nanoTime}
	 */
	public HttpServiceRegistry(WebClient client, Settings settings, SharedRetry retry, ControlMetrics metrics,
			LongSupplier nanoTime) {
		this.client = client;
		this.settings = settings;
		this.rules = TenantListing.Rules.of(
				new LocationRules(settings.url(), settings.allowedHosts(), settings.allowInsecure()), settings, metrics,
				nanoTime);
		this.snapshot = new RegistrySnapshot(settings.snapshot(), settings.owner());
		this.retry = retry;
		this.own = listing(settings.owner());
		this.others = new IdleCache<>(MAX_TENANTS, nanoTime);
		metrics.watchRegistry(this::age);
	}

	@Override
	public Mono<Collection<RegisteredService>> services(String owner) {
		return tenant(owner).get().map((listing) -> listing.services());
	}

	@Override
	public @Nullable RegisteredService known(String owner, String name) {
		URI configured = this.settings.services().get(name);
		if (configured != null) {
			return new RegisteredService(owner, name, null, configured);
		}
		RegistryListing fresh = tenant(owner).fresh();
		return (fresh != null) ? fresh.service(name) : null;
	}

	@Override
	public Mono<RegisteredService> service(String owner, String name) {
		if (this.settings.services().containsKey(name)) {
			return Mono.justOrEmpty(known(owner, name));
		}
		TenantListing tenant = tenant(owner);
		return tenant.get().flatMap((listing) -> {
			RegisteredService service = listing.service(name);
			return (service != null) ? Mono.just(service)
					: tenant.getAnother(listing).flatMap((another) -> found(another, owner, name));
		});
	}

	private Mono<RegisteredService> found(RegistryListing listing, String owner, String name) {
		RegisteredService service = listing.service(name);
		return (service != null) ? Mono.just(service)
				: Mono.deferContextual((context) -> Mono.error(unknown(listing, owner, name, context)));
	}

	@Override
	public Mono<Void> refresh(String owner) {
		return Mono.defer(() -> tenant(owner).renew()).then();
	}

	@Override
	public void unreachable(String owner, String name) {
		if (!this.settings.services().containsKey(name)) {
			tenant(owner).doubt();
		}
	}

	@Override
	public boolean isStale(String owner) {
		TenantListing tenant = owner.equals(this.settings.owner()) ? this.own : this.others.find(owner);
		Duration age = (tenant != null) ? tenant.age() : null;
		return age != null && age.compareTo(this.settings.refreshInterval()) >= 0;
	}

	/**
	 * Describe the known listings, without a request.
	 * @return one report for each tenant that has a listing
	 */
	public List<RegistryReport> reports() {
		return Stream.concat(Stream.of(this.own), this.others.values())
			.map(TenantListing::report)
			.filter(Objects::nonNull)
			.toList();
	}

	private @Nullable Duration age() {
		return Stream.concat(Stream.of(this.own), this.others.values())
			.map(TenantListing::age)
			.filter(Objects::nonNull)
			.max(Comparator.naturalOrder())
			.orElse(null);
	}

	private TenantListing tenant(String owner) {
		return owner.equals(this.settings.owner()) ? this.own : this.others.get(owner, this::listing);
	}

	private TenantListing listing(String owner) {
		return new TenantListing(PathRules.requireOwner(owner), this::fetch, this.snapshot, this.rules, this.retry);
	}

	private DiscoveryException unknown(RegistryListing listing, String owner, String name, ContextView context) {
		Details details = Correlated.details(new Call(name, null, "locate", owner), context);
		String refused = listing.refusal(name);
		if (refused != null) {
			return new DiscoveryException("The registry's location of the service '" + name + "' " + refused, details,
					null);
		}
		return new DiscoveryException("The registry has no service '" + Printable.of(name) + "'"
				+ NameSuggestions.question(name, listing.names()), details, null);
	}

	private URI address(String owner) {
		String url = RegistryListing.withoutTrailingSlash(this.settings.url()).toString();
		String configured = "/services/" + this.settings.owner();
		if (!url.endsWith(configured)) {
			return URI.create(url + "/services/" + owner);
		}
		return owner.equals(this.settings.owner()) ? this.settings.url()
				: URI.create(url.substring(0, url.length() - this.settings.owner().length()) + owner);
	}

	private Mono<byte[]> fetch(String owner) {
		return SequoiaWebClients
			.observed(this.client.get()
				.uri(address(owner))
				.attributes(TenantListing.call(owner).attribute("/services/{owner}"))
				.exchangeToMono(SequoiaWebClients::body))
			.onErrorMap((error) -> refusal(error, owner))
			.defaultIfEmpty(new byte[0]);
	}

	/**
	 * Replace a 404 of the registry, which callers would take for a 404 of the service
	 * that they look for.
	 */
	private Throwable refusal(Throwable error, String owner) {
		boolean refusal = error instanceof ResourceNotFoundException || error instanceof InvalidResourceException
				|| error instanceof AccessDeniedException || error instanceof AuthenticationFailedException
				|| error instanceof VersionConflictException;
		if (!refusal || !(error instanceof SequoiaFailure failure)) {
			return error;
		}
		// a proxy may have refused a request that never reached the registry
		String remedy = (failure.status() != null) ? "; " + whatToCheck(owner) : "";
		return new DiscoveryException(error.getMessage() + remedy, failure.details(), error);
	}

	/**
	 * Name the settings to check when a service is not found. The registry has answered,
	 * so its address comes last.
	 */
	private String whatToCheck(String owner) {
		boolean own = owner.equals(this.settings.owner());
		return "check the owner '" + owner + "' (" + (own ? "sequoia.owner" : "the one of the call")
				+ "), then sequoia.registry.url";
	}

	/**
	 * The address of the registry and the rules on its answers.
	 *
	 * @param url the address of the registry; an address that ends in
	 * {@code /services/{owner}} is used as it is; otherwise that path is added
	 * @param owner the tenant of the application
	 * @param refreshInterval the time after which an answer is renewed
	 * @param allowedHosts the hosts that a location may name; if empty, the registry's
	 * own host and the hosts of its parent domain
	 * @param allowInsecure whether plain http is allowed for other hosts than loopback
	 * @param services configured locations, which replace the registry's
	 * @param snapshot the file that keeps the registry's last answer, or {@code null}
	 * @param firstAttempts the number of connections that may fail in a row before the
	 * first answer; after that, calls are not retried
	 */
	public record Settings(URI url, String owner, Duration refreshInterval, List<String> allowedHosts,
			boolean allowInsecure, Map<String, URI> services, @Nullable Path snapshot, int firstAttempts) {

		private static final int FIRST_ATTEMPTS = 5;

		public Settings {
			allowedHosts = List.copyOf(allowedHosts);
			// here, as each request asks for them
			services = services.entrySet()
				.stream()
				.collect(Collectors.toUnmodifiableMap(Map.Entry::getKey,
						(service) -> RegistryListing.withoutTrailingSlash(service.getValue())));
		}

		/**
		 * Create settings with the default number of first attempts, which is 5.
		 * @param url the address of the registry
		 * @param owner the tenant of the application
		 * @param refreshInterval the time after which an answer is renewed
		 * @param allowedHosts the hosts that a location may name
		 * @param allowInsecure whether plain http is allowed for other hosts than
		 * loopback
		 * @param services configured locations
		 * @param snapshot the file that keeps the registry's last answer, or {@code null}
		 */
		public Settings(URI url, String owner, Duration refreshInterval, List<String> allowedHosts,
				boolean allowInsecure, Map<String, URI> services, @Nullable Path snapshot) {
			this(url, owner, refreshInterval, allowedHosts, allowInsecure, services, snapshot, FIRST_ATTEMPTS);
		}

	}

}
