package io.sequoia.http;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.sequoia.Internal;
import io.sequoia.correlation.CorrelationIds;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

/**
 * Logs once when a host of the platform stops answering and once when it answers again,
 * and remembers the last failure. A host has stopped after the first connection that
 * cannot be made, or after three failed requests in a row. Thread-safe.
 */
@Internal
public final class Outages {

	private static final Log logger = LogFactory.getLog(Outages.class);

	/**
	 * The number of failed requests in a row after which a reachable host is reported.
	 */
	private static final int IN_A_ROW = 3;

	/** The time for which a host that repeatedly stops and returns is reported once. */
	private static final Duration QUIET = Duration.ofMinutes(1);

	/**
	 * The limit on the hosts, which come from the registry; further ones are not
	 * reported.
	 */
	private static final int MAX_HOSTS = 256;

	private final Map<String, Host> hosts = new ConcurrentHashMap<>();

	private final LongSupplier nanoTime;

	private final Supplier<Instant> time;

	private volatile @Nullable LastFailure last;

	/**
	 * Begin to watch.
	 * @param nanoTime a monotonic clock
	 * @param time returns the time of day
	 */
	Outages(LongSupplier nanoTime, Supplier<Instant> time) {
		this.nanoTime = nanoTime;
		this.time = time;
	}

	/**
	 * Return the last request that failed because of the platform or the connection to
	 * it.
	 * @return its time and reason, or {@code null} if none has failed
	 */
	public @Nullable LastFailure last() {
		return this.last;
	}

	/**
	 * Take note that a request failed.
	 * @param host the host and port
	 * @param message the failure, and the settings to check
	 * @param unreachable whether no connection could be made
	 * @param context the context of the request, with its correlation id
	 */
	void failed(String host, String message, boolean unreachable, ContextView context) {
		this.last = new LastFailure(this.time.get(), message);
		Host known = this.hosts.get(host);
		if (known == null && this.hosts.size() < MAX_HOSTS) {
			known = this.hosts.computeIfAbsent(host, (name) -> new Host());
		}
		if (known != null && known.fails(unreachable, this.nanoTime.getAsLong())) {
			CorrelationIds.log(context,
					message + " (the next such failure is logged again only after an answer of the host)",
					logger::warn);
		}
	}

	/**
	 * Take note that a host has answered.
	 * @param host the host and port
	 * @param context the context of the request, with its correlation id
	 */
	void answered(String host, ContextView context) {
		Host known = this.hosts.get(host);
		if (known != null && known.failed > 0) {
			String line = known.answers(host, this.nanoTime.getAsLong());
			if (line != null) {
				CorrelationIds.log(context, line, logger::info);
			}
		}
	}

	/**
	 * A request that failed.
	 *
	 * @param time the time of the failure
	 * @param message the failure, and the settings to check; no secret
	 */
	public record LastFailure(Instant time, String message) {

	}

	/** The state of one host since it answered last. */
	private static final class Host {

		private volatile int failed;

		private boolean told;

		private long since;

		private @Nullable Long toldAt;

		/** Count a failure, and tell whether to report it. */
		synchronized boolean fails(boolean unreachable, long now) {
			if (this.failed == 0) {
				this.since = now;
			}
			this.failed++;
			if (this.told || !(unreachable || this.failed >= IN_A_ROW)) {
				return false;
			}
			Long before = this.toldAt;
			if (before != null && now - before < QUIET.toNanos()) {
				return false;
			}
			this.told = true;
			this.toldAt = now;
			return true;
		}

		/** Count an answer, and return the line to log, if any. */
		synchronized @Nullable String answers(String host, long now) {
			String line = this.told ? host + " answers again, " + Duration.ofNanos(now - this.since).toSeconds()
					+ " s after the first of " + this.failed + " failed requests" : null;
			this.failed = 0;
			this.told = false;
			return line;
		}

	}

}
