package io.sequoia.transfer;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

import io.sequoia.Printable;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.util.Assert;
import org.springframework.util.unit.DataSize;

/**
 * Options of single transfers. A value that is set here has precedence over the
 * configuration. Immutable.
 */
public final class TransferOptions {

	private static final TransferOptions NONE = new Builder().build();

	private final @Nullable Duration timeout;

	private final @Nullable Integer maxAttempts;

	private final @Nullable DataSize blockSize;

	private final @Nullable Integer concurrency;

	private final @Nullable Duration renewalInterval;

	private final @Nullable Long length;

	private final Map<String, byte[]> checksums;

	private final @Nullable MediaType contentType;

	private final @Nullable TransferListener listener;

	private TransferOptions(Builder builder) {
		this.timeout = builder.timeout;
		this.maxAttempts = builder.maxAttempts;
		this.blockSize = builder.blockSize;
		this.concurrency = builder.concurrency;
		this.renewalInterval = builder.renewalInterval;
		this.length = builder.length;
		this.checksums = Collections.unmodifiableMap(new LinkedHashMap<>(builder.checksums));
		this.contentType = builder.contentType;
		this.listener = builder.listener;
	}

	/**
	 * Return options that leave everything as configured.
	 * @return the options
	 */
	public static TransferOptions none() {
		return NONE;
	}

	/**
	 * Begin to build options.
	 * @return the builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	@Nullable Duration timeout() {
		return this.timeout;
	}

	@Nullable Integer maxAttempts() {
		return this.maxAttempts;
	}

	@Nullable DataSize blockSize() {
		return this.blockSize;
	}

	@Nullable Integer concurrency() {
		return this.concurrency;
	}

	@Nullable Duration renewalInterval() {
		return this.renewalInterval;
	}

	@Nullable Long length() {
		return this.length;
	}

	Map<String, byte[]> checksums() {
		return this.checksums;
	}

	@Nullable MediaType contentType() {
		return this.contentType;
	}

	@Nullable TransferListener listener() {
		return this.listener;
	}

	/**
	 * Builds options. Not thread-safe.
	 */
	public static final class Builder {

		private @Nullable Duration timeout;

		private @Nullable Integer maxAttempts;

		private @Nullable DataSize blockSize;

		private @Nullable Integer concurrency;

		private @Nullable Duration renewalInterval;

		private @Nullable Long length;

		private final Map<String, byte[]> checksums = new LinkedHashMap<>();

		private @Nullable MediaType contentType;

		private @Nullable TransferListener listener;

		private Builder() {
		}

		/**
		 * Set the longest time of the whole transfer, which otherwise has none: each
		 * block has {@code sequoia.retry.max-time}, and the time that it takes at {@code
		 * sequoia.transfer.minimum-rate}.
		 * @param timeout the time, over zero
		 * @return this
		 */
		public Builder timeout(Duration timeout) {
			this.timeout = requirePositive("timeout", timeout);
			return this;
		}

		/**
		 * Set the largest number of attempts of each block, instead of {@code
		 * sequoia.retry.max-attempts}.
		 * @param maxAttempts the number, from 1 to 100
		 * @return this
		 */
		public Builder maxAttempts(int maxAttempts) {
			this.maxAttempts = requireRange("maxAttempts", maxAttempts, 100);
			return this;
		}

		/**
		 * Set the size of blocks, instead of {@code sequoia.transfer.block-size}.
		 * @param blockSize the size, from 64 KB to 256 MB
		 * @return this
		 */
		public Builder blockSize(DataSize blockSize) {
			Assert.notNull(blockSize, "blockSize must not be null");
			Assert.isTrue(TransferSettings.isBlockSize(blockSize),
					() -> "blockSize must be from 64KB to 256MB, not " + blockSize);
			this.blockSize = blockSize;
			return this;
		}

		/**
		 * Set the number of blocks in flight at a time, instead of {@code
		 * sequoia.transfer.concurrency}. Each of them is in memory.
		 * @param concurrency the number, from 1 to 64
		 * @return this
		 */
		public Builder concurrency(int concurrency) {
			this.concurrency = requireRange("concurrency", concurrency, 64);
			return this;
		}

		/**
		 * Set the time within which an upload asks for its address once at most, instead
		 * of {@code sequoia.transfer.renewal-interval}. An older address is renewed
		 * before the next block. Downloads ask when their address is refused.
		 * @param interval the time, over zero
		 * @return this
		 */
		public Builder renewalInterval(Duration interval) {
			this.renewalInterval = requirePositive("renewalInterval", interval);
			return this;
		}

		/**
		 * Expect a length of the file. A transfer of another length fails.
		 * @param length the length in bytes
		 * @return this
		 */
		public Builder length(long length) {
			Assert.isTrue(length >= 0, () -> "length must not be negative: " + length);
			this.length = length;
			return this;
		}

		/**
		 * Expect a checksum of the downloaded file, besides those that its source sends.
		 * Uploads do not use it.
		 * @param algorithm the algorithm of a {@link MessageDigest}, such as {@code
		 * SHA-256} or {@code MD5}
		 * @param checksum the checksum in hexadecimal digits
		 * @return this
		 */
		public Builder checksum(String algorithm, String checksum) {
			Assert.notNull(algorithm, "algorithm must not be null");
			Assert.notNull(checksum, "checksum must not be null");
			try {
				int digits = 2 * MessageDigest.getInstance(algorithm).getDigestLength();
				Assert.isTrue(checksum.length() == digits && checksum.chars().allMatch(HexFormat::isHexDigit),
						() -> "checksum must be the " + digits + " hexadecimal digits of a " + algorithm + ", not the "
								+ checksum.length() + " characters '" + Printable.of(checksum) + "'");
				this.checksums.put(algorithm, HexFormat.of().parseHex(checksum));
				return this;
			}
			catch (NoSuchAlgorithmException ex) {
				throw new IllegalArgumentException(
						"'" + Printable.of(algorithm) + "' is not an algorithm of this JVM; use SHA-256, for example",
						ex);
			}
		}

		/**
		 * Set the media type of the uploaded file.
		 * @param contentType the media type; {@code application/octet-stream} by default
		 * @return this
		 */
		public Builder contentType(MediaType contentType) {
			Assert.notNull(contentType, "contentType must not be null");
			this.contentType = contentType;
			return this;
		}

		/**
		 * Set the listener for the progress of the transfer.
		 * @param listener the listener
		 * @return this
		 */
		public Builder listener(TransferListener listener) {
			Assert.notNull(listener, "listener must not be null");
			this.listener = listener;
			return this;
		}

		/**
		 * Build the options.
		 * @return the options
		 */
		public TransferOptions build() {
			return new TransferOptions(this);
		}

		private static int requireRange(String name, int value, int max) {
			Assert.isTrue(value >= 1 && value <= max, () -> name + " must be from 1 to " + max + ", not " + value);
			return value;
		}

		private static Duration requirePositive(String name, Duration duration) {
			Assert.notNull(duration, () -> name + " must not be null");
			Assert.isTrue(!duration.isNegative() && !duration.isZero(),
					() -> name + " must be over zero, not " + duration);
			return duration;
		}

	}

}
