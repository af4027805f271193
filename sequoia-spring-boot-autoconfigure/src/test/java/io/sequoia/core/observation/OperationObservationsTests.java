package io.sequoia.core.observation;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.GlobalObservationConvention;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.sequoia.call.Call;
import io.sequoia.core.mapping.SequoiaMappingContext;
import io.sequoia.http.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.context.Context;

import static io.micrometer.observation.tck.TestObservationRegistryAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class OperationObservationsTests {

	private static final Call CALL = new Call("identity", null, "login", "testmock");

	/** A registry that fails if an observation is ended twice. */
	private final TestObservationRegistry registry = TestObservationRegistry.create();

	private final OperationObservations observations = observations(this.registry);

	@Test
	void nothingIsAddedWhereNothingIsObserved() {
		OperationObservations none = observations(ObservationRegistry.NOOP);
		Mono<String> one = Mono.just("answer");
		Flux<String> many = Flux.just("answer");
		assertThat(none.observe(CALL, "c", Context.empty(), one)).isSameAs(one);
		assertThat(none.observe(CALL, "c", Context.empty(), many)).isSameAs(many);
		ObservationRegistry unheard = ObservationRegistry.create();
		assertThat(observations(unheard).observe(CALL, "c", Context.empty(), one)).isSameAs(one);
	}

	@Test
	void endsWithItsOutcomeBeforeTheCallerHearsOfIt() {
		observe(Mono.just("answer")).doOnNext((answer) -> assertEnded(Outcome.SUCCESS)).block();
		this.registry.clear();
		observe(Mono.empty()).doOnTerminate(() -> assertEnded(Outcome.SUCCESS)).block();
		this.registry.clear();
		observe(Flux.just("one", "two")).doOnComplete(() -> assertEnded(Outcome.SUCCESS)).blockLast();
		this.registry.clear();
		observe(Mono.error(new IllegalStateException("down")))
			.onErrorResume((error) -> Mono.fromRunnable(() -> assertEnded(Outcome.UNKNOWN)))
			.block();
		assertThat(this.registry).hasSingleObservationThat().hasError();
	}

	@Test
	void endsOnce() {
		observe(Flux.just("one", "two")).next().block();
		assertEnded(Outcome.SUCCESS);
		this.registry.clear();
		observe(Flux.never()).subscribe().dispose();
		assertEnded(Outcome.CANCELLED);
		this.registry.clear();
		// flatMap cancels a source that has completed
		Disposable running = observe(Mono.just("answer")).flatMap((answer) -> Mono.never()).subscribe();
		running.dispose();
		assertEnded(Outcome.SUCCESS);
	}

	@Test
	void endsOnceWhereAnswerAndCancellationMeet() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(2);
		for (int i = 0; i < 500; i++) {
			this.registry.clear();
			Sinks.One<String> answer = Sinks.one();
			Disposable running = observe(answer.asMono()).subscribe();
			CountDownLatch ended = new CountDownLatch(2);
			for (Runnable end : List.<Runnable>of(running::dispose, () -> answer.tryEmitValue("answer"))) {
				threads.execute(() -> {
					end.run();
					ended.countDown();
				});
			}
			assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
			assertThat(this.registry).hasSingleObservationThat().hasBeenStopped().doesNotHaveError();
		}
		threads.shutdown();
	}

	@ParameterizedTest
	@ValueSource(strings = { "supports", "predicate", "convention", "start", "error", "stop" })
	@Timeout(10)
	void handlerThatFailsChangesNoOperation(String when) {
		FailingHandler failure = new FailingHandler(when);
		this.registry.observationConfig()
			.observationHandler(failure)
			.observationPredicate((name, context) -> failure.passes("predicate"))
			.observationConvention(new FailingConvention(failure));

		assertThat(observe(Mono.just("answer")).block()).isEqualTo("answer");
		assertThat(observe(Mono.empty()).block()).isNull();
		assertThat(observe(Flux.just("one", "two")).collectList().block()).containsExactly("one", "two");
		for (Mono<?> failing : List.of(observe(Mono.error(new IllegalStateException("down"))),
				observe(Flux.error(new IllegalStateException("down"))).then())) {
			assertThatIllegalStateException().isThrownBy(failing::block).withMessage("down");
		}
	}

	@Test
	void belongsToTheOperationThatItIsPartOf() {
		observe(Mono.defer(() -> observe(Mono.defer(() -> observe(Mono.just("inner")))))).block();
		assertThat(this.registry).hasNumberOfObservationsEqualTo(1);
	}

	@Test
	void isWhatItsNamesSay() {
		observe(Mono.just("answer")).block();
		assertThat(this.registry).hasSingleObservationThat()
			.hasNameEqualTo("sequoia.client.operations")
			.hasContextualNameEqualTo("sequoia login identity")
			.hasLowCardinalityKeyValue("service", "identity")
			.hasLowCardinalityKeyValue("resource", "none")
			.hasLowCardinalityKeyValue("operation", "login")
			.hasHighCardinalityKeyValue("correlation.id", "c-1");
	}

	private record FailingHandler(String when) implements ObservationHandler<Observation.Context> {

		@Override
		public boolean supportsContext(Observation.Context context) {
			return passes("supports");
		}

		@Override
		public void onStart(Observation.Context context) {
			fail("start");
		}

		@Override
		public void onError(Observation.Context context) {
			fail("error");
		}

		@Override
		public void onStop(Observation.Context context) {
			fail("stop");
		}

		private void fail(String now) {
			if (now.equals(this.when)) {
				throw new NoClassDefFoundError("missing/Tracer");
			}
		}

		private boolean passes(String now) {
			fail(now);
			return true;
		}

	}

	private record FailingConvention(
			FailingHandler failure) implements GlobalObservationConvention<Observation.Context> {

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

		@Override
		public String getName() {
			this.failure.fail("convention");
			return "operations";
		}

	}

	private <T> Mono<T> observe(Mono<T> operation) {
		return Mono.deferContextual((caller) -> this.observations.observe(CALL, "c-1", caller, operation));
	}

	private <T> Flux<T> observe(Flux<T> operation) {
		return Flux.deferContextual((caller) -> this.observations.observe(CALL, "c-1", caller, operation));
	}

	private void assertEnded(Outcome outcome) {
		assertThat(this.registry).hasSingleObservationThat()
			.hasBeenStopped()
			.hasLowCardinalityKeyValue(KeyValue.of("outcome", outcome.name()));
	}

	private static OperationObservations observations(ObservationRegistry registry) {
		return new OperationObservations(registry, null, OperationMetrics.NONE,
				new TagGuard(new SequoiaMappingContext()));
	}

}
