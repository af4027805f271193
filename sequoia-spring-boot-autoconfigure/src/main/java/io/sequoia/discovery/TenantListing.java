package io.sequoia.discovery;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import io.sequoia.MalformedResponseException;
import io.sequoia.Printable;
import io.sequoia.SequoiaFailure;
import io.sequoia.ServiceUnavailableException;
import io.sequoia.call.Call;
import io.sequoia.http.ControlMetrics;
import io.sequoia.http.Correlated;
import io.sequoia.http.Outcome;
import io.sequoia.http.SharedRetry;
import io.sequoia.http.SingleFlight;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/**
 * The last known services of one tenant. A service stays known until a later answer of
 * the registry names it again: an answer without it, or no answer at all, does not remove
 * it. Thread-safe.
 */
final class TenantListing {

	private static final Log logger = LogFactory.getLog(HttpServiceRegistry.class);

	/**
	 * The time for which known services are used before a failed refresh is tried again.
	 */
	private static final Duration STALE_RETRY = Duration.ofSeconds(10);

	/** The longest pause before the next request to a registry that asked to wait. */
	private static final Duration LONGEST_RESPITE = Duration.ofHours(1);

	/** The shortest time for which an answer is trusted, even if a service is missing. */
	private static final Duration DOUBT_INTERVAL = Duration.ofSeconds(1);

	private final String owner;

	private final Source source;

	private final RegistrySnapshot snapshot;

	private final Rules rules;

	private final SingleFlight<RegistryListing> fetch;

	private final FirstRegistryAttempts firstAttempts;

	private volatile @Nullable RegistryListing listing;

	private volatile @Nullable String skipped;

	/** A point in time on the monotonic clock, whose values can only be compared. */
	private volatile long askAgainAt;

	private volatile long askedAt;

	/** {@code true} if a refresh has failed since the last answer. */
	private volatile boolean stale;

	/**
	 * Prepare for a tenant.
	 * @param owner the tenant
	 * @param source asks the registry
	 * @param snapshot keeps its last answer
	 * @param rules the collaborators and limits that all tenants share
	 * @param retry repeats requests that fail
	 */
	TenantListing(String owner, Source source, RegistrySnapshot snapshot, Rules rules, SharedRetry retry) {
		this.owner = owner;
		this.source = source;
		this.snapshot = snapshot;
		this.rules = rules;
		this.fetch = new SingleFlight<>(call(owner), retry, rules.nanoTime());
		this.firstAttempts = new FirstRegistryAttempts(rules.settings().firstAttempts());
	}

	/** Return the call that a request for a listing is made for. */
	static Call call(String owner) {
		return new Call(HttpServiceRegistry.NAME, null, "services", owner);
	}

	/** Return the known listing; request it if there is none, or if it is too old. */
	Mono<RegistryListing> get() {
		return Mono.defer(() -> {
			RegistryListing fresh = fresh();
			return (fresh != null) ? Mono.just(fresh)
					: this.fetch.join(this::fresh, refresh()).onErrorResume(this::withoutAsking);
		});
	}

	/**
	 * Handle a request that was not sent, since the registry has asked another tenant's
	 * call to wait.
	 */
	private Mono<RegistryListing> withoutAsking(Throwable error) {
		RegistryListing stale = this.listing;
		if (stale == null) {
			return Mono.error(error);
		}
		askAgainIn(pause(error));
		return Mono.just(stale);
	}

	/**
	 * Request the listing again because the known one lacks a service. The registry gets
	 * at most one such request per second for all tenants together. A caller that must
	 * not ask waits for the one that does, or gets the known listing.
	 * @param lacking the known listing
	 * @return the new listing, or the known one
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

	/**
	 * Request the listing, even if one is known; an error if the registry does not
	 * answer.
	 */
	Mono<RegistryListing> renew() {
		return this.fetch.join(() -> null, Mono.defer(this::ask));
	}

	/** Request the listing again soon, once for many calls that fail at the same time. */
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

	/** Describe the known listing; {@code null} if there is none. */
	@Nullable RegistryReport report() {
		RegistryListing known = this.listing;
		if (known == null) {
			return null;
		}
		Duration age = Duration.ofNanos(now() - known.receivedAt());
		return new RegistryReport(this.owner, age, age.compareTo(this.rules.refreshInterval()) >= 0, known.services(),
				known.refusals());
	}

