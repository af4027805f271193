package io.sequoia.transfer;

import java.util.OptionalLong;

import io.sequoia.call.UserCode;
import io.sequoia.correlation.CorrelationIds;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

/**
 * Counts the progress of one transfer, and tells the listener. Thread-safe.
 */
final class Progress {

	private static final Log logger = LogFactory.getLog(SequoiaTransfer.class);

	private final String operation;

	private final @Nullable TransferListener listener;

	private final TransferMetrics metrics;

	private final ContextView context;

	private OptionalLong length = OptionalLong.empty();

	private long done;

	private long transferred;

	private boolean told;

	Progress(String operation, TransferOptions options, TransferMetrics metrics, ContextView context) {
		this.operation = operation;
		this.listener = options.listener();
		this.metrics = metrics;
		this.context = context;
	}

	/**
	 * Note the start of the transfer, or a new start.
	 * @param length the length of the file, or -1 if it is not known
	 */
	synchronized void begin(long length) {
		this.length = (length >= 0) ? OptionalLong.of(length) : OptionalLong.empty();
		this.done = 0;
		tell();
	}

	/** Note bytes that an earlier transfer has left. */
	synchronized void resumed(long bytes) {
		this.done += bytes;
		UserCode.watch("a transfer", () -> this.metrics.resumed(this.operation, bytes));
		tell();
	}

	/** Note bytes that were transferred. */
	synchronized void transferred(long bytes) {
		this.done += bytes;
		this.transferred += bytes;
		UserCode.watch("a transfer", () -> this.metrics.transferred(this.operation, bytes));
		tell();
	}

	synchronized long done() {
		return this.done;
	}

	/** Return the outcome of the transfer. */
	synchronized TransferResult result(@Nullable String etag) {
		return new TransferResult(this.done, Math.min(this.transferred, this.done), etag);
	}

	private void tell() {
		if (this.listener == null) {
			return;
		}
		try {
			this.listener.progressed(new TransferProgress(this.done, this.length));
		}
		catch (Throwable ex) {
			// an error would leave the transfer without an end
			if (!this.told) {
				this.told = true;
				CorrelationIds.log(this.context, "The listener of a transfer failed; the transfer goes on",
						(line) -> logger.warn(line, ex));
			}
		}
	}

}
