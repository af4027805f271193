package io.sequoia.autoconfigure.web;

import java.time.Duration;
import java.util.List;

import io.sequoia.AccessDeniedException;
import io.sequoia.AuthenticationFailedException;
import io.sequoia.DiscoveryException;
import io.sequoia.InvalidCriteriaException;
import io.sequoia.InvalidResourceException;
import io.sequoia.InvalidResourceException.Violation;
import io.sequoia.MalformedResponseException;
import io.sequoia.OutcomeUnknownException;
import io.sequoia.RateLimitedException;
import io.sequoia.RequestTimeoutException;
import io.sequoia.ResourceNotFoundException;
import io.sequoia.SequoiaFailure;
import io.sequoia.ServiceUnavailableException;
import io.sequoia.VersionConflictException;
import io.sequoia.core.IfMatch;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;

/**
 * Answers failures of calls to the platform as problem details (RFC 9457), with the
 * correlation id of the call in the platform's logs. A fault in the request is answered
 * in full. For any other failure the answer only says that it happened, and the log
 * contains the rest.
 */
abstract class FailureAdvice {

	/**
	 * The order before Spring Boot's own advice for problem details (0), which has no
	 * status for a missing version.
	 */
	static final int ORDER = -1;

	private static final Log logger = LogFactory.getLog(FailureAdvice.class);

	@ExceptionHandler({ ResourceNotFoundException.class, VersionConflictException.class, InvalidCriteriaException.class,
			InvalidResourceException.class, RateLimitedException.class, ServiceUnavailableException.class,
			RequestTimeoutException.class, OutcomeUnknownException.class, DiscoveryException.class,
			MalformedResponseException.class, AuthenticationFailedException.class, AccessDeniedException.class })
	ResponseEntity<ProblemDetail> failed(DataAccessException failure) {
		if (isForLogin(failure)) {
			throw failure;
		}
		SequoiaFailure details = (SequoiaFailure) failure;
		HttpStatus status = status(details);
		ProblemDetail problem = ProblemDetail.forStatus(status);
		problem.setDetail(detail(failure, status));
		describe(problem, details);
		if (!status.is4xxClientError()) {
			logger
				.warn("The platform failed; this application answered with status " + status.value() + ": " + failure);
			logger.debug("The platform failed", failure);
		}
		return ResponseEntity.status(status).headers((headers) -> askToWait(headers, details)).body(problem);
	}

	/**
	 * Tell whether the user has to log in first, to which a filter sends the user who
	 * gets no answer from here.
	 * @param failure the failure
	 * @return {@code true} if so
	 */
	boolean isForLogin(DataAccessException failure) {
		return false;
	}

	@ExceptionHandler
	ResponseEntity<ProblemDetail> malformed(IfMatch.MalformedHeaderException failure) {
		return ResponseEntity.of(ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, failure.getMessage()))
			.build();
	}

	private static HttpStatus status(SequoiaFailure failure) {
		if (failure instanceof ResourceNotFoundException) {
			return HttpStatus.NOT_FOUND;
		}
		if (failure instanceof VersionConflictException) {
			return isStatus(failure, HttpStatus.CONFLICT) ? HttpStatus.CONFLICT : HttpStatus.PRECONDITION_FAILED;
		}
		if (failure instanceof InvalidCriteriaException || failure instanceof InvalidResourceException) {
			return isStatus(failure, HttpStatus.UNPROCESSABLE_CONTENT) ? HttpStatus.UNPROCESSABLE_CONTENT
					: HttpStatus.BAD_REQUEST;
		}
		if (failure instanceof RateLimitedException || failure instanceof ServiceUnavailableException) {
			return HttpStatus.SERVICE_UNAVAILABLE;
		}
		// any other failure is a fault between this application and the platform
		return (failure instanceof RequestTimeoutException) ? HttpStatus.GATEWAY_TIMEOUT : HttpStatus.BAD_GATEWAY;
	}

	private static boolean isStatus(SequoiaFailure failure, HttpStatus status) {
		Integer answered = failure.status();
		return answered != null && answered == status.value();
	}

	private static @Nullable String detail(DataAccessException failure, HttpStatus status) {
		if (status.is4xxClientError()) {
			return failure.getMessage();
		}
		return (failure instanceof OutcomeUnknownException)
				? "It is unknown whether the platform made the change: check before you repeat it"
				: "The platform failed to answer";
	}

	private static void describe(ProblemDetail problem, SequoiaFailure failure) {
		if (failure.correlationId() != null) {
			problem.setProperty("correlationId", failure.correlationId());
		}
		SequoiaFailure.Validation validation = failure.validation();
		if (validation != null) {
			problem.setProperty("invalid", validation.keys());
		}
		if (failure instanceof InvalidResourceException invalid && !invalid.violations().isEmpty()) {
			List<String> violations = invalid.violations().stream().map(Violation::statement).toList();
			problem.setProperty("violations", violations);
		}
	}

	private static void askToWait(HttpHeaders headers, SequoiaFailure failure) {
		Duration wait = failure.retryAfter();
		if (wait != null) {
			headers.set(HttpHeaders.RETRY_AFTER, Long.toString(wait.plusMillis(999).toSeconds()));
		}
	}

	/**
	 * Ask for the version to which a change applies (RFC 6585).
	 * @return the answer to a request without the header {@code If-Match}
	 */
	static ResponseEntity<ProblemDetail> versionRequired() {
		return ResponseEntity
			.of(ProblemDetail.forStatusAndDetail(HttpStatus.PRECONDITION_REQUIRED,
					"Send the version that was read in the header If-Match, with the value of the header ETag"))
			.build();
	}

}
