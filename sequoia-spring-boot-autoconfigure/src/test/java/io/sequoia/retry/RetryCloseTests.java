package io.sequoia.retry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import io.sequoia.OutcomeUnknownException;
import io.sequoia.ServiceUnavailableException;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.retry.RetryCallback;
import org.springframework.retry.RetryContext;
import org.springframework.retry.RetryListener;

import static io.sequoia.retry.RetryFixture.io;
import static io.sequoia.retry.RetryFixture.namedStore;
import static io.sequoia.retry.RetryFixture.namelessStore;
import static io.sequoia.retry.RetryFixture.read;
import static io.sequoia.retry.RetryFixture.settings;
import static io.sequoia.retry.RetryFixture.unavailable;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The end of calls when the executor is closed.
 */
class RetryCloseTests {

	private final RetryFixture fixture = new RetryFixture();

	private final List<String> closings = new ArrayList<>();

	private final RetryExecutor executor = this.fixture
		.executor(RetryFixture.springRetry(null, null, new RetryListener() {

			@Override
			public <T, E extends Throwable> void close(RetryContext context, RetryCallback<T, E> callback,
					Throwable throwable) {
				RetryCloseTests.this.closings.add(throwable.getClass().getSimpleName());
			}

		}), RetryMetrics.NONE);

	private Throwable failure;

	@Test
	void endsAttempts() {
		AtomicBoolean cancelled = new AtomicBoolean();
		start(read(settings()), Mono.never().doOnCancel(() -> cancelled.set(true)));
		this.executor.close();
		assertThat(this.failure).isInstanceOf(ServiceUnavailableException.class)
			.hasMessageContaining("browse of metadata/contents was stopped in attempt 1 because the client was closed");
		assertThat(cancelled).isTrue();
		assertThat(this.closings).containsExactly("ServiceUnavailableException");
	}

	@Test
	void endsWaits() {
		start(read(settings()), unavailable(503));
		this.executor.close();
		assertThat(this.failure).isInstanceOf(ServiceUnavailableException.class)
			.hasMessageContaining("because the client was closed");
		this.fixture.time.advanceTimeBy(Duration.ofHours(1));
		assertThat(this.fixture.attempts()).isOne();
	}

	@Test
	void saysThatOutcomeOfSentWriteIsUnknown() {
		start(namedStore(settings()), Mono.never());
		this.executor.close();
		assertThat(this.closings).containsExactly("OutcomeUnknownException");
		assertThat(this.failure).isInstanceOf(OutcomeUnknownException.class)
			.hasMessageContaining("may have been applied, and is not repeated; read [t:a]")
			.hasMessageContaining("because the client was closed");
	}

	@Test
	void saysThatOutcomeOfSentWriteWithoutNamesIsUnknown() {
		start(namelessStore(settings()), Mono.never());
		this.executor.close();
		assertThat(this.failure).isInstanceOf(OutcomeUnknownException.class)
			.hasMessageContaining("because that could apply it twice");
	}

	@Test
	void endsAllCallsThatRun() {
		start(namelessStore(settings()), Mono.never());
		start(namedStore(settings()), Mono.never());
		this.executor.close();
		assertThat(this.closings).containsOnly("OutcomeUnknownException").hasSize(2);
	}

	@Test
	void remembersWhileItWaitsThatAnAttemptMayHaveBeenApplied() {
		start(namedStore(settings()), io(false, null));
		this.executor.close();
		assertThat(this.failure).isInstanceOf(OutcomeUnknownException.class);
	}

	@Test
	void saysThatAnUnsentWriteWasNotSent() {
		start(namedStore(settings()), io(true, null));
		this.executor.close();
		assertThat(this.failure).isInstanceOfSatisfying(ServiceUnavailableException.class,
				(failure) -> assertThat(failure.unsent()).isTrue());
	}

	@Test
	void beginsNoCallAfterwards() {
		this.executor.close();
		start(read(settings()), "answer");
		assertThat(this.failure).isInstanceOf(ServiceUnavailableException.class);
		assertThat(this.fixture.attempts()).isZero();
	}

	@Test
	void leavesCallsAloneThatHaveEnded() {
		start(read(settings()), "answer");
		this.executor.close();
		assertThat(this.failure).isNull();
	}

	private void start(RetryCall<Object> call, Object... outcomes) {
		this.executor.execute(call, this.fixture.script(outcomes)).subscribe((answer) -> {
		}, (error) -> this.failure = error);
	}

}
