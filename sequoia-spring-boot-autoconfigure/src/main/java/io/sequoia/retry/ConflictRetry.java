package io.sequoia.retry;

import java.time.Duration;
import java.util.random.RandomGenerator;

import io.sequoia.VersionConflictException;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;

import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * Repeats a change of a resource, beginning with the read, if another caller has changed
 * the resource meanwhile: up to {@value #MAX_ATTEMPTS} times, after waits from
 * {@value #FIRST_WAIT} ms with full jitter. A conflict is not a sign of an outage, so
 * that it is neither paid from the budget nor reported to observers.
 */
final class ConflictRetry extends Retry {

	static final int MAX_ATTEMPTS = 20;

	static final long FIRST_WAIT = 5;

	static final long LONGEST_WAIT = 10_000;

	private final Scheduler timer;

	private final RandomGenerator random;

	ConflictRetry(Scheduler timer, RandomGenerator random) {
		this.timer = timer;
		this.random = random;
	}

	@Override
	public Publisher<Long> generateCompanion(Flux<RetrySignal> failures) {
		BackOffExecution waits = waits();
		return failures.concatMap((signal) -> next(signal.failure(), waits));
	}

	private Mono<Long> next(Throwable failure, BackOffExecution waits) {
		long wait = (failure instanceof VersionConflictException) ? waits.nextBackOff() : BackOffExecution.STOP;
		return (wait != BackOffExecution.STOP) ? Mono.delay(Duration.ofMillis(wait), this.timer) : Mono.error(failure);
	}

	private BackOffExecution waits() {
		ExponentialBackOff backOff = new ExponentialBackOff(FIRST_WAIT, 2);
		backOff.setMaxInterval(LONGEST_WAIT);
		backOff.setMaxAttempts(MAX_ATTEMPTS - 1);
		return new FullJitterBackOff(backOff, this.random).start();
	}

}
