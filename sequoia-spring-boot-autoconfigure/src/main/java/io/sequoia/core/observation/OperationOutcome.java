package io.sequoia.core.observation;

import io.sequoia.DiscoveryException;
import io.sequoia.MalformedResponseException;
import io.sequoia.OutcomeUnknownException;
import io.sequoia.RequestTimeoutException;
import io.sequoia.SequoiaFailure;
import io.sequoia.ServiceUnavailableException;

/**
 * How an operation ended, as its {@code outcome} tag says. The names are those of
 * Spring's HTTP observations wherever the two mean the same.
 */
public enum OperationOutcome {

	/**
	 * It ended well. What {@code find} does not find, and {@code delete} finds gone, are
	 * answers too.
	 */
	SUCCESS,

	/**
	 * The caller has to change something: an answer of 4xx, an unknown service or
	 * resource, refused credentials, an exception of the caller's own code.
	 */
	CLIENT_ERROR,

	/**
	 * The platform failed: an answer of 5xx, no connection, an answer that cannot be
	 * read, a registry that cannot be reached.
	 */
	SERVER_ERROR,

	/**
	 * It took longer than it may.
	 */
	TIMEOUT,

	/**
	 * The caller wanted no more: a cancelled subscription, an interrupted thread, a
	 * stream closed before its end.
	 */
	CANCELLED,

	/**
	 * It has not ended yet; or it was a write, and nobody can know whether it was
	 * applied.
	 */
	UNKNOWN;

	/**
	 * What a failure makes of an operation.
	 * @param error the failure
	 * @return the outcome
	 */
	public static OperationOutcome of(Throwable error) {
		if (error instanceof OutcomeUnknownException) {
			return UNKNOWN;
		}
		if (error instanceof RequestTimeoutException) {
			return TIMEOUT;
		}
		if (error instanceof ServiceUnavailableException || error instanceof MalformedResponseException) {
			return SERVER_ERROR;
		}
		// a registry that cannot be reached is told by what befell the request to it
		return (error instanceof DiscoveryException && error.getCause() instanceof SequoiaFailure)
				? of(error.getCause()) : CLIENT_ERROR;
	}

}
