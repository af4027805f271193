package io.sequoia.retry;

import java.time.Duration;

import io.sequoia.SequoiaFailure.Details;
import io.sequoia.ServiceUnavailableException;
import io.sequoia.retry.RetrySettings.Budget;
import io.sequoia.retry.RetrySettings.Jitter;
import io.sequoia.retry.RetrySettings.Strategy;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.util.ConcurrentLruCache;

import static io.sequoia.retry.RetryFixture.read;
import static io.sequoia.retry.RetryFixture.settings;
import static io.sequoia.retry.RetryFixture.unavailable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

/**
 * The retry budget.
 */
class RetryBudgetTests {

	private static final RetrySettings BUDGETED = settings(Strategy.EXPONENTIAL, Jitter.FULL, new Budget(true, 0.1));

	private final RetryFixture fixture = new RetryFixture();

	private final RetryExecutor executor = this.fixture.executor();

	@Test
	void outageCostsAtMostATenthMore() {
		callAll(10_000);

		assertThat(this.fixture.attempts()).isBetween(10_900, 11_000);
	}

	@Test
	void outageCostsAtMostATenthMoreFromTheThousandthCallOn() {
		callAll(1000);

		assertThat(this.fixture.attempts()).isBetween(1090, 1100);
	}

	@Test
	void callsAtOnceShareTheBudget() {
		for (int i = 0; i < 10_000; i++) {
			subscribe("metadata");
		}
		this.fixture.time.advanceTimeBy(Duration.ofMinutes(5));

		assertThat(this.fixture.attempts()).isBetween(10_900, 11_000);
	}

	@Test
	void singleCallsAtQuietTimesUseAllTheirAttempts() {
		callAll(5);

		assertThat(this.fixture.attempts()).isEqualTo(50);
	}

	@Test
	void dryBudgetFailsWithTheOriginalFailureAtOnce() {
		callAll(100);
		Throwable failure = unavailable(503);

		RetryFixture run = new RetryFixture();
		this.executor.execute(read(BUDGETED), Mono.error(failure)).subscribe(null, (error) -> run.failure = error);

		assertThat(run.failure).isSameAs(failure);
		assertThat(run.failure.getSuppressed()).singleElement()
			.satisfies((note) -> assertThat(note).hasMessageContaining("budget of the service 'metadata'")
				.hasMessageContaining("sequoia.retry.budget"));
	}

	@Test
	void dryBudgetOfOneServiceLeavesOthersTheirs() {
		callAll(100);
		int before = this.fixture.attempts();
		subscribe("workflow");
		this.fixture.time.advanceTimeBy(Duration.ofMinutes(2));

		assertThat(this.fixture.attempts() - before).isEqualTo(10);
	}

	@Test
	void callPaysForItsOwnServiceOnly() {
		for (int i = 0; i < 100; i++) {
			subscribe("workflow", unavailable(503));
		}
		this.fixture.time.advanceTimeBy(Duration.ofMinutes(2));
		assertThat(this.fixture.attempts()).as("limited by the budget of metadata").isEqualTo(200);
		int before = this.fixture.attempts();
		subscribe("workflow");
		this.fixture.time.advanceTimeBy(Duration.ofMinutes(2));
		assertThat(this.fixture.attempts() - before).as("its own budget is still full").isEqualTo(10);
	}

	@Test
	void sharedCallHasABudgetOfItsOwn() {
		for (int i = 0; i < 100; i++) {
			this.executor.execute(RetryFixture.shared(BUDGETED), this.fixture.script(unavailable(503)))
				.onErrorComplete()
				.subscribe();
		}
		this.fixture.time.advanceTimeBy(Duration.ofMinutes(2));
		assertThat(this.fixture.attempts()).isEqualTo(200);
		int before = this.fixture.attempts();
		subscribe("metadata");
		this.fixture.time.advanceTimeBy(Duration.ofMinutes(2));
		assertThat(this.fixture.attempts() - before).isEqualTo(10);
	}

	@Test
	void failureThatASharedCallGaveUpOnIsFinalAndFree() {
		Throwable[] failure = new Throwable[1];
		RetryCall<Object> shared = RetryFixture.shared(BUDGETED);
		this.executor.execute(shared, this.fixture.script(unavailable(503)))
			.subscribe(null, (error) -> failure[0] = error);
		this.fixture.time.advanceTimeBy(Duration.ofMinutes(2));
		assertThat(this.fixture.attempts()).isEqualTo(10);
		RetryFixture reading = new RetryFixture().run(read(BUDGETED), failure[0]);
		assertThat(reading.attempts()).isOne();
		assertThat(reading.failure).isSameAs(failure[0]);
		RetryFixture storing = new RetryFixture().run(RetryFixture.namelessStore(BUDGETED), failure[0]);
		assertThat(storing.failure).as("nothing was stored").isSameAs(failure[0]);
	}

	@Test
	void quietMinuteFillsTheBudget() {
		callAll(100);
		int before = this.fixture.attempts();
		callAll(1);
		assertThat(this.fixture.attempts() - before).isOne();

		this.fixture.time.advanceTimeBy(RetryBudget.QUIET);
		callAll(1);

		assertThat(this.fixture.attempts() - before).isEqualTo(11);
	}

	@Test
	void callsThatGoWellEarnRetriesUpToTheCapacity() {
		RetryBudget budget = new RetryBudget();
		long now = 0;
		while (budget.take(now)) {
			now++;
		}
		assertThat(now).isEqualTo(RetryBudget.CAPACITY);
		earn(budget, 1000);
		assertThat(budget.take(now)).as("the tokens taken in advance are given back first").isFalse();
		earn(budget, 10);
		assertThat(budget.take(now)).isTrue();
		assertThat(budget.take(now)).isFalse();
		earn(budget, 1_000_000);
		for (int i = 0; i < RetryBudget.CAPACITY; i++) {
			assertThat(budget.take(now)).isTrue();
		}
		assertThat(budget.take(now)).isFalse();
	}

	@Test
	void anyNumberOfServiceNamesTakesBoundedMemory() {
		for (int i = 0; i < 5000; i++) {
			subscribe("service-" + i);
		}

		assertThat(this.executor).extracting("limits", type(ConcurrentLruCache.class))
			.satisfies((limits) -> assertThat(limits.size()).isEqualTo(256));
	}

	private static void earn(RetryBudget budget, int calls) {
		for (int i = 0; i < calls; i++) {
			budget.earn(0.1);
		}
	}

	private void callAll(int calls) {
		boolean[] ended = new boolean[1];
		Flux.range(0, calls)
			.concatMap((i) -> this.executor.execute(call("metadata"), this.fixture.script(unavailable(503)))
				.onErrorComplete())
			.subscribe(null, null, () -> ended[0] = true);
		while (!ended[0]) {
			this.fixture.time.advanceTimeBy(Duration.ofMillis(10));
		}
	}

	private void subscribe(String service, Throwable failure) {
		this.executor.execute(call(service), this.fixture.script(failure)).onErrorComplete().subscribe();
	}

	private void subscribe(String service) {
		ServiceUnavailableException failure = new ServiceUnavailableException("503",
				Details.of("c-1", service, null).withStatus(503), false, null);
		subscribe(service, failure);
	}

	private static RetryCall<Object> call(String service) {
		return RetryFixture.browse(service, BUDGETED);
	}

}
