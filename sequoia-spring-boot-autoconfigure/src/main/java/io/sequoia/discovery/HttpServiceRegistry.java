package io.sequoia.discovery;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

import io.sequoia.AccessDeniedException;
import io.sequoia.AuthenticationFailedException;
import io.sequoia.DiscoveryException;
import io.sequoia.InvalidResourceException;
import io.sequoia.MalformedResponseException;
import io.sequoia.NearNames;
import io.sequoia.Printable;
import io.sequoia.ResourceNotFoundException;
import io.sequoia.SequoiaFailure;
import io.sequoia.SequoiaFailure.Details;
import io.sequoia.VersionConflictException;
import io.sequoia.http.Call;
import io.sequoia.http.ControlMetrics;
import io.sequoia.http.Outcome;
import io.sequoia.http.SequoiaWebClients;
import io.sequoia.http.SharedFetch;
import io.sequoia.http.SharedRetry;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

import org.springframework.web.reactive.function.client.WebClient;

/**
 * The platform's registry: asked on first need, one request for any number of waiting
 * callers, kept per tenant and asked again after the refresh interval. While the registry
 * does not answer, what it said last goes on being true, in a new process too if a
 * snapshot is kept. Configured services need no registry. Thread-safe.
 */
public final class HttpServiceRegistry implements ServiceRegistry {

	/**
	 * The name under which failures of the registry itself are told.
	 */
	public static final String NAME = "registry";

	private static final Log logger = LogFactory.getLog(HttpServiceRegistry.class);

	/** How long to rely on what is known before a failed refresh is tried again. */
	private static final Duration STALE_RETRY = Duration.ofSeconds(10);

	/** How long an answer is believed at least, even where a service is not found. */
	private static final Duration DOUBT_INTERVAL = Duration.ofSeconds(1);

	private final WebClient client;

	private final Settings settings;

	private final LocationRules rules;

	private final RegistrySnapshot snapshot;

	private final SharedRetry retry;

	private final ControlMetrics metrics;

	private final LongSupplier nanoTime;

	private final Map<String, Tenant> tenants = new ConcurrentHashMap<>();

	/**
	 * Create a client of the registry that repeats and measures nothing.
	 * @param client the WebClient to ask with
	 * @param settings where the registry is and what to trust it with
	 * @param nanoTime a monotonic clock, for example {@code System::nanoTime}
	 */
	public HttpServiceRegistry(WebClient client, Settings settings, LongSupplier nanoTime) {
		this(client, settings, SharedRetry.NONE, ControlMetrics.NONE, nanoTime);
	}

	/**
	 * Create the registry's client.
	 * @param client the WebClient to ask with
	 * @param settings where the registry is and what to trust it with
	 * @param retry repeats requests that fail
	 * @param metrics what measures requests and answers
	 * @param nanoTime a monotonic clock, for example {@code System::nanoTime}
	 */
	public HttpServiceRegistry(WebClient client, Settings settings, SharedRetry retry, ControlMetrics metrics,
			LongSupplier nanoTime) {
		this.client = client;
		this.settings = settings;
		this.rules = new LocationRules(settings.url(), settings.allowedHosts(), settings.allowInsecure());
		this.snapshot = new RegistrySnapshot(settings.snapshot(), settings.owner());
		this.retry = retry;
		this.metrics = metrics;
		this.nanoTime = nanoTime;
		metrics.watchRegistry(this::age);
	}

	@Override
	public Mono<Collection<RegisteredService>> services(String owner) {
		return tenant(owner).listing().map((listing) -> listing.services());
	}

	@Override
	public Mono<RegisteredService> service(String owner, String name) {
		URI configured = this.settings.services().get(name);
		if (configured != null) {
			return Mono
				.just(new RegisteredService(owner, name, null, RegistryListing.withoutTrailingSlash(configured)));
		}
		return tenant(owner).listing().flatMap((listing) -> {
			RegisteredService service = listing.service(name);
			return (service != null) ? Mono.just(service)
					: Mono.deferContextual((context) -> Mono.error(unknown(listing, owner, name, context)));
		});
	}

	@Override
	public void unreachable(String owner, String name) {
		if (!this.settings.services().containsKey(name)) {
			tenant(owner).doubt();
		}
	}

	@Override
	public boolean isStale(String owner) {
		Tenant tenant = this.tenants.get(owner);
		Duration age = (tenant != null) ? tenant.age() : null;
		return age != null && age.compareTo(this.settings.refreshInterval()) >= 0;
	}

	private @Nullable Duration age() {
		return this.tenants.values()
			.stream()
			.map(Tenant::age)
			.filter(Objects::nonNull)
			.max(Comparator.naturalOrder())
			.orElse(null);
	}

	private Tenant tenant(String owner) {
		return this.tenants.computeIfAbsent(owner, Tenant::new);
	}

