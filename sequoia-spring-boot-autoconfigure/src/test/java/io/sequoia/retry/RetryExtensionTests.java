package io.sequoia.retry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.sequoia.AccessDeniedException;
import io.sequoia.OutcomeUnknownException;
import io.sequoia.RequestTimeoutException;
import io.sequoia.ServiceUnavailableException;
import io.sequoia.retry.springretry.SpringRetryConfiguration;
import io.sequoia.retry.springretry.SpringRetryExtensions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.retry.RetryCallback;
import org.springframework.retry.RetryContext;
import org.springframework.retry.RetryListener;
import org.springframework.retry.RetryPolicy;
import org.springframework.retry.backoff.BackOffInterruptedException;
import org.springframework.retry.backoff.BackOffPolicy;
import org.springframework.retry.backoff.ExponentialBackOffPolicy;
import org.springframework.retry.backoff.FixedBackOffPolicy;
import org.springframework.retry.backoff.StatelessBackOffPolicy;
import org.springframework.retry.policy.AlwaysRetryPolicy;
import org.springframework.retry.policy.NeverRetryPolicy;
import org.springframework.retry.policy.SimpleRetryPolicy;
import org.springframework.retry.support.RetryTemplate;

import static io.sequoia.retry.RetryFixture.DETAILS;
import static io.sequoia.retry.RetryFixture.io;
import static io.sequoia.retry.RetryFixture.namelessStore;
import static io.sequoia.retry.RetryFixture.read;
import static io.sequoia.retry.RetryFixture.reading;
import static io.sequoia.retry.RetryFixture.settings;
import static io.sequoia.retry.RetryFixture.springRetry;
import static io.sequoia.retry.RetryFixture.unavailable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Policies and listeners of the application take part.
 */
class RetryExtensionTests {

	private final RetryFixture fixture = new RetryFixture();

	private final List<String> events = new ArrayList<>();

	@Test
	void policyOfTheApplicationDecidesOnCountAndKind() {
		RetryPolicy policy = new SimpleRetryPolicy(4, Map.of(AccessDeniedException.class, true));
		Throwable denied = new AccessDeniedException("403", DETAILS.withStatus(403), null);

		this.fixture.run(executor(policy, null), read(settings()), denied);
		RetryFixture unlisted = new RetryFixture().run(executor(policy, null), read(settings()), unavailable(503));

		assertThat(this.fixture.attempts()).isEqualTo(4);
		assertThat(this.fixture.failure).isSameAs(denied);
		assertThat(unlisted.attempts()).isOne();
	}

	@Test
	void policyOfTheApplicationCannotRepeatWhatMayHaveBeenApplied() {
		this.fixture.run(executor(new AlwaysRetryPolicy(), null), namelessStore(settings()), io(false, null), "answer");
		RetryFixture refused = new RetryFixture();
		Throwable denied = new AccessDeniedException("403", DETAILS.withStatus(403), null);
		refused.run(executor(new AlwaysRetryPolicy(), null), namelessStore(settings()), denied, "answer");

		assertThat(this.fixture.attempts()).isOne();
		assertThat(this.fixture.failure).isInstanceOf(OutcomeUnknownException.class);
		assertThat(refused.attempts()).isOne();
		assertThat(refused.failure).isSameAs(denied);
	}

	@Test
	void noteNamesThePolicyThatEndedTheCall() {
		this.fixture.run(executor(new SimpleRetryPolicy(2), null), read(settings()), unavailable(503));

		assertThat(this.fixture.failure.getSuppressed()[0]).hasMessageContaining(SimpleRetryPolicy.class.getName());
	}

	@Test
	void policyThatAllowsNoAttemptRefusesTheCall() {
		RetryPolicy none = new SimpleRetryPolicy(0);

		this.fixture.run(executor(none, null), read(settings()), "answer");

		assertThat(this.fixture.attempts()).isZero();
		assertThat(this.fixture.failure).isInstanceOfSatisfying(ServiceUnavailableException.class, (refused) -> {
			assertThat(refused).hasMessageContaining("RetryPolicy " + SimpleRetryPolicy.class.getName());
			assertThat(refused.unsent()).isTrue();
		});
	}

