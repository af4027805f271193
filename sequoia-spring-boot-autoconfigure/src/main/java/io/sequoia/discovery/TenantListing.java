package io.sequoia.discovery;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import io.sequoia.DiscoveryException;
import io.sequoia.MalformedResponseException;
import io.sequoia.Printable;
import io.sequoia.SequoiaFailure;
import io.sequoia.ServiceUnavailableException;
import io.sequoia.http.Call;
import io.sequoia.http.ControlMetrics;
import io.sequoia.http.Outcome;
import io.sequoia.http.SharedFetch;
import io.sequoia.http.SharedRetry;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/**
 * What the registry said last of one tenant's services. A service that it told once is
 * used until it tells of it again: no answer without it, and none at all, takes it away.
 * Thread-safe.
 */
final class TenantListing {

	private static final Log logger = LogFactory.getLog(HttpServiceRegistry.class);

	/** How long to rely on what is known before a failed refresh is tried again. */
	private static final Duration STALE_RETRY = Duration.ofSeconds(10);

	/** How long a registry that asks for time is left alone at most. */
	private static final Duration LONGEST_RESPITE = Duration.ofHours(1);

	/** How long an answer is believed at least, even where a service is not found. */
	private static final Duration DOUBT_INTERVAL = Duration.ofSeconds(1);

	private final String owner;

	private final Source source;

	private final RegistrySnapshot snapshot;

	private final Rules rules;

	private final SharedFetch<RegistryListing> fetch;

	private volatile @Nullable RegistryListing listing;

	private volatile @Nullable String skipped;

	/** On the monotonic clock, whose values mean nothing but for their distance. */
	private volatile long askAgainAt;

	private volatile long askedAt;

	/** Whether asking again has failed since the last answer. */
	private volatile boolean stale;

	/** How many connections in a row were refused before the first answer. */
	private volatile int refusals;

	/**
	 * Prepare for a tenant.
	 * @param owner the tenant
	 * @param source asks the registry
	 * @param snapshot keeps its last answer
	 * @param rules what holds for all tenants
	 * @param retry repeats requests that fail
	 */
	TenantListing(String owner, Source source, RegistrySnapshot snapshot, Rules rules, SharedRetry retry) {
		this.owner = owner;
		this.source = source;
		this.snapshot = snapshot;
		this.rules = rules;
		this.fetch = new SharedFetch<>(call(owner), retry, rules.nanoTime());
	}

	/** What a request for a listing is for. */
	static Call call(String owner) {
		return new Call(HttpServiceRegistry.NAME, null, "services", owner);
	}

	/** What is known, asked for where that is nothing or too old. */
	Mono<RegistryListing> get() {
		return Mono.defer(() -> {
			RegistryListing fresh = fresh();
			return (fresh != null) ? Mono.just(fresh)
					: this.fetch.join(this::fresh, refresh()).onErrorResume(this::withoutAsking);
		});
	}

	/** The registry has asked another tenant's call for time: it was not asked at all. */
	private Mono<RegistryListing> withoutAsking(Throwable error) {
		RegistryListing stale = this.listing;
		if (stale == null) {
			return Mono.error(error);
		}
		askAgainIn(pause(error));
		return Mono.just(stale);
	}

	/**
	 * Ask again, since what is known lacks something. It is asked at most once a second,
	 * for whatever tenant; who must not ask waits for whoever does, or takes what is
	 * known.
	 * @param lacking what is known
	 * @return what the registry says by now, or what is known
	 */
	Mono<RegistryListing> getAnother(RegistryListing lacking) {
		return Mono.defer(() -> {
			boolean due = now() - this.askedAt >= DOUBT_INTERVAL.toNanos()
					&& this.rules.mayAskForMissing(now(), DOUBT_INTERVAL);
			Mono<RegistryListing> another = due
					? this.fetch.join(() -> (this.listing != lacking) ? this.listing : null, refresh())
					: this.fetch.joinRunning(lacking);
			return another.onErrorResume(SequoiaFailure.class::isInstance, (error) -> Mono.just(lacking));
		});
	}

	/** Ask anew, whatever is known; an error where the registry does not answer. */
	Mono<RegistryListing> renew() {
		return this.fetch.join(() -> null, Mono.defer(this::ask));
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
		return (known != null) ? Duration.ofNanos(now() - known.receivedAt()) : null;
	}

	private @Nullable RegistryListing fresh() {
		RegistryListing known = this.listing;
		return (known != null && now() - this.askAgainAt < 0) ? known : null;
	}

	private Mono<RegistryListing> refresh() {
		return Mono.defer(this::ask).onErrorResume((error) -> {
			RegistryListing stale = this.listing;
			return ((stale != null) ? Mono.just(stale) : kept()).flatMap((last) -> Mono.deferContextual((context) -> {
				tellStale(stale != null, error, context);
				askAgainIn(pause(error));
				this.listing = last;
				return Mono.just(last);
			})).switchIfEmpty(Mono.defer(() -> Mono.error(impatient(error))));
		});
	}

	/** A registry that stays away is told of once. */
	private void tellStale(boolean inUse, Throwable error, ContextView context) {
		boolean told = this.stale;
		this.stale = true;
		Call.log(context,
				"The registry could not be asked, its last answer "
						+ (inUse ? "stays in use: " : "comes from sequoia.registry.snapshot: ") + error.getMessage(),
				told ? logger::debug : logger::warn);
	}

