package io.sequoia.retry;

import java.time.Duration;
import java.util.function.Consumer;

import io.sequoia.RequestTimeoutException;
import io.sequoia.call.Call;
import io.sequoia.call.CallContext;
import io.sequoia.call.CallContext.SharedWait;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import static io.sequoia.retry.RetryFixture.read;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The time that an attempt waits for a shared request.
 */
class SharedWaitTests {

	private static final RetrySettings SETTINGS = settings();

	private static final Call TOKEN = new Call(Call.IDENTITY, null, Call.TOKEN, "testmock");

	private final RetryFixture fixture = new RetryFixture();

	private Consumer<@Nullable SharedWait> waiting;

	private @Nullable Throwable shared;

	private int attempts;

	private Throwable failure;

	@BeforeEach
	void call() {
		Mono<Object> silent = Mono.deferContextual((context) -> {
			this.attempts++;
			this.waiting = CallContext.waiting(context);
			return Mono.never();
		});
		this.fixture.executor().execute(read(SETTINGS), silent).subscribe(null, (error) -> this.failure = error);
	}

	@Test
	void isTheCallsAndNotTheAttempts() {
		this.waiting.accept(new SharedWait(TOKEN, () -> this.shared));
		pass(Duration.ofSeconds(10));
		assertThat(this.attempts).isOne();
		this.waiting.accept(null);
		pass(Duration.ofSeconds(2).minusMillis(1));
		assertThat(this.attempts).isOne();
		pass(Duration.ofMillis(101));
		assertThat(this.attempts).as("its own time has passed").isEqualTo(2);
	}

	@Test
	void endsWithTheTimeOfTheCall() {
		this.waiting.accept(new SharedWait(TOKEN, () -> this.shared));
		pass(Duration.ofSeconds(120).minusMillis(1));
		assertThat(this.failure).isNull();
		pass(Duration.ofMillis(1));
		assertThat(this.failure).isInstanceOf(RequestTimeoutException.class)
			.hasMessageContaining("sequoia.retry.max-time")
			.hasMessageContaining("while it waited for token of identity")
			.hasNoCause();
	}

	@Test
	void namesTheLastFailureOfTheSharedRequest() {
		this.waiting.accept(new SharedWait(TOKEN, () -> this.shared));
		this.shared = new IllegalStateException("500 from the identity service");
		pass(Duration.ofSeconds(120));
		assertThat(this.failure).isInstanceOf(RequestTimeoutException.class)
			.hasMessageContaining("token of identity, which failed before: 500 from the identity service")
			.hasCause(this.shared);
	}

	@Test
	void isOverWithTheAnswer() {
		this.waiting.accept(new SharedWait(TOKEN, () -> this.shared));
		pass(Duration.ofSeconds(119));
		this.waiting.accept(null);
		pass(Duration.ofSeconds(1));
		assertThat(this.failure).isInstanceOf(RequestTimeoutException.class)
			.hasMessageNotContaining("token of identity");
	}

	private static RetrySettings settings() {
		RetrySettings base = RetryFixture.settings();
		return new RetrySettings(true, 10, base.maxTime(), Duration.ofSeconds(2), base.strategy(), base.interval(), 2,
				base.maxInterval(), base.jitter(), base.statusCodes(), base.budget());
	}

	private void pass(Duration time) {
		this.fixture.time.advanceTimeBy(time);
	}

}
