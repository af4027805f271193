package io.sequoia.call;

import java.util.function.Consumer;
import java.util.function.Supplier;

import io.sequoia.ContextValues;
import io.sequoia.Internal;
import io.sequoia.OutcomeUnknownException;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Reads and writes the values that calls put into the Reactor context for their attempts
 * and requests. The correlation id is another value of that context, see {@code
 * CorrelationIds}.
 */
@Internal
public final class CallContext {

	private CallContext() {
	}

	/**
	 * Get the number of the attempt that a context belongs to.
	 * @param context the context
	 * @return the number, from 1
	 */
	public static int attempt(ContextView context) {
		Integer number = ContextValues.find(context, Key.ATTEMPT);
		return (number != null) ? number : 1;
	}

	/**
	 * Number an attempt.
	 * @param context the context of the attempt
	 * @param number its number, from 1
	 * @return the context with the number
	 */
	public static Context withAttempt(Context context, int number) {
		return (number > 1) ? ContextValues.put(context, Key.ATTEMPT, number) : context;
	}

	/**
	 * Return the listener of an attempt for waits: it gets a wait when the attempt begins
	 * to wait for a shared answer, {@code null} when it continues. That time counts for
	 * the call, not for the attempt.
	 * @param context the context of the attempt
	 * @return the listener, or {@code null} outside of attempts
	 */
	public static @Nullable Consumer<@Nullable SharedWait> waiting(ContextView context) {
		return ContextValues.find(context, Key.WAITING);
	}

	/**
	 * Add a listener that is informed when an attempt waits for a shared answer.
	 * @param context the context of the attempt
	 * @param waiting the listener
	 * @return the context with it
	 */
	public static Context withWaiting(Context context, Consumer<@Nullable SharedWait> waiting) {
		return ContextValues.put(context, Key.WAITING, waiting);
	}

	/**
	 * Return the listener for writes that may have been applied when their caller gives
	 * up.
	 * @param context the context of the call
	 * @return the listener, or {@code null}
	 */
	public static @Nullable Consumer<OutcomeUnknownException> abandoned(ContextView context) {
		return ContextValues.find(context, Key.ABANDONED);
	}

	/**
	 * Add a listener that is informed of each write that may have been applied when it is
	 * cancelled.
	 * @param context the context of the caller
	 * @param abandoned the listener
	 * @return the context with it
	 */
	public static Context withAbandoned(Context context, Consumer<OutcomeUnknownException> abandoned) {
		return ContextValues.put(context, Key.ABANDONED, abandoned);
	}

	/**
	 * Return the consumer of the work that follows a call. A caller that waits for the
	 * call has one, and does the work on its own thread.
	 * @param context the context of the call
	 * @return the consumer, or {@code null}
	 */
	public static @Nullable Consumer<Runnable> afterwards(ContextView context) {
		return ContextValues.find(context, Key.AFTERWARDS);
	}

	/**
	 * Let the caller do the work that follows its calls.
	 * @param context the context of the caller
	 * @param afterwards takes the work
	 * @return the context with it
	 */
	public static Context withAfterwards(Context context, Consumer<Runnable> afterwards) {
		return ContextValues.put(context, Key.AFTERWARDS, afterwards);
	}

	/**
	 * Return the start of the time that several calls share.
	 * @param context the context of a call
	 * @return the start in nanoseconds of the timer of the retries; {@code null} if the
	 * call has its own time
	 */
	public static @Nullable Long started(ContextView context) {
		return ContextValues.find(context, Key.STARTED);
	}

	/**
	 * Let several calls share one time limit.
	 * @param context the context of the whole that makes the calls
	 * @param started its start in nanoseconds of the timer of the retries
	 * @return the context with the start
	 */
	public static Context withStarted(Context context, long started) {
		return ContextValues.put(context, Key.STARTED, started);
	}

	/**
	 * Return the number of attempts of a shared request that may fail while a caller
	 * waits for its answer.
	 * @param context the context of the caller
	 * @return the number, from 1; 0 for no limit
	 */
	public static int sharedAttempts(ContextView context) {
		Integer attempts = ContextValues.find(context, Key.SHARED_ATTEMPTS);
		return (attempts != null) ? attempts : 0;
	}

	/**
	 * Limit the number of attempts of a shared request that may fail while a caller
	 * waits.
	 * @param context the context of the caller
	 * @param attempts the number, from 1
	 * @return the context with the limit
	 */
	public static Context withSharedAttempts(Context context, int attempts) {
		return ContextValues.put(context, Key.SHARED_ATTEMPTS, attempts);
	}

	/**
	 * Create the context of a request that many callers share: without the limits of the
	 * caller that starts it.
	 * @param context the context of that caller
	 * @return the context without them
	 */
	public static Context forShared(ContextView context) {
		return ContextValues.delete(Context.of(context), Key.SHARED_ATTEMPTS, Key.WAITING, Key.STARTED);
	}

	/**
	 * Mark a context as that of a call.
	 * @param context the context of the call
	 * @return the marked context
	 */
	public static Context inCall(Context context) {
		return ContextValues.put(context, Key.PART_OF, Whole.CALL);
	}

	/**
	 * Mark a context as that of a browse.
	 * @param context the context of the browse
	 * @return the marked context
	 */
	public static Context inBrowse(Context context) {
		return ContextValues.put(context, Key.PART_OF, Whole.BROWSE);
	}

	/**
	 * Tell whether a context belongs to a call, with which all its requests are counted.
	 * @param context the context
	 * @return {@code true} if it does
	 */
	public static boolean isInCall(ContextView context) {
		return ContextValues.<Whole>find(context, Key.PART_OF) == Whole.CALL;
	}

	/**
	 * Tell whether a context belongs to a call or a browse.
	 * @param context the context
	 * @return {@code true} if it does
	 */
	public static boolean isInCallOrBrowse(ContextView context) {
		return ContextValues.<Whole>find(context, Key.PART_OF) != null;
	}

	/**
	 * A wait for an answer that many calls may wait for.
	 *
	 * @param call the call that gets the answer
	 * @param failure returns the failure of its last attempt, or {@code null} before it
	 */
	public record SharedWait(Call call, Supplier<? extends @Nullable Throwable> failure) {
	}

	private enum Key {

		ATTEMPT, WAITING, ABANDONED, AFTERWARDS, STARTED, SHARED_ATTEMPTS, PART_OF

	}

	private enum Whole {

		CALL, BROWSE

	}

}
