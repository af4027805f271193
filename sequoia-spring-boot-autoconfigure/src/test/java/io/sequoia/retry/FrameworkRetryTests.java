package io.sequoia.retry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.sequoia.AccessDeniedException;
import io.sequoia.OutcomeUnknownException;
import io.sequoia.SequoiaFailure;
import io.sequoia.retry.springretry.SpringRetryConfiguration;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.retry.RetryException;
import org.springframework.core.retry.RetryListener;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.Retryable;
import org.springframework.retry.policy.SimpleRetryPolicy;
import org.springframework.util.backoff.FixedBackOff;

import static io.sequoia.retry.RetryFixture.DETAILS;
import static io.sequoia.retry.RetryFixture.io;
import static io.sequoia.retry.RetryFixture.namelessStore;
import static io.sequoia.retry.RetryFixture.rateLimited;
import static io.sequoia.retry.RetryFixture.read;
import static io.sequoia.retry.RetryFixture.settings;
import static io.sequoia.retry.RetryFixture.unavailable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Lets a policy and listeners of Spring Framework take part.
 */
class FrameworkRetryTests {

	private final RetryFixture fixture = new RetryFixture();

	private final List<String> events = new ArrayList<>();

	@Test
	void policyDecidesOnKindCountAndWaits() {
		RetryPolicy policy = RetryPolicy.builder()
			.includes(AccessDeniedException.class)
			.maxRetries(3)
			.delay(Duration.ofMillis(7))
			.multiplier(10)
			.build();
		Throwable denied = new AccessDeniedException("403", DETAILS.withStatus(403), null);

		run(policy, denied);
		RetryFixture unlisted = new RetryFixture();
		unlisted.run(executor(unlisted, policy), read(settings()), unavailable(503), "answer");

		assertThat(this.fixture.waits()).containsExactly(7L, 70L, 700L);
		assertThat(this.fixture.failure).isSameAs(denied);
		assertThat(this.fixture.failure.getSuppressed()[0]).hasMessageContaining(policy.getClass().getName());
		assertThat(unlisted.attempts()).isOne();
	}

	@Test
	void timeoutOfThePolicyEndsTheRetries() {
		run(RetryPolicy.builder()
			.backOff(new FixedBackOff(100, FixedBackOff.UNLIMITED_ATTEMPTS))
			.timeout(Duration.ofMillis(350))
			.build(), unavailable(503));

		assertThat(this.fixture.waits()).containsExactly(100L, 100L, 100L);
	}

	@Test
	void policyCannotRepeatWhatMayHaveBeenApplied() {
		this.fixture.run(executor(this.fixture, RetryPolicy.withDefaults()), namelessStore(settings()), io(false, null),
				"answer");

		assertThat(this.fixture.attempts()).isOne();
		assertThat(this.fixture.failure).isInstanceOf(OutcomeUnknownException.class);
	}

	@Test
	void retryAfterIsKept() {
		run(RetryPolicy.builder().delay(Duration.ofMillis(1)).build(), rateLimited(Duration.ofSeconds(2)), "answer");

		assertThat(this.fixture.waits().get(0)).isGreaterThanOrEqualTo(2000L);
	}

	@Test
	void listenersAreToldOfRetries() {
		listen(settings().withMaxAttempts(3), unavailable(503), unavailable(502), "answer");

		assertThat(this.events).containsExactly("before sequoia.metadata.browse", "failure 502",
				"before sequoia.metadata.browse", "success answer");
	}

	@Test
	void listenersAreToldOfTheEndOfAttempts() {
		listen(settings().withMaxAttempts(2), unavailable(503));

		assertThat(this.events).containsExactly("before sequoia.metadata.browse", "failure 503", "exhausted 503");
	}

	@Test
	void listenersHearNothingOfCallsThatAreNotRepeated() {
		listen(settings(), "answer");
		listen(settings(), new IllegalStateException("bug"));

		assertThat(this.events).isEmpty();
	}

	@Test
	void beansThatBearTheQualifierAreFound() {
		try (AnnotationConfigApplicationContext beans = new AnnotationConfigApplicationContext()) {
			beans.register(RetryExtensionsConfiguration.class);
			beans.registerBean("other", RetryPolicy.class, () -> RetryPolicy.withMaxRetries(1));
			register(beans, RetryPolicy.class, RetryPolicy.withMaxRetries(2));
			register(beans, RetryListener.class, new Recorder());
			beans.refresh();

			RetryExtensions found = beans.getBean(RetryExtensions.class);
			this.fixture.run(this.fixture.executor(found, RetryMetrics.NONE), read(settings()), unavailable(503));
			assertThat(this.fixture.attempts()).isEqualTo(3);
			assertThat(this.events).hasSize(5);
		}
	}

	@Test
	void policiesOfBothKindsAreRefused() {
		try (AnnotationConfigApplicationContext beans = new AnnotationConfigApplicationContext()) {
			beans.register(RetryExtensionsConfiguration.class, SpringRetryConfiguration.class);
			register(beans, RetryPolicy.class, RetryPolicy.withDefaults());
			register(beans, org.springframework.retry.RetryPolicy.class, new SimpleRetryPolicy());
			beans.refresh();
			List<RetryExtensions> parts = List.copyOf(beans.getBeansOfType(RetryExtensions.class).values());

			assertThatIllegalStateException().isThrownBy(() -> RetryExtensions.join(parts))
				.withMessageContaining(SimpleRetryPolicy.class.getName())
				.withMessageContaining("@SequoiaRetry");
		}
	}

	private static <T> void register(AnnotationConfigApplicationContext beans, Class<T> type, T bean) {
		beans.registerBean(type.getName(), type, () -> bean, (definition) -> ((AbstractBeanDefinition) definition)
			.addQualifier(new AutowireCandidateQualifier(SequoiaRetry.class)));
	}

	private void run(RetryPolicy policy, Object... outcomes) {
		this.fixture.run(executor(this.fixture, policy), read(settings()), outcomes);
	}

	private void listen(RetrySettings settings, Object... outcomes) {
		RetryExtensions extensions = FrameworkRetry.extensions(null, List.of(new Recorder()));
		this.fixture.run(this.fixture.executor(extensions, RetryMetrics.NONE), read(settings), outcomes);
	}

	private static RetryExecutor executor(RetryFixture fixture, RetryPolicy policy) {
		return fixture.executor(FrameworkRetry.extensions(policy, List.of()), RetryMetrics.NONE);
	}

	private final class Recorder implements RetryListener {

		@Override
		public void beforeRetry(RetryPolicy policy, Retryable<?> retryable) {
			FrameworkRetryTests.this.events.add("before " + retryable.getName());
		}

		@Override
		public void onRetrySuccess(RetryPolicy policy, Retryable<?> retryable, Object result) {
			FrameworkRetryTests.this.events.add("success " + result);
		}

		@Override
		public void onRetryFailure(RetryPolicy policy, Retryable<?> retryable, Throwable failure) {
			FrameworkRetryTests.this.events.add("failure " + ((SequoiaFailure) failure).status());
		}

		@Override
		public void onRetryPolicyExhaustion(RetryPolicy policy, Retryable<?> retryable, RetryException exhausted) {
			FrameworkRetryTests.this.events.add("exhausted " + ((SequoiaFailure) exhausted.getCause()).status());
		}

	}

}
