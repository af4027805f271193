package io.sequoia.transfer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Hooks;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Work on files.
 */
class DiskTests {

	@Test
	void givesTheResultOrTheFailure() {
		StepVerifier.create(Disk.run(() -> 1)).expectNext(1).verifyComplete();
		StepVerifier.create(Disk.run(() -> null)).verifyComplete();
		StepVerifier.create(Disk.run(() -> {
			throw new IOException("disk full");
		}))
			.verifyErrorSatisfies((failure) -> assertThat(failure).isInstanceOf(UncheckedIOException.class)
				.hasMessage("IOException: disk full"));
		IllegalStateException other = new IllegalStateException();
		StepVerifier.create(Disk.run(() -> {
			throw other;
		})).verifyErrorSatisfies((failure) -> assertThat(failure).isSameAs(other));
	}

	@Test
	void endsWithoutAWordWhereItsCallerHasGivenUp() throws InterruptedException {
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch givenUp = new CountDownLatch(1);
		CountDownLatch ended = new CountDownLatch(1);
		AtomicReference<Thread> worker = new AtomicReference<>();
		List<Throwable> dropped = new CopyOnWriteArrayList<>();
		Hooks.onErrorDropped(dropped::add);
		try {
			Disposable caller = Disk.run(() -> {
				worker.set(Thread.currentThread());
				begun.countDown();
				givenUp.await();
				ended.countDown();
				throw new IOException("disk full");
			}).subscribe();
			assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
			caller.dispose();
			givenUp.countDown();
			assertThat(ended.await(10, TimeUnit.SECONDS)).as("not interrupted").isTrue();
			await().until(() -> worker.get().getState() != Thread.State.RUNNABLE);
		}
		finally {
			Hooks.resetOnErrorDropped();
		}
		assertThat(dropped).isEmpty();
	}

}
