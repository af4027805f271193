package io.sequoia.retry.springretry;

import java.time.Duration;

import io.sequoia.retry.RetryState;
import io.sequoia.retry.RetryWaits;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.retry.RetryContext;
import org.springframework.retry.backoff.BackOffContext;
import org.springframework.retry.backoff.BackOffPolicy;
import org.springframework.retry.backoff.SleepingBackOffPolicy;

/**
 * Asks a {@link BackOffPolicy} for the duration of waits instead of letting it sleep.
 *
 * @param policy the policy
 */
record PolicyWaits(BackOffPolicy policy) implements RetryWaits {

	@Override
	public Waits start(RetryState state) {
		return new Asked(this.policy, CallContexts.of(state));
	}

	@Override
	public String toString() {
		return "the BackOffPolicy " + this.policy.getClass().getName();
	}

	/** The waits of one call. */
	private static final class Asked implements Waits {

		private final BackOffPolicy policy;

		private final boolean blocking;

		private final @Nullable BackOffContext context;

		private long asked;

		Asked(BackOffPolicy policy, RetryContext context) {
			BackOffPolicy telling = (policy instanceof SleepingBackOffPolicy<?> sleeping)
					? sleeping.withSleeper((millis) -> this.asked += millis) : null;
			// a subclass that does not override withSleeper would be replaced by its
			// parent
			this.blocking = telling == null || telling.getClass() != policy.getClass();
			this.policy = (this.blocking || telling == null) ? policy : telling;
			this.context = this.policy.start(context);
		}

		/**
		 * Return the next wait: zero after a policy that can only block, which has
		 * blocked a thread for that purpose.
		 */
		@Override
		public Mono<Duration> next() {
			if (!this.blocking) {
				return Mono.fromSupplier(() -> {
					this.asked = 0;
					this.policy.backOff(this.context);
					return Duration.ofMillis(this.asked);
				});
			}
			return Mono.fromSupplier(() -> {
				this.policy.backOff(this.context);
				return Duration.ZERO;
			}).subscribeOn(Schedulers.boundedElastic());
		}

	}

}
