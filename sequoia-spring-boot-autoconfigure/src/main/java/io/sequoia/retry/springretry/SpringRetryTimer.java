package io.sequoia.retry.springretry;

import io.micrometer.core.instrument.MeterRegistry;
import io.sequoia.Internal;
import org.jspecify.annotations.Nullable;

import org.springframework.retry.RetryCallback;
import org.springframework.retry.RetryContext;
import org.springframework.retry.RetryListener;
import org.springframework.retry.support.MetricsRetryListener;

/**
 * Measures calls like Spring Retry's own listener, except for the number of retries:
 * Spring Retry counts failed attempts, so that a call that failed without a retry would
 * have one.
 */
@Internal
public final class SpringRetryTimer implements RetryListener {

	private static final String COUNTED = SpringRetryTimer.class.getName();

	private final MetricsRetryListener timer;

	/**
	 * Measure into a registry.
	 * @param registry the registry
	 */
	public SpringRetryTimer(MeterRegistry registry) {
		this.timer = new MetricsRetryListener(registry);
	}

	@Override
	public <T, E extends Throwable> boolean open(RetryContext context, RetryCallback<T, E> callback) {
		Counted counted = new Counted(context);
		context.setAttribute(COUNTED, counted);
		return this.timer.open(counted, callback);
	}

	@Override
	public <T, E extends Throwable> void close(RetryContext context, RetryCallback<T, E> callback,
			@Nullable Throwable failure) {
		if (context.getAttribute(COUNTED) instanceof Counted counted) {
			counted.failed = failure != null;
			this.timer.close(counted, callback, failure);
		}
	}

	/** The context of a call that counts retries. */
	private static final class Counted implements RetryContext {

		private final RetryContext context;

		private boolean failed;

		Counted(RetryContext context) {
			this.context = context;
		}

		@Override
		public int getRetryCount() {
			int failures = this.context.getRetryCount();
			return this.failed ? Math.max(0, failures - 1) : failures;
		}

		@Override
		public @Nullable RetryContext getParent() {
			return this.context.getParent();
		}

		@Override
		public @Nullable Throwable getLastThrowable() {
			return this.context.getLastThrowable();
		}

		@Override
		public void setExhaustedOnly() {
			this.context.setExhaustedOnly();
		}

		@Override
		public boolean isExhaustedOnly() {
			return this.context.isExhaustedOnly();
		}

		@Override
		public void setAttribute(String name, @Nullable Object value) {
			this.context.setAttribute(name, value);
		}

		@Override
		public @Nullable Object getAttribute(String name) {
			return this.context.getAttribute(name);
		}

		@Override
		public @Nullable Object removeAttribute(String name) {
			return this.context.removeAttribute(name);
		}

		@Override
		public boolean hasAttribute(String name) {
			return this.context.hasAttribute(name);
		}

		@Override
		public String[] attributeNames() {
			return this.context.attributeNames();
		}

	}

}
