package io.sequoia.transfer;

/**
 * Is informed of the progress of a transfer.
 */
@FunctionalInterface
public interface TransferListener {

	/**
	 * Note progress: at the start, after each block, and after the last one. The calls
	 * for one transfer come one after the other, on any thread, and the transfer waits
	 * for them, so they must be short and must not block. An exception is logged, and the
	 * transfer continues.
	 * @param progress the progress
	 */
	void progressed(TransferProgress progress);

}
