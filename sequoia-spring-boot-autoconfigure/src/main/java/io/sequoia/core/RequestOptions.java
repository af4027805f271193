package io.sequoia.core;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.sequoia.Printable;
import io.sequoia.correlation.CorrelationIds;
import io.sequoia.http.HeaderRules;
import io.sequoia.http.PathRules;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Options of single calls. A value that is set here has precedence over the
 * configuration. Immutable.
 *
 * @see SequoiaOperations#with(RequestOptions)
 */
public final class RequestOptions {

	private static final RequestOptions NONE = new Builder().build();

	private final @Nullable String owner;

	private final @Nullable String correlationId;

	private final Map<String, String> headers;

	private final @Nullable Duration timeout;

	private final @Nullable Integer maxAttempts;

	private final @Nullable Duration backOff;

	private final Set<Integer> retryStatus;

	private final @Nullable Integer prefetch;

	private final @Nullable Expectation expectation;

	private final boolean fresh;

	private RequestOptions(Builder builder) {
		this.owner = builder.owner;
		this.correlationId = builder.correlationId;
		this.headers = Collections.unmodifiableMap(new LinkedHashMap<>(builder.headers));
		this.timeout = builder.timeout;
		this.maxAttempts = builder.maxAttempts;
		this.backOff = builder.backOff;
		this.retryStatus = Collections.unmodifiableSet(new TreeSet<>(builder.retryStatus));
		this.prefetch = builder.prefetch;
		this.expectation = builder.expectation;
		this.fresh = builder.fresh;
	}

	/**
	 * Return options that leave everything as configured.
	 * @return the options
	 */
	public static RequestOptions none() {
		return NONE;
	}

	/**
	 * Begin to build options.
	 * @return the builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Combine these options with others.
	 * @param others the options with precedence
	 * @return the combined options
	 */
	RequestOptions overriddenBy(RequestOptions others) {
		Builder both = new Builder();
		both.owner = (others.owner != null) ? others.owner : this.owner;
		both.correlationId = (others.correlationId != null) ? others.correlationId : this.correlationId;
		both.headers.putAll(this.headers);
		both.headers.putAll(others.headers);
		both.timeout = (others.timeout != null) ? others.timeout : this.timeout;
		both.maxAttempts = (others.maxAttempts != null) ? others.maxAttempts : this.maxAttempts;
		both.backOff = (others.backOff != null) ? others.backOff : this.backOff;
		both.retryStatus.addAll(others.retryStatus.isEmpty() ? this.retryStatus : others.retryStatus);
		both.prefetch = (others.prefetch != null) ? others.prefetch : this.prefetch;
		both.expectation = (others.expectation != null) ? others.expectation : this.expectation;
		both.fresh = others.fresh || this.fresh;
		return both.build();
	}

	@Nullable String owner() {
		return this.owner;
	}

	@Nullable String correlationId() {
		return this.correlationId;
	}

	Map<String, String> headers() {
		return this.headers;
	}

	@Nullable Duration timeout() {
		return this.timeout;
	}

	@Nullable Integer maxAttempts() {
		return this.maxAttempts;
	}

	@Nullable Duration backOff() {
		return this.backOff;
	}

	Set<Integer> retryStatus() {
		return this.retryStatus;
	}

	@Nullable Integer prefetch() {
		return this.prefetch;
	}

	@Nullable Expectation expectation() {
		return this.expectation;
	}

	/**
	 * Tell whether an answer must come from the service. A call that waits for a changed
	 * answer must not get an earlier one.
	 */
	boolean isFresh() {
		return this.fresh || this.expectation != null;
	}

	/** Create a copy whose reads bypass the cache. */
	RequestOptions refreshed() {
		return this.fresh ? this : overriddenBy(new Builder().fresh().build());
	}

	/**
	 * The collections that an answer must contain, or else the request is repeated.
	 *
	 * @param collections the collections that must not be empty
	 * @param everything whether the main collection and all included ones must not be
	 * empty
	 */
	record Expectation(Set<String> collections, boolean everything) {
	}

	/**
	 * Builds options. Not thread-safe.
	 */
	public static final class Builder {

		private static final Set<String> RESERVED_HEADERS = Set.of("authorization", "host", "content-length",
				"transfer-encoding");

		/**
		 * The header that is sent with registry and token requests too, unlike other
		 * headers.
		 */
		private static final String CORRELATION_HEADER = "X-Correlation-ID";

		/** The longest time: longer ones are too large a number of nanoseconds. */
		private static final Duration LONGEST = Duration.ofDays(36500);

		private @Nullable String owner;

		private @Nullable String correlationId;

		private final Map<String, String> headers = new LinkedHashMap<>();

		private @Nullable Duration timeout;

		private @Nullable Integer maxAttempts;

		private @Nullable Duration backOff;

		private final Set<Integer> retryStatus = new TreeSet<>();

		private @Nullable Integer prefetch;

		private @Nullable Expectation expectation;

		private boolean fresh;

		private Builder() {
		}

		/**
		 * Set the tenant of the call, instead of {@code sequoia.owner}.
		 * @param owner the tenant
		 * @return this
		 * @throws IllegalArgumentException if no tenant can have that name
		 */
		public Builder owner(String owner) {
			this.owner = PathRules.requireOwner(owner);
			return this;
		}