	/**
	 * End the retries of calls to a registry that has never answered and refuses
	 * connections: its address is wrong, most likely.
	 */
	private Throwable impatient(Throwable error) {
		boolean refused = error instanceof ServiceUnavailableException unavailable && unavailable.unsent();
		this.refusals = refused ? this.refusals + 1 : 0;
		int tolerated = this.rules.firstAttempts();
		return (this.refusals >= tolerated && error instanceof SequoiaFailure failure)
				? new DiscoveryException(
						error.getMessage() + " (no connection in " + tolerated
								+ " attempts, and none before: sequoia.registry.first-attempts)",
						failure.details(), error)
				: error;
	}

	/** Other tenants of the application may be many. */
	private void tellAnswer(RegistryListing latest, ContextView context) {
		if (this.listing == null || this.stale) {
			Call.log(context,
					"The registry lists " + latest.services().size() + " services for the owner '" + this.owner + "'"
							+ (this.stale ? " again" : ": " + Printable.of(latest.names().toString(), 500)),
					this.owner.equals(this.rules.owner()) ? logger::info : logger::debug);
		}
		this.refusals = 0;
		this.stale = false;
	}

	private static Duration pause(Throwable error) {
		Duration asked = (error instanceof SequoiaFailure failure) ? failure.retryAfter() : null;
		boolean longer = asked != null && asked.compareTo(STALE_RETRY) > 0 && asked.compareTo(LONGEST_RESPITE) <= 0;
		return (longer && asked != null) ? asked : STALE_RETRY;
	}

	private Mono<RegistryListing> ask() {
		return Outcome.measure(
				Mono.deferContextual(
						(context) -> this.source.fetch(this.owner).flatMap((body) -> received(body, context))),
				this.rules.nanoTime(), this.rules.metrics()::registryRefreshed);
	}

	private Mono<RegistryListing> received(byte[] body, ContextView context) {
		RegistryListing latest = parse(body, now(), context);
		RegistryListing known = this.listing;
		boolean complete = !latest.names().isEmpty();
		if (known != null) {
			String lost = latest.keep(known);
			complete = complete && !latest.hasKept();
			if (!lost.isEmpty()) {
				Call.log(context, "The registry's answer lacks what it told before for the tenant '" + this.owner
						+ "', which stays in use: " + lost, logger::warn);
			}
		}
		askAgainIn(this.rules.refreshInterval());
		tellAnswer(latest, context);
		this.listing = latest;
		return complete ? this.snapshot.save(this.owner, body).thenReturn(latest) : Mono.just(latest);
	}

	private RegistryListing parse(byte[] body, long receivedAt, ContextView context) {
		return RegistryListing.parse(body, this.owner, this.rules.locations(), receivedAt,
				call(this.owner).details(context), (line) -> {
					// asked again and again, the registry has the same odd entries
					if (!line.equals(this.skipped)) {
						this.skipped = line;
						Call.log(context, line, logger::warn);
					}
				});
	}

	/**
	 * What was written by another run is trusted no more than the registry itself.
	 */
	private Mono<RegistryListing> kept() {
		return this.snapshot.load(this.owner)
			.flatMap((body) -> Mono.deferContextual((context) -> Mono.just(parse(body, longAgo(), context))))
			.onErrorResume(MalformedResponseException.class, (unusable) -> Mono.deferContextual((context) -> {
				Call.log(context, "The snapshot of the registry is of no use (sequoia.registry.snapshot): "
						+ unusable.getMessage(), logger::warn);
				return Mono.empty();
			}));
	}

	/** When another run received it is not known; it is stale from the beginning. */
	private long longAgo() {
		return now() - this.rules.refreshInterval().toNanos();
	}

	private void askAgainIn(Duration time) {
		this.askedAt = now();
		this.askAgainAt = this.askedAt + time.toNanos();
	}

	private long now() {
		return this.rules.nanoTime().getAsLong();
	}

	/**
	 * Asks the registry.
	 */
	@FunctionalInterface
	interface Source {

		/**
		 * Send one request.
		 * @param owner the tenant
		 * @return the body of the answer
		 */
		Mono<byte[]> fetch(String owner);

	}

	/**
	 * What holds for all tenants.
	 *
	 * @param locations what locations are refused by
	 * @param settings how long an answer holds, whose it is, and how often to try at
	 * first
	 * @param metrics what measures requests and answers
	 * @param nanoTime a monotonic clock
	 * @param askedForMissing when the registry was last asked for what it lacked
	 */
	record Rules(LocationRules locations, HttpServiceRegistry.Settings settings, ControlMetrics metrics,
			LongSupplier nanoTime, AtomicLong askedForMissing) {

		static Rules of(LocationRules locations, HttpServiceRegistry.Settings settings, ControlMetrics metrics,
				LongSupplier nanoTime) {
			return new Rules(locations, settings, metrics, nanoTime,
					new AtomicLong(nanoTime.getAsLong() - DOUBT_INTERVAL.toNanos()));
		}

		private Duration refreshInterval() {
			return this.settings.refreshInterval();
		}

		private String owner() {
			return this.settings.owner();
		}

		private int firstAttempts() {
			return this.settings.firstAttempts();
		}

		private boolean mayAskForMissing(long now, Duration interval) {
			long last = this.askedForMissing.get();
			return now - last >= interval.toNanos() && this.askedForMissing.compareAndSet(last, now);
		}

	}

}
