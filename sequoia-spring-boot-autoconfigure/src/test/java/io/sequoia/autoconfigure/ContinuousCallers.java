package io.sequoia.autoconfigure;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Two hundred callers that call continuously, while credentials change.
 */
final class ContinuousCallers {

	private static final int CALLERS = 200;

	private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

	private final AtomicIntegerArray calls = new AtomicIntegerArray(CALLERS);

	private final ExecutorService callers = Executors.newFixedThreadPool(CALLERS);

	private final Runnable call;

	private volatile boolean stopped;

	ContinuousCallers(Runnable call) {
		this.call = call;
		IntStream.range(0, CALLERS).forEach((caller) -> this.callers.execute(() -> run(caller)));
	}

	private void run(int caller) {
		while (!this.stopped) {
			try {
				this.call.run();
			}
			catch (RuntimeException ex) {
				this.failures.add(ex);
			}
			this.calls.incrementAndGet(caller);
		}
	}

	/**
	 * Wait for two calls of each caller, so that the second one has begun after this.
	 */
	void awaitCallsOfEachCaller() {
		int[] before = IntStream.range(0, CALLERS).map(this.calls::get).toArray();
		await().atMost(Duration.ofSeconds(60))
			.until(() -> IntStream.range(0, CALLERS)
				.allMatch((caller) -> this.calls.get(caller) >= before[caller] + 2));
	}

	Queue<Throwable> failures() {
		return this.failures;
	}

	int calls() {
		return IntStream.range(0, CALLERS).map(this.calls::get).sum();
	}

	void stop() throws InterruptedException {
		this.stopped = true;
		this.callers.shutdown();
		assertThat(this.callers.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
	}

}
