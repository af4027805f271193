package io.sequoia.retry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import io.sequoia.RateLimitedException;
import io.sequoia.Ref;
import io.sequoia.RequestTimeoutException;
import io.sequoia.SequoiaFailure.Details;
import io.sequoia.ServiceUnavailableException;
import io.sequoia.call.Call;
import io.sequoia.correlation.CorrelationIds;
import io.sequoia.retry.RetrySettings.Budget;
import io.sequoia.retry.RetrySettings.Jitter;
import io.sequoia.retry.RetrySettings.Strategy;
import io.sequoia.retry.springretry.SpringRetryExtensions;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

import org.springframework.retry.RetryListener;
import org.springframework.retry.RetryPolicy;
import org.springframework.retry.backoff.BackOffPolicy;

/**
 * One call on virtual time: plays a script of attempts and records the result.
 */
final class RetryFixture {

	static final long SEED = 20260101;

	static final Details DETAILS = Details.of("c-1", "metadata", "contents");

	final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	final List<Long> attemptTimes = new ArrayList<>();

	@Nullable Object answer;

	@Nullable Throwable failure;

	boolean ended;

	/**
	 * Plain settings: 10 attempts, constant waits of 100 ms without jitter, no budget.
	 */
	static RetrySettings settings() {
		return settings(Strategy.CONSTANT, Jitter.NONE, new Budget(false, 0));
	}

	static RetrySettings settings(Strategy strategy, Jitter jitter, Budget budget) {
		return new RetrySettings(true, 10, Duration.ofSeconds(120), Duration.ofHours(1), strategy,
				Duration.ofMillis(100), 2, Duration.ofSeconds(10), jitter, Set.of(), budget);
	}

	static RetrySettings disabled() {
		return new RetrySettings(false, 10, Duration.ofSeconds(1), Duration.ofHours(1), Strategy.CONSTANT,
				Duration.ofMillis(100), 2, Duration.ofSeconds(10), Jitter.NONE, Set.of(), new Budget(true, 0.1));
	}

	static <R> RetryCall<R> read(RetrySettings settings) {
		return reading(settings, null);
	}

	static <R> RetryCall<R> reading(RetrySettings settings, @Nullable Predicate<? super R> accepted) {
		return new RetryCall<>(call("contents", "browse"), true, List.of(), settings, accepted,
				UnaryOperator.identity(), false);
	}

	static <R> RetryCall<R> browse(String service, RetrySettings settings) {
		return new RetryCall<>(new Call(service, null, "browse", "testmock"), true, List.of(), settings, null,
				UnaryOperator.identity(), false);
	}

	static <R> RetryCall<R> shared(RetrySettings settings) {
		return RetryCall.shared(call(null, "descriptor"), settings);
	}

	static <R> RetryCall<R> namedStore(RetrySettings settings) {
		return new RetryCall<>(call("contents", "store"), true, List.of(Ref.of("t", "a")), settings, null,
				UnaryOperator.identity(), false);
	}

	static <R> RetryCall<R> namelessStore(RetrySettings settings) {
		return new RetryCall<>(call("contents", "store"), false, List.of(Ref.of("t", "a"), Ref.of("t", "b")), settings,
				null, UnaryOperator.identity(), false);
	}

	static Call call(@Nullable String resource, String operation) {
		return new Call("metadata", resource, operation, "testmock");
	}

	static ServiceUnavailableException unavailable(int status) {
		return new ServiceUnavailableException("browse failed: " + status, DETAILS.withStatus(status), false, null);
	}

	static ServiceUnavailableException io(boolean unsent, @Nullable Throwable cause) {
		return new ServiceUnavailableException("connection lost", DETAILS, unsent, cause);
	}

	static RequestTimeoutException attemptTimeout() {
		return new RequestTimeoutException("too slow", DETAILS, false, null);
	}

	static RateLimitedException rateLimited(@Nullable Duration retryAfter) {
		return new RateLimitedException("slow down", DETAILS.withStatus(429), retryAfter, null);
	}

	static RetryExtensions springRetry(@Nullable RetryPolicy policy, @Nullable BackOffPolicy backOff,
			RetryListener... listeners) {
		return new SpringRetryExtensions(policy, backOff, List.of(listeners)).extensions(null);
	}

	RetryExecutor executor() {
		return executor(RetryExtensions.NONE, RetryMetrics.NONE);
	}

	RetryExecutor executor(RetryExtensions extensions, RetryMetrics metrics) {
		return new RetryExecutor(extensions, metrics, this.time, new Random(SEED));
	}

	/**
	 * Create attempts that end as in the script, its last entry for ever: an exception is
	 * a failure, anything else an answer.
	 */
	Mono<Object> script(Object... outcomes) {
		return Mono.defer(() -> {
			Object outcome = outcomes[Math.min(this.attemptTimes.size(), outcomes.length - 1)];
			this.attemptTimes.add(this.time.now(TimeUnit.MILLISECONDS));
			if (outcome instanceof Mono<?> mono) {
				return mono.cast(Object.class);
			}
			return (outcome instanceof Throwable error) ? Mono.error(error) : Mono.just(outcome);
		});
	}

	RetryFixture run(RetryCall<Object> call, Object... outcomes) {
		return run(executor(), call, outcomes);
	}

	/**
	 * Run one call to its end, without any state of an earlier one.
	 */
	RetryFixture run(RetryExecutor executor, RetryCall<Object> call, Object... outcomes) {
		this.attemptTimes.clear();
		this.answer = null;
		this.failure = null;
		this.ended = false;
		executor.execute(call, script(outcomes))
			.contextWrite((context) -> CorrelationIds.put(context, "c-1"))
			.subscribe((value) -> this.answer = value, (error) -> {
				this.failure = error;
				this.ended = true;
			}, () -> this.ended = true);
		this.time.advanceTimeBy(Duration.ofHours(1));
		return this;
	}

	int attempts() {
		return this.attemptTimes.size();
	}

	List<Long> waits() {
		List<Long> waits = new ArrayList<>();
		for (int i = 1; i < this.attemptTimes.size(); i++) {
			waits.add(this.attemptTimes.get(i) - this.attemptTimes.get(i - 1));
		}
		return waits;
	}

}
