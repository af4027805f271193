package io.sequoia.call;

import java.util.function.Supplier;

import io.sequoia.Internal;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Runs code of the application within a call. Reactor does not report errors of linkage
 * and of the stack to the subscriber but throws them at the thread, which may be an event
 * loop: the call would then wait until its time ends, or for ever.
 */
@Internal
public final class UserCode {

	private static final Log logger = LogFactory.getLog(UserCode.class);

	private UserCode() {
	}

	/**
	 * Run code that has a result.
	 * @param code the code
	 * @param <R> the type of the result
	 * @return the result
	 * @throws IllegalStateException if the code fails with an error of linkage or of the
	 * stack
	 */
	public static <R extends @Nullable Object> R call(Supplier<R> code) {
		try {
			return code.get();
		}
		catch (LinkageError | StackOverflowError ex) {
			throw reported(ex);
		}
	}

	/**
	 * Run code that watches a call, such as meters and handlers of observations. What it
	 * throws must not keep the answer from the caller, and is logged.
	 * @param watched the call
	 * @param code the code
	 */
	public static void watch(Object watched, Runnable code) {
		try {
			code.run();
		}
		catch (Throwable ex) {
			ignored(watched, ex);
		}
	}

	/**
	 * Log a failure of code that watches a call.
	 * @param watched the call
	 * @param failure the failure
	 */
	public static void ignored(Object watched, Throwable failure) {
		logger.warn("Observing " + watched + " failed; the call goes on", failure);
	}

	/**
	 * Convert an error of linkage or of the stack, so that Reactor reports it to the
	 * subscriber.
	 * @param error the error
	 * @return the exception to report
	 */
	public static IllegalStateException reported(Error error) {
		return new IllegalStateException("Code of the application failed within a call: " + error, error);
	}

	/**
	 * Run code without a result.
	 * @param code the code
	 * @throws IllegalStateException if the code fails with an error of linkage or of the
	 * stack
	 */
	public static void run(Runnable code) {
		call(() -> {
			code.run();
			return true;
		});
	}

}
