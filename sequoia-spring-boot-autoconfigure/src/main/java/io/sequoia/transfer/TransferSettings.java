package io.sequoia.transfer;

import java.time.Duration;

import io.sequoia.Internal;
import io.sequoia.retry.RetrySettings;

import org.springframework.util.unit.DataSize;

/**
 * The settings of transfers.
 *
 * @param owner the tenant in whose name transfers are made, for observations
 * @param retry the rules on repeating requests
 * @param blockSize the size of blocks, in bytes
 * @param concurrency the number of blocks in flight at a time
 * @param minimumRate the bytes per second that each request has to transfer, averaged
 * over {@code sequoia.http.response-timeout}
 * @param renewalInterval the time within which an upload asks for its address once at
 * most
 */
@Internal
public record TransferSettings(String owner, RetrySettings retry, int blockSize, int concurrency, long minimumRate,
		Duration renewalInterval) {

	private static final DataSize SMALLEST = DataSize.ofKilobytes(64);

	private static final DataSize LARGEST = DataSize.ofMegabytes(256);

	/**
	 * Tell whether a size can be that of blocks.
	 * @param size the size
	 * @return {@code true} if it is from 64 KB to 256 MB
	 */
	public static boolean isBlockSize(DataSize size) {
		return size.compareTo(SMALLEST) >= 0 && size.compareTo(LARGEST) <= 0;
	}

	/**
	 * Apply the options of a transfer.
	 * @param options the options
	 * @return the settings of that transfer
	 */
	TransferSettings with(TransferOptions options) {
		Integer attempts = options.maxAttempts();
		DataSize size = options.blockSize();
		Integer number = options.concurrency();
		Duration interval = options.renewalInterval();
		return new TransferSettings(this.owner, (attempts != null) ? this.retry.withMaxAttempts(attempts) : this.retry,
				(size != null) ? (int) size.toBytes() : this.blockSize, (number != null) ? number : this.concurrency,
				this.minimumRate, (interval != null) ? interval : this.renewalInterval);
	}

	/**
	 * Return the rules for a request that transfers a number of bytes: it gets as much
	 * time more as they take at the minimum rate.
	 * @param bytes the largest number of bytes
	 * @return the rules
	 */
	RetrySettings retryOf(long bytes) {
		// a limit that is a day too long does no harm, as the rate of each request is
		// checked too
		long seconds = Math.min(bytes / this.minimumRate + 1, Duration.ofDays(365).toSeconds());
		return this.retry.withMaxTime(this.retry.maxTime().plusSeconds(seconds))
			.withAttemptTimeout(this.retry.attemptTimeout().multipliedBy(2).plusSeconds(seconds));
	}

}