	private DiscoveryException unknown(RegistryListing listing, String owner, String name, ContextView context) {
		Details details = new Call(name, null, "locate", owner).details(context);
		String refused = listing.refusal(name);
		if (refused != null) {
			return new DiscoveryException("The registry's location of the service '" + name + "' " + refused, details,
					null);
		}
		return new DiscoveryException(
				"The registry has no service '" + Printable.of(name) + "'" + NearNames.question(name, listing.names()),
				details, null);
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

	private Mono<RegistryListing> fetch(String owner) {
		return this.client.get()
			.uri(address(owner))
			.attributes(listing(owner).attribute("/services/{owner}"))
			.exchangeToMono(SequoiaWebClients::body)
			.onErrorMap(HttpServiceRegistry::refusal)
			.defaultIfEmpty(new byte[0])
			.flatMap((body) -> parsed(owner, body, this.nanoTime.getAsLong())
				.flatMap((listing) -> this.snapshot.save(owner, body).thenReturn(listing)));
	}

	private Mono<RegistryListing> parsed(String owner, byte[] body, long receivedAt) {
		return Mono.deferContextual((context) -> Mono.just(RegistryListing.parse(body, owner, this.rules, receivedAt,
				listing(owner).details(context), (line) -> Call.log(context, line, logger::warn))));
	}

	/** A 404 of the registry must not pass for one of the service that is looked for. */
	private static Throwable refusal(Throwable error) {
		boolean refusal = error instanceof ResourceNotFoundException || error instanceof InvalidResourceException
				|| error instanceof AccessDeniedException || error instanceof AuthenticationFailedException
				|| error instanceof VersionConflictException;
		return (refusal && error instanceof SequoiaFailure failure)
				? new DiscoveryException(error.getMessage() + "; check sequoia.registry.url", failure.details(), error)
				: error;
	}

	private static Call listing(String owner) {
		return new Call(NAME, null, "services", owner);
	}

	/** What is known for one tenant. */
	private final class Tenant {

		private final String owner;

		private final SharedFetch<RegistryListing> fetch;

		private volatile @Nullable RegistryListing listing;

		/** On the monotonic clock, whose values mean nothing but for their distance. */
		private volatile long askAgainAt;

		private volatile long askedAt;

		Tenant(String owner) {
			this.owner = owner;
			this.fetch = new SharedFetch<>(HttpServiceRegistry.listing(owner), HttpServiceRegistry.this.retry);
		}

		Mono<RegistryListing> listing() {
			return Mono.defer(() -> {
				RegistryListing fresh = fresh();
				return (fresh != null) ? Mono.just(fresh) : this.fetch.join(this::fresh, refresh());
			});
		}

		private @Nullable RegistryListing fresh() {
			RegistryListing known = this.listing;
			return (known != null && HttpServiceRegistry.this.nanoTime.getAsLong() - this.askAgainAt < 0) ? known
					: null;
		}

		private Mono<RegistryListing> refresh() {
			return Outcome
				.measure(Mono.defer(() -> fetch(this.owner)), HttpServiceRegistry.this.nanoTime,
						HttpServiceRegistry.this.metrics::registryRefreshed)
				.doOnNext((fetched) -> {
					askAgainIn(HttpServiceRegistry.this.settings.refreshInterval());
					this.listing = fetched;
				})
				.onErrorResume((error) -> {
					RegistryListing stale = this.listing;
					return ((stale != null) ? Mono.just(stale) : snapshot())
						.flatMap((last) -> Mono.deferContextual((context) -> {
							Call.log(context, "The registry could not be asked, its last answer "
									+ ((stale != null) ? "stays in use: " : "comes from sequoia.registry.snapshot: ")
									+ error.getMessage(), logger::warn);
							askAgainIn(STALE_RETRY);
							this.listing = last;
							return Mono.just(last);
						}))
						.switchIfEmpty(Mono.error(error));
				});
		}

		/**
		 * What was written by another run is trusted no more than the registry itself.
		 */
		private Mono<RegistryListing> snapshot() {
			return HttpServiceRegistry.this.snapshot.load(this.owner)
				.flatMap((body) -> parsed(this.owner, body, longAgo()))
				.onErrorResume(MalformedResponseException.class, (unusable) -> Mono.deferContextual((context) -> {
					Call.log(context, "The snapshot of the registry is of no use (sequoia.registry.snapshot): "
							+ unusable.getMessage(), logger::warn);
					return Mono.empty();
				}));
		}

		/** When another run received it is not known; it is stale from the beginning. */
		private long longAgo() {
			return HttpServiceRegistry.this.nanoTime.getAsLong()
					- HttpServiceRegistry.this.settings.refreshInterval().toNanos();
		}

		/** Ask again, though not for each of many calls that fail at a time. */
		void doubt() {
			long earliest = this.askedAt + DOUBT_INTERVAL.toNanos();
			if (this.listing != null && this.askAgainAt - earliest > 0) {
				this.askAgainAt = earliest;
			}
		}

		@Nullable Duration age() {
			RegistryListing known = this.listing;
			return (known != null)
					? Duration.ofNanos(HttpServiceRegistry.this.nanoTime.getAsLong() - known.receivedAt()) : null;
		}

		private void askAgainIn(Duration time) {
			this.askedAt = HttpServiceRegistry.this.nanoTime.getAsLong();
			this.askAgainAt = this.askedAt + time.toNanos();
		}

	}

	/**
	 * Where the registry is and what to trust it with.
	 *
	 * @param url the address of the registry; one that ends in {@code /services/{owner}}
	 * is used as it is, to any other that path is added
	 * @param owner the tenant of the application
	 * @param refreshInterval how long an answer holds
	 * @param allowedHosts the hosts on which services may be; if there are none, the
	 * registry's own and those of its parent domain
	 * @param allowInsecure whether services may be on plain http off loopback
	 * @param services configured locations, which win over the registry's
	 * @param snapshot the file that keeps the registry's last answer, or {@code null}
	 */
	public record Settings(URI url, String owner, Duration refreshInterval, List<String> allowedHosts,
			boolean allowInsecure, Map<String, URI> services, @Nullable Path snapshot) {

		public Settings {
			allowedHosts = List.copyOf(allowedHosts);
			services = Map.copyOf(services);
		}

	}

}
