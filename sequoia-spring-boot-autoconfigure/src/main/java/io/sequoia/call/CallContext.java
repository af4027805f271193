package io.sequoia.call;

import java.util.function.Consumer;

import io.sequoia.ContextValues;
import io.sequoia.OutcomeUnknownException;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Reads and writes what calls leave in the Reactor context for the attempts and requests
 * that they make. The correlation id travels beside it, as {@code CorrelationIds} says.
 */
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
	 * Find what an attempt tells that it begins to wait for an answer that it shares with
	 * other calls ({@code true}), and that it goes on ({@code false}). That time is the
	 * call's, not the attempt's.
	 * @param context the context of the attempt
	 * @return what is told, or {@code null} outside of attempts
	 */
	public static @Nullable Consumer<Boolean> waiting(ContextView context) {
		return ContextValues.find(context, Key.WAITING);
	}

	/**
	 * Have an attempt tell when it waits for an answer that it shares with other calls.
	 * @param context the context of the attempt
	 * @param waiting what is told
	 * @return the context with it
	 */
	public static Context withWaiting(Context context, Consumer<Boolean> waiting) {
		return ContextValues.put(context, Key.WAITING, waiting);
	}

	/**
	 * Find what is told of writes that may have been applied when their caller gives up.
	 * @param context the context of the call
	 * @return what is told, or {@code null}
	 */
	public static @Nullable Consumer<OutcomeUnknownException> abandoned(ContextView context) {
		return ContextValues.find(context, Key.ABANDONED);
	}

	/**
	 * Have calls tell of each write that may have been applied when they are cancelled.
	 * @param context the context of the caller
	 * @param abandoned what is told
	 * @return the context with it
	 */
	public static Context withAbandoned(Context context, Consumer<OutcomeUnknownException> abandoned) {
		return ContextValues.put(context, Key.ABANDONED, abandoned);
	}

	/**
	 * Get the start of the time that several calls share.
	 * @param context the context of a call
	 * @return the start in nanoseconds of the timer of the retries; {@code null} if the
	 * call has its own time
	 */
	public static @Nullable Long started(ContextView context) {
		return ContextValues.find(context, Key.STARTED);
	}

	/**
	 * Have several calls share one time.
	 * @param context the context of what makes the calls
	 * @param started its start in nanoseconds of the timer of the retries
	 * @return the context with the start
	 */
	public static Context withStarted(Context context, long started) {
		return ContextValues.put(context, Key.STARTED, started);
	}

	/**
	 * Get how many attempts of a shared request may fail while a caller waits for its
	 * answer.
	 * @param context the context of the caller
	 * @return how many, from 1; 0 for however many are made
	 */
	public static int sharedAttempts(ContextView context) {
		Integer attempts = ContextValues.find(context, Key.SHARED_ATTEMPTS);
		return (attempts != null) ? attempts : 0;
	}

	/**
	 * Limit how many attempts of a shared request may fail while a caller waits.
	 * @param context the context of the caller
	 * @param attempts how many, from 1
	 * @return the context with the limit
	 */
	public static Context withSharedAttempts(Context context, int attempts) {
		return ContextValues.put(context, Key.SHARED_ATTEMPTS, attempts);
	}

	/**
	 * Make the context of a request that many callers share: without the limits of the
	 * caller that starts it.
	 * @param context the context of that caller
	 * @return the context without them
	 */
	public static Context forShared(ContextView context) {
		return ContextValues.delete(Context.of(context), Key.SHARED_ATTEMPTS, Key.WAITING, Key.STARTED);
	}

	/**
	 * Make the context of what a call does.
	 * @param context the context of the call
	 * @return the same, which tells that it is a call's
	 */
	public static Context inCall(Context context) {
		return ContextValues.put(context, Key.PART_OF, Whole.CALL);
	}

	/**
	 * Make the context of what a browse does.
	 * @param context the context of the browse
	 * @return the same, which tells that it is a browse's
	 */
	public static Context inBrowse(Context context) {
		return ContextValues.put(context, Key.PART_OF, Whole.BROWSE);
	}

	/**
	 * Tell whether a context is that of something a call does, which is counted with the
	 * call.
	 * @param context the context
	 * @return whether it is
	 */
	public static boolean isInCall(ContextView context) {
		return ContextValues.<Whole>find(context, Key.PART_OF) == Whole.CALL;
	}

	/**
	 * Tell whether a context is that of something a call or a browse does.
	 * @param context the context
	 * @return whether it is
	 */
	public static boolean isInCallOrBrowse(ContextView context) {
		return ContextValues.<Whole>find(context, Key.PART_OF) != null;
	}

	private enum Key {

		ATTEMPT, WAITING, ABANDONED, STARTED, SHARED_ATTEMPTS, PART_OF

	}

	private enum Whole {

		CALL, BROWSE

	}

}
