package io.sequoia.retry;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sequoia.ServiceUnavailableException;
import io.sequoia.retry.RetrySettings.Budget;
import io.sequoia.retry.RetrySettings.Jitter;
import io.sequoia.retry.RetrySettings.Strategy;
import io.sequoia.retry.springretry.SpringRetryExtensions;
import io.sequoia.retry.springretry.SpringRetryTimer;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

import org.springframework.retry.support.MetricsRetryListener;
import org.springframework.test.util.ReflectionTestUtils;

import static io.sequoia.retry.RetryFixture.attemptTimeout;
import static io.sequoia.retry.RetryFixture.disabled;
import static io.sequoia.retry.RetryFixture.io;
import static io.sequoia.retry.RetryFixture.rateLimited;
import static io.sequoia.retry.RetryFixture.read;
import static io.sequoia.retry.RetryFixture.reading;
import static io.sequoia.retry.RetryFixture.settings;
import static io.sequoia.retry.RetryFixture.unavailable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * The meters of retries.
 */
class RetryMetricsTests {

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final MicrometerRetryMetrics metrics = new MicrometerRetryMetrics(this.registry);

	private final RetryFixture fixture = new RetryFixture();

	private final SpringRetryTimer timer = new SpringRetryTimer(this.registry);

	private final RetryExecutor executor = executor();

	@Test
	void countsBeginWithZero() {
		assertThat(this.registry.get("sequoia.client.retries").counters())
			.extracting((counter) -> counter.getId().getTag("service") + " " + counter.getId().getTag("operation"))
			.containsOnly("registry services", "identity token");

		this.fixture.run(this.executor, read(settings()), "answer");

		for (String reason : List.of("io", "timeout", "429", "503")) {
			assertThat(retries(reason)).isZero();
		}
		for (String name : List.of("sequoia.client.retries.exhausted", "sequoia.client.retry.budget.exhausted")) {
			assertThat(this.registry.get(name).tags("service", "metadata", "operation", "browse").counter().count())
				.isZero();
			assertThat(this.registry.get(name).tags("service", "identity", "operation", "token").counter().count())
				.isZero();
		}
	}

	@Test
	void retriesAreCountedByReason() {
		this.fixture.run(this.executor, reading(settings(), "full"::equals), unavailable(503), unavailable(503),
				rateLimited(null), io(false, null), attemptTimeout(), "empty", "full");

		assertThat(retries("503")).isEqualTo(2);
		assertThat(retries("429")).isOne();
		assertThat(retries("io")).isOne();
		assertThat(retries("timeout")).isOne();
		assertThat(retries("empty")).isOne();
		assertThat(count("sequoia.client.retries.exhausted")).isZero();
	}

	@Test
	void callThatGoesWellAtOnceCountsNoRetry() {
		this.fixture.run(this.executor, read(settings()), "answer");

		assertThat(this.registry.getMeters())
			.filteredOn((meter) -> !(meter instanceof Counter counter) || counter.count() > 0)
			.singleElement()
			.satisfies((meter) -> assertThat(meter.getId().getName()).isEqualTo("spring.retry"));
	}

	@Test
	void endOfAttemptsAndEndOfTimeAreCounted() {
		this.fixture.run(this.executor, read(settings()), unavailable(503));
		assertThat(count("sequoia.client.retries.exhausted")).isOne();
		this.fixture.run(this.executor, read(settings()), rateLimited(Duration.ofHours(1)));
		assertThat(count("sequoia.client.retries.exhausted")).isEqualTo(2);
		this.fixture.run(this.executor, read(settings()), Mono.never());
		assertThat(count("sequoia.client.retries.exhausted")).isEqualTo(3);
		this.fixture.run(this.executor, read(settings()), new IllegalStateException("final"));
		assertThat(count("sequoia.client.retries.exhausted")).isEqualTo(3);
	}

	@Test
	void switchedOffRetriesAreNotExhausted() {
		this.fixture.run(this.executor, read(disabled()), unavailable(503));
		this.fixture.run(this.executor, read(disabled()), Mono.never());

		assertThat(count("sequoia.client.retries.exhausted")).isZero();
	}

	@Test
	void dryBudgetIsCounted() {
		RetrySettings settings = settings(Strategy.CONSTANT, Jitter.NONE, new Budget(true, 0)).withMaxAttempts(1000);

		this.fixture.run(this.executor, read(settings), unavailable(503));

		assertThat(count("sequoia.client.retry.budget.exhausted")).isOne();
		assertThat(count("sequoia.client.retries.exhausted")).isZero();
		assertThat(retries("503")).isEqualTo(RetryBudget.CAPACITY);
	}

	@Test
	void metersThatFailChangeNoCall() {
		RetryMetrics broken = mock(RetryMetrics.class, (call) -> {
			throw new IllegalArgumentException("a meter of this name has other tags");
		});
		RetryExecutor counting = this.fixture.executor(RetryExtensions.NONE, broken);

		assertThat(this.fixture.run(counting, read(settings()), unavailable(503), "answer").answer).isEqualTo("answer");
		assertThat(this.fixture.run(counting, read(settings()), unavailable(503)).failure)
			.isInstanceOf(ServiceUnavailableException.class);
	}

	@Test
	void springRetryTimerIsFilledForEveryEnd() {
		this.fixture.run(this.executor, read(settings()), "answer");
		this.fixture.run(this.executor, read(settings().withMaxAttempts(3)), unavailable(503));
		this.fixture.run(this.executor, RetryFixture.namelessStore(settings()), io(false, null));
		Disposable cancelled = this.executor.execute(read(settings()), Mono.never()).subscribe();
		cancelled.dispose();

		assertThat(this.registry.find("spring.retry").timers()).extracting((timer) -> timer.getId().getTags())
			.extracting((tags) -> Tags.of(tags).stream().map((tag) -> tag.getKey() + "=" + tag.getValue()).toList())
			.containsExactlyInAnyOrder(List.of("exception=none", "name=sequoia.metadata.browse", "retry.count=0"),
					List.of("exception=ServiceUnavailableException", "name=sequoia.metadata.browse", "retry.count=2"),
					List.of("exception=OutcomeUnknownException", "name=sequoia.metadata.store", "retry.count=0"),
					List.of("exception=CancellationException", "name=sequoia.metadata.browse", "retry.count=0"));
		assertThat(samples()).isEmpty();
	}

	@Test
	void listenerOfTheSameKindThatTheApplicationDeclaresMeasuresAlone() {
		RetryExecutor declared = this.fixture
			.executor(new SpringRetryExtensions(null, null, List.of(new MetricsRetryListener(this.registry)))
				.extensions(this.timer), this.metrics);

		this.fixture.run(declared, read(settings()), "answer");

		assertThat(this.registry.get("spring.retry").timers()).extracting(Timer::count).containsExactly(1L);
	}

	private RetryExecutor executor() {
		return this.fixture.executor(new SpringRetryExtensions(null, null, List.of()).extensions(this.timer),
				this.metrics);
	}

	private double retries(String reason) {
		return this.registry.get("sequoia.client.retries")
			.tags("service", "metadata", "operation", "browse", "reason", reason)
			.counter()
			.count();
	}

	private double count(String name) {
		return this.registry.find(name)
			.tags("service", "metadata", "operation", "browse")
			.counters()
			.stream()
			.mapToDouble((counter) -> counter.count())
			.sum();
	}

	private Collection<?> samples() {
		Object timer = ReflectionTestUtils.getField(this.timer, "timer");
		Object samples = ReflectionTestUtils.getField(timer, "retryContextToSample");
		return ((Map<?, ?>) samples).values();
	}

}
