package io.sequoia.transfer;

/**
 * Counts what transfers do. The methods are called on any thread and must not block.
 */
public interface TransferMetrics {

	/**
	 * Metrics that count nothing.
	 */
	TransferMetrics NONE = new TransferMetrics() {
	};

	/**
	 * Count bytes that were written to a file, or accepted by a storage.
	 * @param operation {@code download} or {@code upload}
	 * @param bytes the number of bytes
	 */
	default void transferred(String operation, long bytes) {
	}

	/**
	 * Count bytes that an earlier transfer had left, so that they were not transferred
	 * again.
	 * @param operation {@code download} or {@code upload}
	 * @param bytes the number of bytes
	 */
	default void resumed(String operation, long bytes) {
	}

}
