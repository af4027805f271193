package io.sequoia.retry;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.sequoia.Internal;
import org.jspecify.annotations.Nullable;

/**
 * The state of a call, for the rules and observers of its retries. An instance belongs to
 * one subscription to a call. Thread-safe.
 */
@Internal
public final class RetryState {

	private final RetryCall<?> call;

	private final Supplier<Duration> elapsed;

	/** Created when something is attached. */
	private volatile @Nullable Map<Class<?>, Object> attached;

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
	 * Return the name of the call, which is the same for all such calls.
	 * @return {@code sequoia.{service}.{operation}}
	 */
	public String label() {
		return "sequoia." + this.call.serviceTag() + "." + this.call.call().operation();
	}

	/**
	 * Return the largest number of attempts by the settings of the call.
	 * @return the number, the first attempt included
	 */
	public int maxAttempts() {
		return this.call.settings().enabled() ? this.call.settings().maxAttempts() : 1;
	}

	/**
	 * Return the number of attempts that have begun.
	 * @return the number
	 */
	public int attempts() {
		return this.attempts;
	}

	/**
	 * Return the number of attempts that have failed.
	 * @return the number
	 */
	public int failures() {
		return this.failures;
	}

	/**
	 * Return the failure of the last attempt that failed.
	 * @return the failure, or {@code null} if none has failed
	 */
	public @Nullable Throwable lastFailure() {
		return this.lastFailure;
	}

	/**
	 * Tell whether attempts or time have ended although further attempts might have
	 * helped.
	 * @return {@code true} if so
	 */
	public boolean isExhausted() {
		return this.exhausted;
	}

	/**
	 * Return the time since the call began.
	 * @return the time
	 */
	public Duration elapsed() {
		return this.elapsed.get();
	}

	/**
	 * Make no further attempt after this one.
	 */
	public void endRetries() {
		this.ended = true;
	}

	/**
	 * Tell whether no further attempt is to be made.
	 * @return {@code true} if {@link #endRetries} was called
	 */
	public boolean isEnded() {
		return this.ended;
	}

	/**
	 * Return an object that is attached to the call.
	 * @param type its type
	 * @param first creates it the first time
	 * @param <A> its type
	 * @return the same object each time
	 */
	public <A> A attached(Class<A> type, Supplier<A> first) {
		return type.cast(attached().computeIfAbsent(type, (key) -> first.get()));
	}

	private Map<Class<?>, Object> attached() {
		Map<Class<?>, Object> known = this.attached;
		if (known == null) {
			synchronized (this) {
				known = (this.attached != null) ? this.attached : new ConcurrentHashMap<>(4);
				this.attached = known;
			}
		}
		return known;
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
