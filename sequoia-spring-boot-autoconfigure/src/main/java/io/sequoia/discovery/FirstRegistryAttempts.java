package io.sequoia.discovery;

import java.time.Duration;

import io.sequoia.DiscoveryException;
import io.sequoia.ServiceUnavailableException;

/**
 * The attempts to reach a registry that has never answered. If it cannot be connected to,
 * its address is probably wrong, so calls end after few attempts. Used by one request at
 * a time, from any thread.
 */
final class FirstRegistryAttempts {

	private final int tolerated;

	/** The number of connections in a row that failed. */
	private volatile int refusals;

	/** The start of the first of these attempts, on the monotonic clock. */
	private volatile long refusedSince;

	/**
	 * Begin without an attempt.
	 * @param tolerated the number of attempts that may fail
	 */
	FirstRegistryAttempts(int tolerated) {
		this.tolerated = tolerated;
	}

	/** Count from the beginning, as the registry was reached. */
	void reached() {
		this.refusals = 0;
	}

	/**
	 * Take note of a failed attempt. The retries end after the tolerated number of
	 * attempts. They end earlier if a further attempt, as long as the last one, would end
	 * more than that number of seconds after the first one began. So an address that
	 * never answers does not cost much more time than one that refuses connections.
	 * @param error the failure
	 * @param begun the start of the attempt
	 * @param ended its end
	 * @return the failure, as one that is not retried if the attempts have come to an end
	 */
	Throwable failed(Throwable error, long begun, long ended) {
		if (!(error instanceof ServiceUnavailableException unavailable) || !unavailable.unsent()) {
			this.refusals = 0;
			return error;
		}
		if (this.refusals == 0) {
			this.refusedSince = begun;
		}
		this.refusals++;
		boolean inTime = ended + (ended - begun) - this.refusedSince <= Duration.ofSeconds(this.tolerated).toNanos();
		return (this.refusals >= this.tolerated || !inTime) ? givenUp(unavailable) : error;
	}

	private DiscoveryException givenUp(ServiceUnavailableException failure) {
		return new DiscoveryException(failure.getMessage() + " (no connection in " + this.refusals
				+ ((this.refusals == 1) ? " attempt" : " attempts")
				+ ", and none before that; see sequoia.registry.first-attempts)", failure.details(), failure);
	}

}
