package io.sequoia.retry;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.random.RandomGenerator;

import io.sequoia.Internal;
import io.sequoia.SequoiaFailure;
import io.sequoia.call.CallContext;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.util.ConcurrentLruCache;

/**
 * Repeats calls that failed (docs/protocol.md, section 10) without blocking a thread.
 * Calls share only the retry budget of their service. Thread-safe.
 */
@Internal
public final class RetryExecutor implements AutoCloseable {

	private static final int MAX_SERVICES = 256;

	private static final int MAX_RULES = 64;

	private final RetryExtensions extensions;

	private final RetryMetrics metrics;

	private final @Nullable Scheduler timer;

	private final RandomGenerator random;

	private final Set<RetryRun<?>> running = ConcurrentHashMap.newKeySet();

	private volatile boolean closed;

	// names come from callers, so above the limit the least recently used one loses its
	// state
	private final ConcurrentLruCache<String, ServiceLimits> limits = new ConcurrentLruCache<>(MAX_SERVICES,
			this::create);

	private final Function<String, ServiceLimits> limitsOf = this.limits::get;

	/** The services that may have limits. */
	private final Set<String> services = ConcurrentHashMap.newKeySet();

	// most calls have the same settings
	private final ConcurrentLruCache<RetrySettings, RunRules> rules = new ConcurrentLruCache<>(MAX_RULES, this::rules);

	/**
	 * Create an executor without extensions and metrics.
	 */
	public RetryExecutor() {
		this(RetryExtensions.NONE, RetryMetrics.NONE);
	}

	/**
	 * Create an executor with Reactor's timer.
	 * @param extensions the application's extensions
	 * @param metrics counts the retries
	 */
	public RetryExecutor(RetryExtensions extensions, RetryMetrics metrics) {
		this(extensions, metrics, null, () -> ThreadLocalRandom.current().nextLong());
	}

	/**
	 * Create an executor with its own timer and random numbers.
	 * @param extensions the application's extensions
	 * @param metrics counts the retries
	 * @param timer measures time and waits; {@code null} for
	 * {@link Schedulers#parallel()}, looked up for each call
	 * @param random the source of jitter, safe for use by several threads
	 */
	public RetryExecutor(RetryExtensions extensions, RetryMetrics metrics, @Nullable Scheduler timer,
			RandomGenerator random) {
		this.extensions = extensions;
		this.metrics = metrics;
		this.timer = timer;
		this.random = random;
	}

	/**
	 * Run a call: attempts until one succeeds, the failure is final, or attempts, time or
	 * budget end. Nothing happens before the subscription, and each subscription is a new
	 * call; cancelling it stops the attempt or the wait at once.
	 * <p>
	 * The call fails with the exception of its last attempt (the same instance), which
	 * has a suppressed note on the attempts if more of them might have helped; with
	 * {@link io.sequoia.OutcomeUnknownException} if it must not be repeated and may have
	 * been applied; with {@link io.sequoia.RequestTimeoutException} if time ended within
	 * an attempt. If answers were not accepted until attempts or time ended, the last
	 * answer is the result.
	 * @param call the call
	 * @param attempt makes one attempt; subscribed to once for each, with the
	 * subscriber's context and, after the first, its number ({@link CallContext#attempt})
	 * @param <R> the type of the answer
	 * @return the answer; empty if that of the successful attempt was empty
	 */
	public <R> Mono<R> execute(RetryCall<R> call, Mono<R> attempt) {
		return Mono.create((sink) -> {
			RetryRun<R> run = new RetryRun<>(call, attempt, this.rules.get(call.settings()), this.limitsOf, timer(),
					sink);
			this.running.add(run);
			sink.onDispose(() -> {
				this.running.remove(run);
				run.release();
			});
			if (this.closed) {
				run.stop();
			}
			else {
				run.start();
			}
		});
	}

	/**
	 * Let several calls share one time limit: each of them counts its
	 * {@linkplain RetrySettings#maxTime() time} from the subscription to the whole.
	 * @param whole makes the calls
	 * @param <R> the type of the result
	 * @return the whole; within another such whole it has the time limit of that one
	 */
	public <R> Mono<R> together(Mono<R> whole) {
		return Mono.deferContextual((context) -> (CallContext.started(context) != null) ? whole
				: whole.contextWrite((inner) -> CallContext.withStarted(inner, timer().now(TimeUnit.NANOSECONDS))));
	}

	/**
	 * Repeat a change of a resource that others change at the same time: after a
	 * {@link io.sequoia.VersionConflictException} up to 20 times, after waits from 5 ms
	 * on.
	 * @param change reads the resource, changes and updates it; subscribed to once for
	 * each attempt
	 * @param <R> the type of the result
	 * @return the result; the conflict of the last attempt as an error
	 */
	public <R> Mono<R> onConflict(Mono<R> change) {
		return Mono.defer(() -> change.retryWhen(new ConflictRetry(timer(), this.random)));
	}

	private RunRules rules(RetrySettings settings) {
		RetryCondition condition = this.extensions.condition();
		RetryWaits waits = this.extensions.waits();
		return new RunRules((condition != null && settings.enabled()) ? condition : AttemptLimit.of(settings),
				(waits != null) ? waits : BackOffs.of(settings, this.random), this.extensions.observers(), this.metrics,
				this.random);
	}

	private ServiceLimits create(String service) {
		if (this.services.size() > MAX_SERVICES) {
			this.services.removeIf((known) -> !this.limits.contains(known));
		}
		this.services.add(service);
		return new ServiceLimits(new RetryBudget(), new RetryAfterPause());
	}

	/**
	 * Return the retries that the budgets still pay for.
	 * @return the number for each service that was called lately
	 */
	public Map<String, Long> budgets() {
		Map<String, Long> budgets = new TreeMap<>();
		this.services.stream()
			.filter(this.limits::contains)
			.forEach((service) -> budgets.put(service, limits(service).budget().remaining()));
		return budgets;
	}

	private ServiceLimits limits(String service) {
		return this.limits.get(service);
	}

	private Scheduler timer() {
		return (this.timer != null) ? this.timer : Schedulers.parallel();
	}

	/**
	 * Create the failure for a caller that waits for no further attempt of a shared call.
	 * @param call the shared call
	 * @param attempts the number of attempts that failed while the caller waited
	 * @param failure the failure of the last of them
	 * @return the failure, with a note, for that caller alone
	 */
	public static Throwable gaveUp(RetryCall<?> call, int attempts, Throwable failure) {
		if (!(failure instanceof SequoiaFailure known)) {
			return failure;
		}
		RuntimeException own = known.restated(String.valueOf(failure.getMessage()), known.details());
		GaveUpNote.add(own, "Gave up after attempt " + attempts + " of " + call + ", because the call's own"
				+ " limit of attempts is " + attempts + "; other calls still wait for the answer");
		return own;
	}

	/**
	 * End all calls, within attempts and waits. Writes that may have been applied fail
	 * with {@link io.sequoia.OutcomeUnknownException}, other calls with
	 * {@link io.sequoia.ServiceUnavailableException}, and so does every later call.
	 */
	@Override
	public void close() {
		this.closed = true;
		this.running.forEach(RetryRun::stop);
	}

}
