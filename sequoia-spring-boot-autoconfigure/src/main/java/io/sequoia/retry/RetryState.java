package io.sequoia.retry;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Tells how far a call has come, to what decides on its retries and what is told of them.
 * One instance belongs to one subscription to a call. Thread-safe.
 */
public final class RetryState {

	private final RetryCall<?> call;

	private final Supplier<Duration> elapsed;

	private final Map<Class<?>, Object> attached = new ConcurrentHashMap<>(2);

	private volatile int attempts;

	private volatile int failures;

	private volatile @Nullable Throwable lastFailure;

	private volatile boolean exhausted;

	private volatile boolean ended;

	RetryState(RetryCall<?> call, Supplier<Duration> elapsed) {
		this.call = call;
		this.elapsed = elapsed;
	}

	/**
	 * Get the name of the call, which all such calls have.
	 * @return {@code sequoia.{service}.{operation}}
	 */
	public String label() {
		return "sequoia." + this.call.serviceTag() + "." + this.call.call().operation();
	}

	/**
	 * Get the most attempts that the settings of the call allow.
	 * @return the most attempts, the first included
	 */
	public int maxAttempts() {
		return this.call.settings().enabled() ? this.call.settings().maxAttempts() : 1;
	}

	/**
	 * Get how many attempts have begun.
	 * @return how many
	 */
	public int attempts() {
		return this.attempts;
	}

	/**
	 * Get how many attempts have failed.
	 * @return how many
	 */
	public int failures() {
		return this.failures;
	}

	/**
	 * Get the failure of the last attempt that failed.
	 * @return the failure, or {@code null} if none has failed
	 */
	public @Nullable Throwable lastFailure() {
		return this.lastFailure;
	}

	/**
	 * Tell whether attempts or time have ended where more of them might have helped.
	 * @return whether they have
	 */
	public boolean isExhausted() {
		return this.exhausted;
	}

	/**
	 * Get the time since the call began.
	 * @return the time
	 */
	public Duration elapsed() {
		return this.elapsed.get();
	}

	/**
	 * Have no further attempt made after this one.
	 */
	public void endRetries() {
		this.ended = true;
	}

	/**
	 * Tell whether no further attempt is to be made.
	 * @return whether {@link #endRetries} was called
	 */
	public boolean isEnded() {
		return this.ended;
	}

	/**
	 * Get what was attached to the call.
	 * @param type the type of it
	 * @param first makes it at the first time
	 * @param <A> the type of it
	 * @return the same at each time
	 */
	public <A> A attached(Class<A> type, Supplier<A> first) {
		return type.cast(this.attached.computeIfAbsent(type, (key) -> first.get()));
	}

	boolean isTransient(Throwable failure) {
		return Failures.isTransient(failure, this.call.settings().statusCodes());
	}

	void begin() {
		this.attempts++;
	}

	void failed(Throwable failure) {
		this.failures++;
		this.lastFailure = failure;
	}

	void exhaust() {
		this.exhausted = true;
	}

	@Override
	public String toString() {
		return this.call + ", attempt " + this.attempts;
	}

}