	@Test
	void sleepingBackOffOfTheApplicationHandsOutItsDelays() {
		ExponentialBackOffPolicy policy = new ExponentialBackOffPolicy();
		policy.setInitialInterval(7);
		policy.setMultiplier(10);

		this.fixture.run(executor(null, policy), read(settings().withMaxAttempts(4)), unavailable(503));

		assertThat(this.fixture.waits()).containsExactly(7L, 70L, 700L);
	}

	@Test
	@Timeout(20)
	void blockingBackOffOfTheApplicationRunsOnAThreadThatMayBlock() {
		List<String> threads = new ArrayList<>();
		BackOffPolicy blocking = new StatelessBackOffPolicy() {
			@Override
			protected void doBackOff() {
				threads.add(Schedulers.isInNonBlockingThread() + " " + Thread.currentThread().getName());
			}
		};
		RetryFixture script = new RetryFixture();

		Object answer = new RetryExecutor(springRetry(null, blocking), RetryMetrics.NONE)
			.execute(read(settings()), script.script(unavailable(503), unavailable(503), "answer"))
			.block(Duration.ofSeconds(10));

		assertThat(answer).isEqualTo("answer");
		assertThat(threads).hasSize(2).allMatch((thread) -> thread.startsWith("false boundedElastic"));
	}

	@Test
	@Timeout(20)
	void subclassThatDoesNotCopyItselfKeepsItsWay() {
		List<String> calls = new ArrayList<>();
		BackOffPolicy own = new FixedBackOffPolicy() {
			@Override
			protected void doBackOff() {
				calls.add("own");
			}
		};

		new RetryExecutor(springRetry(null, own), RetryMetrics.NONE)
			.execute(read(settings()), new RetryFixture().script(unavailable(503), "answer"))
			.block(Duration.ofSeconds(10));

		assertThat(calls).containsExactly("own");
	}

