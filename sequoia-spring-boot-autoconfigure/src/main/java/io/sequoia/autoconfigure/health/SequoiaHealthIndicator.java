package io.sequoia.autoconfigure.health;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.function.Supplier;

import io.sequoia.autoconfigure.AuthenticationType;
import io.sequoia.autoconfigure.SequoiaConnectionDetails;
import io.sequoia.call.CallContext;
import io.sequoia.call.UserCode;
import io.sequoia.correlation.CorrelationIds;
import io.sequoia.discovery.ServiceRegistry;
import io.sequoia.http.Outages;
import io.sequoia.security.SequoiaTokenSource;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.util.function.SingletonSupplier;

/**
 * Tells whether calls have a listing of the registry, even an old one, and a token. It
 * uses the same caches as the calls, so that health checks send no additional requests
 * while these are filled. A probe sends a request to the registry instead. The details
 * contain the last failure of any call.
 */
final class SequoiaHealthIndicator implements ReactiveHealthIndicator {

	/**
	 * The time limit of a check, however slow the platform is and however many probes
	 * ask.
	 */
	private static final Duration LIMIT = Duration.ofSeconds(5);

	private static final Duration KEPT = Duration.ofSeconds(10);

	private final ServiceRegistry registry;

	private final SequoiaTokenSource tokens;

	private final String owner;

	/** Whether tokens are those of users; known once, as reading it may take time. */
	private final SingletonSupplier<Boolean> ofEachUser;

	private final Scheduler timer;

	private final boolean probe;

	private final Supplier<Outages.@Nullable LastFailure> lastFailure;

	private final Mono<Health> health;

	SequoiaHealthIndicator(ServiceRegistry registry, SequoiaTokenSource tokens, SequoiaConnectionDetails connection,
			CorrelationIds correlationIds, Settings settings, Scheduler timer) {
		this.registry = registry;
		this.tokens = tokens;
		this.owner = connection.owner();
		this.ofEachUser = SingletonSupplier
			.of(() -> connection.authentication().type() == AuthenticationType.AUTHORIZATION_CODE);
		this.timer = timer;
		this.probe = settings.probe();
		this.lastFailure = settings.lastFailure();
		this.health = Mono.defer(() -> Mono.zip(registry(), token(), this::health))
			.contextWrite((context) -> context.putAll(correlationIds.begin(context, null)))
			.cache(KEPT, timer);
	}

	@Override
	public Mono<Health> health() {
		return this.health;
	}

	private Health health(Part registry, Part token) {
		Throwable failure = (registry.failure() != null) ? registry.failure() : token.failure();
		Health.Builder health = (failure != null) ? new Health.Builder().down(failure) : new Health.Builder().up();
		Outages.LastFailure last = this.lastFailure.get();
		if (last != null) {
			health.withDetail("lastFailure",
					Map.of("time", last.time().truncatedTo(ChronoUnit.SECONDS).toString(), "reason", last.message()));
		}
		return health.withDetail("registry", registry.details()).withDetail("token", token.details()).build();
	}

	private Mono<Part> registry() {
		return part(() -> (this.probe ? this.registry.refresh(this.owner).then(this.registry.services(this.owner))
				: this.registry.services(this.owner))
			.map((services) -> Part.of(this.registry.isStale(this.owner) ? "stale" : "known", services.size())));
	}

	private Mono<Part> token() {
		return part(() -> this.ofEachUser.obtain() ? Mono.just(Part.of("of each user"))
				: this.tokens.token(this.owner)
					.map((token) -> Part.of("present"))
					.defaultIfEmpty(Part.of("none needed")));
	}

	private Mono<Part> part(Supplier<Mono<Part>> part) {
		// a health check must not add load to a platform that is in trouble
		return Mono.defer(() -> UserCode.call(part))
			.contextWrite((context) -> CallContext.withSharedAttempts(context, 1))
			.timeout(LIMIT,
					Mono.error(
							() -> new IllegalStateException("There was no answer within " + LIMIT.toSeconds() + " s")),
					this.timer)
			.onErrorResume((failure) -> Mono.just(Part.failed(failure)));
	}

	/**
	 * The settings of a check.
	 *
	 * @param probe whether to send a request to the registry even if its answer is cached
	 * @param lastFailure returns the last failure of any call
	 */
	record Settings(boolean probe, Supplier<Outages.@Nullable LastFailure> lastFailure) {

	}

	/**
	 * The state of one precondition of calls.
	 *
	 * @param details the details to report
	 * @param failure the reason why it is not met, or {@code null} if it is
	 */
	private record Part(Map<String, Object> details, @Nullable Throwable failure) {

		private static final String STATUS = "status";

		static Part of(String status) {
			return new Part(Map.of(STATUS, status), null);
		}

		static Part of(String status, int services) {
			return new Part(Map.of(STATUS, status, "services", services), null);
		}

		static Part failed(Throwable failure) {
			String message = failure.getMessage();
			return new Part(Map.of(STATUS, "missing", "reason", (message != null) ? message : failure.toString()),
					failure);
		}

	}

}
