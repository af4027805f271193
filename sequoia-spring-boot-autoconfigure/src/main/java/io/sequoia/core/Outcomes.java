package io.sequoia.core;

import io.sequoia.MalformedResponseException;
import io.sequoia.OutcomeUnknownException;
import io.sequoia.RequestTimeoutException;
import io.sequoia.SequoiaFailure;
import io.sequoia.ServiceUnavailableException;

/**
 * What a failure tells about the write that failed.
 */
final class Outcomes {

	private Outcomes() {
	}

	/**
	 * Whether a write may have been applied although it failed.
	 * @param error the failure
	 * @param service the service that was written to; where another one failed, such as
	 * the identity service, nothing was sent to it
	 */
	static boolean mayBeApplied(Throwable error, String service) {
		if (!(error instanceof SequoiaFailure failure)
				|| (failure.service() != null && !failure.service().equals(service))) {
			return false;
		}
		if (error instanceof ServiceUnavailableException unavailable) {
			return !unavailable.unsent();
		}
		if (error instanceof RequestTimeoutException timeout) {
			return !timeout.unsent();
		}
		return error instanceof OutcomeUnknownException || error instanceof MalformedResponseException;
	}

}