		/**
		 * Set the correlation id of the call.
		 * @param correlationId the id: 1 to 128 of the characters {@code
		 * [A-Za-z0-9._:/=+-]}
		 * @return this
		 * @throws IllegalArgumentException if it has another form
		 */
		public Builder correlationId(String correlationId) {
			Assert.notNull(correlationId, "The correlation id must not be null");
			this.correlationId = CorrelationIds.requireValid(correlationId);
			return this;
		}

		/**
		 * Add a header to the call's requests.
		 * @param name the name; {@code Authorization}, {@code Host}, {@code
		 * Content-Length} and {@code Transfer-Encoding} are set by the client only,
		 * {@code X-Correlation-ID} is the same as {@link #correlationId(String)}
		 * @param value the value, in visible ASCII characters and spaces
		 * @return this
		 * @throws IllegalArgumentException if name or value cannot be sent
		 */
		public Builder header(String name, String value) {
			Assert.notNull(name, "The name of a header must not be null");
			Assert.notNull(value, () -> "The value of the header " + Printable.of(name) + " must not be null");
			if (!HeaderRules.isName(name)) {
				throw new IllegalArgumentException("'" + Printable.of(name) + "' cannot be the name of a header");
			}
			if (RESERVED_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
				throw new IllegalArgumentException("The header " + name + " is set by the client itself");
			}
			if (!HeaderRules.isValue(value)) {
				throw new IllegalArgumentException("The value of the header " + name
						+ " holds a character that a header cannot have: use visible ASCII characters and spaces");
			}
			if (name.equalsIgnoreCase(CORRELATION_HEADER)) {
				return correlationId(value);
			}
			this.headers.put(name, value);
			return this;
		}

		/**
		 * Set the longest time of a call in all, instead of {@code
		 * sequoia.retry.max-time}: the whole of {@code read}, {@code find}, {@code
		 * readAll}, {@code page}, {@code first}, {@code single}, {@code list}, {@code
		 * count} and {@code update} with a change, but each page of a stream and each
		 * request of a batch.
		 * @param timeout the time, over zero; more than 100 years are as good as no limit
		 * @return this
		 */
		public Builder timeout(Duration timeout) {
			this.timeout = requirePositive("timeout", timeout);
			return this;
		}

		/**
		 * Set the largest number of attempts of a call, instead of {@code
		 * sequoia.retry.max-attempts}.
		 * @param maxAttempts the number, from 1 to 100
		 * @return this
		 */
		public Builder maxAttempts(int maxAttempts) {
			Assert.isTrue(maxAttempts >= 1 && maxAttempts <= 100,
					() -> "maxAttempts must be from 1 to 100, not " + maxAttempts);
			this.maxAttempts = maxAttempts;
			return this;
		}

		/**
		 * Set the interval of the back-off, instead of {@code sequoia.retry.interval}.
		 * @param backOff the interval, over zero
		 * @return this
		 */
		public Builder backOff(Duration backOff) {
			this.backOff = requirePositive("backOff", backOff);
			return this;
		}

		/**
		 * Set further statuses after which a call is retried, instead of {@code
		 * sequoia.retry.status-codes}.
		 * @param status the statuses, from 400 to 599
		 * @return this
		 */
		public Builder retryStatus(int... status) {
			for (int code : status) {
				Assert.isTrue(code >= 400 && code <= 599,
						() -> "A status to retry must be from 400 to 599, not " + code);
				this.retryStatus.add(code);
			}
			return this;
		}

		/**
		 * Set the number of pages that are fetched ahead of the current one, instead of
		 * {@code sequoia.pagination.prefetch}.
		 * @param prefetch the number, from 0 to 10
		 * @return this
		 */
		public Builder prefetch(int prefetch) {
			Assert.isTrue(prefetch >= 0 && prefetch <= 10, () -> "prefetch must be from 0 to 10, not " + prefetch);
			this.prefetch = prefetch;
			return this;
		}

		/**
		 * Repeat the request while one of these collections is empty (docs/protocol.md,
		 * section 10). When the attempts end, the last answer is the result.
		 * @param collections the names of main or included collections
		 * @return this
		 */
		public Builder expecting(String... collections) {
			Assert.notEmpty(collections, "Name the collections that are expected, or use expectingResources()");
			Assert.noNullElements(collections, "The name of an expected collection must not be null");
			this.expectation = new Expectation(new TreeSet<>(Set.of(collections)), false);
			return this;
		}

		/**
		 * Repeat the request while the main collection or an included one is empty
		 * (docs/protocol.md, section 10).
		 * @return this
		 */
		public Builder expectingResources() {
			this.expectation = new Expectation(Set.of(), true);
			return this;
		}

		/**
		 * Bypass the cache of {@code sequoia.cache}: the answer comes from the service,
		 * and is kept for later calls. Without that cache it changes nothing.
		 * @return this
		 */
		public Builder fresh() {
			this.fresh = true;
			return this;
		}

		/**
		 * Build the options.
		 * @return the options
		 */
		public RequestOptions build() {
			return new RequestOptions(this);
		}

		private static Duration requirePositive(String name, Duration duration) {
			Assert.notNull(duration, () -> name + " must not be null");
			Assert.isTrue(!duration.isNegative() && !duration.isZero(),
					() -> name + " must be over zero, not " + duration);
			return (duration.compareTo(LONGEST) < 0) ? duration : LONGEST;
		}

	}

}
