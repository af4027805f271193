package io.sequoia.call;

import java.util.function.Supplier;

import io.sequoia.Internal;
import org.jspecify.annotations.Nullable;

/**
 * Runs code of the application within a call. Reactor does not report errors of linkage
 * and of the stack to the subscriber but throws them at the thread, which may be an event
 * loop: the call would then wait until its time ends, or for ever.
 */
@Internal
public final class UserCode {

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
			throw new IllegalStateException("Code of the application failed within a call: " + ex, ex);
		}
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