	@Test
	@Timeout(20)
	void deadlineInterruptsABlockingBackOff() throws Exception {
		CountDownLatch interrupted = new CountDownLatch(1);
		BackOffPolicy endless = new StatelessBackOffPolicy() {
			@Override
			protected void doBackOff() {
				try {
					new CountDownLatch(1).await();
				}
				catch (InterruptedException ex) {
					interrupted.countDown();
					throw new BackOffInterruptedException("interrupted", ex);
				}
			}
		};
		Mono<Object> call = new RetryExecutor(springRetry(null, endless), RetryMetrics.NONE)
			.execute(read(settings().withMaxTime(Duration.ofMillis(200))), new RetryFixture().script(unavailable(503)));

		assertThatExceptionOfType(RequestTimeoutException.class).isThrownBy(call::block);
		assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void listenersAreToldInTheOrderOfTheTemplate() {
		RetryListener[] listeners = { new Recorder("a"), new Recorder("b") };
		RetryTemplate template = new RetryTemplate();
		template.setRetryPolicy(new SimpleRetryPolicy(3));
		template.setListeners(listeners);
		int[] attempts = new int[1];
		template.execute((context) -> {
			if (attempts[0]++ == 0) {
				throw unavailable(503);
			}
			return "answer";
		});
		List<String> expected = List.copyOf(this.events);
		this.events.clear();

		this.fixture.run(executor(listeners), read(settings()), unavailable(503), "answer");

		assertThat(this.events).isEqualTo(expected)
			.containsExactly("a open", "b open", "b onError ServiceUnavailableException",
					"a onError ServiceUnavailableException", "b onSuccess answer", "a onSuccess answer", "b close null",
					"a close null");
	}

	@Test
	void listenersAreToldOfTheFailureThatTheCallerGets() {
		this.fixture.run(executor(new Recorder("a")), namelessStore(settings()), io(false, null));

		assertThat(this.events).containsExactly("a open", "a onError ServiceUnavailableException",
				"a close OutcomeUnknownException");
	}

	@Test
	void answerNotAcceptedIsAnErrorToListenersUntilItIsReturned() {
		this.fixture.run(executor(new Recorder("a")), reading(settings().withMaxAttempts(2), "full"::equals), "empty");

		assertThat(this.events).containsExactly("a open", "a onError UnacceptedAnswerException",
				"a onError UnacceptedAnswerException", "a close null");
	}

	@Test
	void listenerThatRefusesTheCallEndsItBeforeTheFirstAttempt() {
		RetryListener refusing = new Recorder("b") {
			@Override
			public <T, E extends Throwable> boolean open(RetryContext context, RetryCallback<T, E> callback) {
				super.open(context, callback);
				return false;
			}
		};

		this.fixture.run(executor(new Recorder("a"), refusing, new Recorder("c")), read(settings()), "answer");

		assertThat(this.fixture.attempts()).isZero();
		assertThat(this.fixture.failure).isInstanceOf(ServiceUnavailableException.class)
			.hasMessageContaining("RetryListener " + refusing.getClass().getName());
		assertThat(this.events).containsExactly("a open", "b open", "b close ServiceUnavailableException",
				"a close ServiceUnavailableException");
	}

	@Test
	void listenerThatThrowsInErrorOrCloseChangesNothing() {
		RetryListener broken = new Recorder("broken") {
			@Override
			public <T, E extends Throwable> void onError(RetryContext context, RetryCallback<T, E> callback,
					Throwable throwable) {
				throw new AssertionError("broken onError");
			}

			@Override
			public <T, E extends Throwable> void close(RetryContext context, RetryCallback<T, E> callback,
					Throwable throwable) {
				throw new NoClassDefFoundError("broken close");
			}
		};

		this.fixture.run(executor(new Recorder("a"), broken), read(settings()), unavailable(503), "answer");

		assertThat(this.fixture.answer).isEqualTo("answer");
		assertThat(this.events).contains("a onError ServiceUnavailableException", "a close null");
	}

	@Test
	void listenerThatThrowsOnOpenEndsTheCallAndIsNotClosed() {
		RetryListener broken = new Recorder("broken") {
			@Override
			public <T, E extends Throwable> boolean open(RetryContext context, RetryCallback<T, E> callback) {
				throw new IllegalStateException("broken open");
			}
		};

		this.fixture.run(executor(new Recorder("a"), broken), read(settings()), "answer");

		assertThat(this.fixture.failure).hasMessage("broken open");
		assertThat(this.events).containsExactly("a open", "a close IllegalStateException");
	}

	@Test
	void policyThatFailsToLinkFailsTheCall() {
		RetryPolicy policy = new NeverRetryPolicy() {
			@Override
			public boolean canRetry(RetryContext context) {
				if (context.getLastThrowable() != null) {
					throw new NoClassDefFoundError("missing/Rule");
				}
				return true;
			}
		};

		this.fixture.run(this.fixture.executor(RetryFixture.springRetry(policy, null), RetryMetrics.NONE),
				read(settings()), unavailable(503));

		assertThat(this.fixture.failure).isInstanceOf(IllegalStateException.class).hasMessageContaining("missing/Rule");
	}

	@Test
	void listenerMayAskForAnotherAttemptAfterAnAnswer() {
		RetryListener picky = picky(io(true, null));

		this.fixture.run(executor(picky), read(settings()), "first", "second");

		assertThat(this.fixture.answer).isEqualTo("second");
	}

	@Test
	void listenerCannotHaveAnAppliedStoreRepeatedNorMakeItUnknown() {
		for (RuntimeException thrown : List.of(io(true, null), unavailable(503))) {
			this.fixture.run(executor(picky(thrown)), namelessStore(settings()), "first", "second");

			assertThat(this.fixture.attempts()).isOne();
			assertThat(this.fixture.failure).isSameAs(thrown);
		}
	}

	@Test
	void listenerMayEndTheRetries() {
		RetryListener ending = new Recorder("a") {
			@Override
			public <T, E extends Throwable> void onError(RetryContext context, RetryCallback<T, E> callback,
					Throwable throwable) {
				context.setExhaustedOnly();
			}
		};

		this.fixture.run(executor(ending), read(settings()), unavailable(503), "answer");

		assertThat(this.fixture.attempts()).isOne();
	}

	@Test
	void contextTellsListenersWhatSpringRetryTells() {
		List<Object> told = new ArrayList<>();
		RetryListener asking = new Recorder("a") {
			@Override
			public <T, E extends Throwable> void close(RetryContext context, RetryCallback<T, E> callback,
					Throwable throwable) {
				told.add(context.getAttribute(RetryContext.MAX_ATTEMPTS));
				told.add(context.getAttribute(RetryContext.EXHAUSTED));
				told.add(context.getAttribute(RetryContext.CLOSED));
				told.add(context.getRetryCount());
				told.add(callback.getLabel());
			}
		};

		this.fixture.run(executor(asking), read(settings().withMaxAttempts(2)), unavailable(503));

		assertThat(told).containsExactly(2, true, true, 2, "sequoia.metadata.browse");
	}

	@Test
	void beansOfTheApplicationThatBearTheQualifierAreFound() {
		RetryPolicy policy = new SimpleRetryPolicy();
		BackOffPolicy backOff = new FixedBackOffPolicy();
		RetryListener listener = new Recorder("a");
		try (AnnotationConfigApplicationContext beans = new AnnotationConfigApplicationContext()) {
			beans.register(SpringRetryConfiguration.class);
			beans.registerBean("other policy", RetryPolicy.class, NeverRetryPolicy::new);
			beans.registerBean("other listener", RetryListener.class, () -> new Recorder("b"));
			register(beans, RetryPolicy.class, policy);
			register(beans, BackOffPolicy.class, backOff);
			register(beans, RetryListener.class, listener);
			beans.refresh();

			assertThat(beans.getBean(SpringRetryExtensions.class))
				.isEqualTo(new SpringRetryExtensions(policy, backOff, List.of(listener)));
		}
		try (AnnotationConfigApplicationContext none = new AnnotationConfigApplicationContext(
				SpringRetryConfiguration.class)) {
			assertThat(none.getBean(RetryExtensions.class)).isEqualTo(RetryExtensions.NONE);
		}
	}

	private static <T> void register(AnnotationConfigApplicationContext beans, Class<T> type, T bean) {
		beans.registerBean(type.getName(), type, () -> bean, (definition) -> ((AbstractBeanDefinition) definition)
			.addQualifier(new AutowireCandidateQualifier(SequoiaRetry.class)));
	}

	private RetryListener picky(RuntimeException thrown) {
		return new Recorder("picky") {
			@Override
			public <T, E extends Throwable> void onSuccess(RetryContext context, RetryCallback<T, E> callback,
					T result) {
				if (result.equals("first")) {
					throw thrown;
				}
			}
		};
	}

	private RetryExecutor executor(RetryPolicy policy, BackOffPolicy backOff) {
		return this.fixture.executor(springRetry(policy, backOff), RetryMetrics.NONE);
	}

	private RetryExecutor executor(RetryListener... listeners) {
		return this.fixture.executor(springRetry(null, null, listeners), RetryMetrics.NONE);
	}

	private class Recorder implements RetryListener {

		private final String name;

		Recorder(String name) {
			this.name = name;
		}

		@Override
		public <T, E extends Throwable> boolean open(RetryContext context, RetryCallback<T, E> callback) {
			record("open");
			return true;
		}

		@Override
		public <T, E extends Throwable> void onSuccess(RetryContext context, RetryCallback<T, E> callback, T result) {
			record("onSuccess " + result);
		}

		@Override
		public <T, E extends Throwable> void onError(RetryContext context, RetryCallback<T, E> callback,
				Throwable throwable) {
			record("onError " + throwable.getClass().getSimpleName());
		}

		@Override
		public <T, E extends Throwable> void close(RetryContext context, RetryCallback<T, E> callback,
				Throwable throwable) {
			record("close " + ((throwable != null) ? throwable.getClass().getSimpleName() : null));
		}

		private void record(String event) {
			RetryExtensionTests.this.events.add(this.name + " " + event);
		}

	}

}
