package io.sequoia.retry;

import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Set;

import javax.net.ssl.SSLException;

import io.sequoia.MalformedResponseException;
import io.sequoia.RateLimitedException;
import io.sequoia.RequestTimeoutException;
import io.sequoia.SequoiaFailure;
import io.sequoia.ServiceUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * The meaning of a failure for the retries of the call.
 */
final class Failures {

	private static final int MAX_CAUSES = 20;

	private Failures() {
	}

	/**
	 * Tell whether a further attempt may succeed. Unknown hosts and TLS failures do not
	 * change within a call.
	 */
	static boolean isTransient(Throwable failure, Set<Integer> statusCodes) {
		if (failure instanceof UnacceptedAnswerException) {
			return true;
		}
		if (!(failure instanceof SequoiaFailure known) || isMisconfiguration(failure)) {
			return false;
		}
		return failure instanceof ServiceUnavailableException || failure instanceof RateLimitedException
				|| failure instanceof RequestTimeoutException
				|| (known.status() != null && statusCodes.contains(known.status()));
	}

	/**
	 * Tell whether there is an answer with an unusable head, which does not even tell
	 * whether the call was applied.
	 */
	static boolean isUnread(Throwable failure) {
		return failure instanceof MalformedResponseException && hasCause(failure, ProtocolException.class);
	}

	/**
	 * Return the tag for a retry after the failure.
	 */
	static String reason(Throwable failure) {
		if (failure instanceof UnacceptedAnswerException) {
			return "empty";
		}
		if (failure instanceof SequoiaFailure known && known.status() != null) {
			return String.valueOf(known.status());
		}
		return (failure instanceof RequestTimeoutException) ? "timeout" : "io";
	}

	/**
	 * Return the time that the server asked to wait.
	 * @return the time; zero if it named none
	 */
	static Duration retryAfter(Throwable failure) {
		Duration asked = (failure instanceof SequoiaFailure told) ? told.retryAfter() : null;
		return (asked != null) ? asked : Duration.ZERO;
	}

	/**
	 * Tell whether another service failed, on which the call depends.
	 */
	static boolean isOfAnother(Throwable failure, RetryCall<?> call) {
		return failure instanceof SequoiaFailure known && known.service() != null
				&& !known.service().equals(call.call().service());
	}

	private static boolean isMisconfiguration(Throwable failure) {
		return hasCause(failure, UnknownHostException.class) || hasCause(failure, SSLException.class)
				|| hasCause(failure, CertificateException.class);
	}

	private static boolean hasCause(Throwable failure, Class<? extends Exception> type) {
		@Nullable Throwable cause = failure.getCause();
		for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
			if (type.isInstance(cause)) {
				return true;
			}
			cause = cause.getCause();
		}
		return false;
	}

}
