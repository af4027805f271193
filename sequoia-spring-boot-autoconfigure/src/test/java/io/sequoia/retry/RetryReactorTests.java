package io.sequoia.retry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.sequoia.RequestTimeoutException;
import io.sequoia.call.CallContext;
import io.sequoia.correlation.CorrelationIds;
import io.sequoia.retry.RetrySettings.Budget;
import io.sequoia.retry.RetrySettings.Jitter;
import io.sequoia.retry.RetrySettings.Strategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.retry.RetryCallback;
import org.springframework.retry.RetryContext;
import org.springframework.retry.RetryListener;

import static io.sequoia.retry.RetryFixture.read;
import static io.sequoia.retry.RetryFixture.settings;
import static io.sequoia.retry.RetryFixture.unavailable;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The guarantees for users of Reactor: laziness, context, cancellation, threads.
 */
class RetryReactorTests {

	private final RetryFixture fixture = new RetryFixture();

	@Test
	void nothingHappensBeforeTheSubscriptionAndEachOneIsACall() {
		Mono<Object> call = this.fixture.executor().execute(read(settings()), this.fixture.script("answer"));
		assertThat(this.fixture.attempts()).isZero();

		call.block();
		call.block();

		assertThat(this.fixture.attempts()).isEqualTo(2);
	}

	@Test
	void everyAttemptSeesTheContextOfTheSubscriberAndItsNumber() {
		List<String> seen = new ArrayList<>();
		Mono<Object> attempt = Mono.deferContextual((context) -> {
			seen.add(context.get("id") + " " + CallContext.attempt(context));
			return Mono.error(unavailable(503));
		});
		this.fixture.executor()
			.execute(read(settings().withMaxAttempts(3)), attempt)
			.contextWrite((context) -> context.put("id", "c-7"))
			.subscribe(null, (error) -> this.fixture.failure = error);
		this.fixture.time.advanceTimeBy(Duration.ofSeconds(1));

		assertThat(seen).containsExactly("c-7 1", "c-7 2", "c-7 3");
	}

	@Test
	void detailsOfTheDeadlineComeFromTheContextOfTheSubscriber() {
		RetryCall<Object> call = RetryFixture.browse("metadata", settings().withMaxTime(Duration.ofSeconds(1)));
		this.fixture.executor()
			.execute(call, Mono.never())
			.contextWrite((context) -> CorrelationIds.put(context, "c-8"))
			.subscribe(null, (error) -> this.fixture.failure = error);
		this.fixture.time.advanceTimeBy(Duration.ofSeconds(1));

		assertThat(this.fixture.failure).isInstanceOfSatisfying(RequestTimeoutException.class,
				(timeout) -> assertThat(timeout.correlationId()).isEqualTo("c-8"));
	}

	@Test
	void cancellingStopsTheAttempt() {
		AtomicBoolean stopped = new AtomicBoolean();
		List<Throwable> closed = new ArrayList<>();
		Disposable call = closing(closed).execute(read(settings()), Mono.never().doOnCancel(() -> stopped.set(true)))
			.subscribe();

		call.dispose();

		assertThat(stopped).isTrue();
		assertThat(closed).singleElement().isInstanceOf(CancellationException.class);
	}

	@Test
	void cancellingStopsTheWait() {
		List<Throwable> closed = new ArrayList<>();
		Disposable call = closing(closed).execute(read(settings()), this.fixture.script(unavailable(503))).subscribe();
		this.fixture.time.advanceTimeBy(Duration.ofMillis(150));
		assertThat(this.fixture.attempts()).isEqualTo(2);

		call.dispose();
		this.fixture.time.advanceTimeBy(Duration.ofHours(1));

		assertThat(this.fixture.attempts()).isEqualTo(2);
		assertThat(closed).hasSize(1);
	}

	@Test
	void cancellingAfterTheAnswerClosesNothingTwice() {
		List<Throwable> closed = new ArrayList<>();

		closing(closed).execute(read(settings()), Mono.just("answer")).subscribe(new BaseSubscriber<String>() {
			@Override
			protected void hookOnNext(String answer) {
				cancel();
			}
		});

		assertThat(closed).containsExactly((Throwable) null);
	}

	@Test
	void nothingIsLeftOnTheTimerAfterTheEnd() {
		ScheduledThreadPoolExecutor timers = new ScheduledThreadPoolExecutor(1);
		timers.setRemoveOnCancelPolicy(true);
		try {
			RetryExecutor executor = new RetryExecutor(RetryExtensions.NONE, RetryMetrics.NONE,
					Schedulers.fromExecutorService(timers), new Random(RetryFixture.SEED));
			RetrySettings patient = settings().withInterval(Duration.ofHours(1)).withMaxTime(Duration.ofHours(2));

			Disposable call = executor.execute(read(patient), this.fixture.script(unavailable(503))).subscribe();
			assertThat(timers.getQueue()).as("deadline and wait").hasSize(2);
			call.dispose();
			assertThat(timers.getQueue()).isEmpty();

			executor.execute(read(patient), Mono.just("answer")).block();
			assertThat(timers.getQueue()).isEmpty();
		}
		finally {
			timers.shutdownNow();
		}
	}

	@Test
	@Timeout(30)
	void tenThousandRetriesInARowDoNotGrowTheStack() {
		RetrySettings settings = settings(Strategy.CONSTANT, Jitter.FULL, new Budget(false, 0)).withMaxAttempts(20_000);
		RetryExecutor immediate = new RetryExecutor(RetryExtensions.NONE, RetryMetrics.NONE, null, () -> 0L);
		AtomicInteger attempts = new AtomicInteger();
		Mono<Integer> attempt = Mono.fromCallable(() -> {
			if (attempts.incrementAndGet() <= 10_000) {
				throw unavailable(503);
			}
			return new Throwable().getStackTrace().length;
		});

		Integer depth = immediate.execute(RetryFixture.<Integer>read(settings), attempt).block();

		assertThat(attempts).hasValue(10_001);
		assertThat(depth).isLessThan(300);
	}

	@Test
	@Timeout(60)
	void callsAtOnceDoNotShareState() throws Exception {
		RetryExecutor executor = new RetryExecutor();
		CountDownLatch start = new CountDownLatch(1);
		int calls = 500;
		List<Integer> answers = new ArrayList<>();
		Thread waiting = new Thread(() -> answers.addAll(Flux.range(0, calls)
			.flatMap((i) -> Mono.fromRunnable(() -> await(start))
				.subscribeOn(Schedulers.boundedElastic())
				.then(call(executor, i)), calls)
			.collectList()
			.block()));
		waiting.start();
		start.countDown();
		waiting.join();

		assertThat(answers).containsExactlyInAnyOrderElementsOf(IntStream.range(0, calls).boxed().toList());
	}

	private static Mono<Integer> call(RetryExecutor executor, int i) {
		AtomicInteger attempts = new AtomicInteger();
		int failing = i % 5;
		Mono<Integer> attempt = Mono.defer(() -> {
			int number = attempts.incrementAndGet();
			return (number <= failing) ? Mono.error(unavailable(503)) : Mono.just((number == failing + 1) ? i : -1);
		});
		return executor.execute(read(settings().withMaxAttempts(failing + 1).withInterval(Duration.ofMillis(1))),
				attempt);
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private RetryExecutor closing(List<Throwable> closed) {
		return this.fixture.executor(RetryFixture.springRetry(null, null, new RetryListener() {
			@Override
			public <T, E extends Throwable> void close(RetryContext context, RetryCallback<T, E> callback,
					Throwable throwable) {
				closed.add(throwable);
			}
		}), RetryMetrics.NONE);
	}

}
