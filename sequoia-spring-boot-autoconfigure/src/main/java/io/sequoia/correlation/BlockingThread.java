package io.sequoia.correlation;

import io.sequoia.Internal;
import org.jspecify.annotations.Nullable;

/**
 * A thread that waits for an operation. It has the operation's id in its logging context
 * from the moment when the operation gets the id until the waiting ends, however it ends.
 */
@Internal
public final class BlockingThread implements AutoCloseable {

	private static final ThreadLocal<@Nullable BlockingThread> CURRENT = new ThreadLocal<>();

	private final @Nullable BlockingThread outer = CURRENT.get();

	private LoggingContext.@Nullable Scope scope;

	private BlockingThread() {
	}

	/**
	 * Begin to wait.
	 * @return ends the waiting; to be closed by the same thread
	 */
	public static BlockingThread enter() {
		BlockingThread waiting = new BlockingThread();
		CURRENT.set(waiting);
		return waiting;
	}

	/**
	 * Give the id of an operation to the current thread, if it waits. An operation that
	 * is part of another changes nothing.
	 */
	static void tell(String mdcKey, String id) {
		BlockingThread waiting = CURRENT.get();
		if (waiting != null && waiting.scope == null) {
			waiting.scope = LoggingContext.with(mdcKey, id);
		}
	}

	@Override
	public void close() {
		if (this.scope != null) {
			this.scope.close();
		}
		if (this.outer != null) {
			CURRENT.set(this.outer);
		}
		else {
			CURRENT.remove();
		}
	}

}