	/** Return the known listing, unless it is time to ask for another one. */
	@Nullable RegistryListing fresh() {
		RegistryListing known = this.listing;
		return (known != null && now() - this.askAgainAt < 0) ? known : null;
	}

	private Mono<RegistryListing> refresh() {
		return Mono.defer(() -> {
			long begun = now();
			return ask().onErrorResume((error) -> withoutAnswer(error, begun));
		});
	}

	/** Use the last listing or the kept one, if the registry has not answered. */
	private Mono<RegistryListing> withoutAnswer(Throwable error, long begun) {
		return Mono.defer(() -> {
			RegistryListing stale = this.listing;
			return ((stale != null) ? Mono.just(stale) : kept()).flatMap((last) -> Mono.deferContextual((context) -> {
				tellStale(stale != null, error, context);
				askAgainIn(pause(error));
				this.listing = last;
				return Mono.just(last);
			})).switchIfEmpty(Mono.defer(() -> Mono.error(this.firstAttempts.failed(error, begun, now()))));
		});
	}

	/**
	 * Log once that a registry does not answer. The outage of its host has its own
	 * warning.
	 */
	private void tellStale(boolean inUse, Throwable error, ContextView context) {
		boolean told = this.stale;
		boolean outage = error instanceof ServiceUnavailableException;
		this.stale = true;
		Correlated.log(context,
				"The request to the registry failed; its last answer "
						+ (inUse ? "stays in use: " : "comes from sequoia.registry.snapshot: ") + error.getMessage(),
				told ? logger::debug : outage ? logger::info : logger::warn);
	}

	/**
	 * Log an answer: at INFO for the application's own tenant only, as there may be many
	 * others.
	 */
	private void tellAnswer(RegistryListing latest, ContextView context) {
		if (this.listing == null || this.stale) {
			Correlated.log(context,
					"The registry lists " + latest.services().size() + " services for the owner '" + this.owner + "'"
							+ (this.stale ? " again" : ": " + Printable.of(latest.names().toString(), 500)),
					this.owner.equals(this.rules.owner()) ? logger::info : logger::debug);
		}
		this.firstAttempts.reached();
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
				Correlated.log(context,
						"The registry's answer for the tenant '" + this.owner
								+ "' has no usable entry for services of earlier answers, which stay in use: " + lost,
						logger::warn);
			}
		}
		askAgainIn(this.rules.refreshInterval());
		tellAnswer(latest, context);
		this.listing = latest;
		return complete ? this.snapshot.save(this.owner, body).thenReturn(latest) : Mono.just(latest);
	}

	private RegistryListing parse(byte[] body, long receivedAt, ContextView context) {
		return RegistryListing.parse(body, this.owner, this.rules.locations(), receivedAt,
				Correlated.details(call(this.owner), context), (line) -> {
					// each request to the registry would find the same malformed entries
					if (!line.equals(this.skipped)) {
						this.skipped = line;
						Correlated.log(context, line, logger::warn);
					}
				});
	}

	/**
	 * Load the snapshot. It is checked like an answer of the registry, as another process
	 * has written it.
	 */
	private Mono<RegistryListing> kept() {
		return this.snapshot.load(this.owner)
			.flatMap((body) -> Mono.deferContextual((context) -> Mono.just(parse(body, longAgo(), context))))
			.onErrorResume(MalformedResponseException.class, (unusable) -> Mono.deferContextual((context) -> {
				Correlated.log(context, "The snapshot of the registry cannot be used (sequoia.registry.snapshot): "
						+ unusable.getMessage(), logger::warn);
				return Mono.empty();
			}));
	}

	/**
	 * Return a time at which a listing is stale from the beginning, as the time when
	 * another process received it is not known.
	 */
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
		 * @param owner the tenant whose services are listed
		 * @return the body of the answer
		 */
		Mono<byte[]> fetch(String owner);

	}

	/**
	 * The collaborators and limits that all tenants share.
	 *
	 * @param locations the rules that locations must meet
	 * @param settings the refresh interval, the application's own tenant, and the number
	 * of first attempts
	 * @param metrics measures requests and answers
	 * @param nanoTime a monotonic clock
	 * @param askedForMissing the time of the last request that was made because a service
	 * was missing
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

		private boolean mayAskForMissing(long now, Duration interval) {
			long last = this.askedForMissing.get();
			return now - last >= interval.toNanos() && this.askedForMissing.compareAndSet(last, now);
		}

	}

}
