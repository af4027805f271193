package io.sequoia.core.cache;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Phaser;

import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests for several callers, without a platform.
 */
class InFlightReadsTests {

	private static final int ROUNDS = 20_000;

	private final InFlightReads<String> inFlight = new InFlightReads<>();

	private final Phaser together = new Phaser(2);

	private volatile Disposable first = () -> {
	};

	@Test
	void callerThatComesWhileTheLastOneLeavesIsNotFailed() throws InterruptedException {
		List<Throwable> failures = new CopyOnWriteArrayList<>();
		Thread leaving = new Thread(() -> {
			for (int i = 0; i < ROUNDS; i++) {
				this.together.arriveAndAwaitAdvance();
				this.first.dispose();
				this.together.arriveAndAwaitAdvance();
			}
		}, "leaving");
		leaving.start();
		for (int i = 0; i < ROUNDS; i++) {
			this.first = endless().subscribe();
			this.together.arriveAndAwaitAdvance();
			Disposable second = endless().subscribe((answer) -> {
			}, failures::add);
			this.together.arriveAndAwaitAdvance();
			second.dispose();
		}
		leaving.join();
		assertThat(failures).isEmpty();
		assertThat(this.inFlight.size()).isZero();
	}

	private Mono<String> endless() {
		return Mono
			.defer(() -> this.inFlight.join("key", new Object(), Context.empty(), (flight) -> Mono.never()).answer());
	}

}
