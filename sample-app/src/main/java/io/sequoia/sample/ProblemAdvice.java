package io.sequoia.sample;

import java.util.Map;

import io.sequoia.InvalidCriteriaException;
import io.sequoia.InvalidResourceException;
import io.sequoia.RateLimitedException;
import io.sequoia.RequestTimeoutException;
import io.sequoia.ResourceNotFoundException;
import io.sequoia.SequoiaFailure;
import io.sequoia.ServiceUnavailableException;
import io.sequoia.VersionConflictException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Tells failures of the platform as problem details (RFC 9457), with the correlation id
 * under which the platform's logs know the call. What the caller can put right is told in
 * full; of the rest only that it failed, the log has it all. Requests that Spring MVC
 * refuses by itself are told by {@code spring.mvc.problemdetails.enabled}.
 */
@RestControllerAdvice
class ProblemAdvice {

	private static final Logger logger = LoggerFactory.getLogger(ProblemAdvice.class);

	/** Whatever is not listed is a fault between this service and the platform. */
	private static final Map<Class<?>, HttpStatus> STATUSES = Map.of(ResourceNotFoundException.class,
			HttpStatus.NOT_FOUND, VersionConflictException.class, HttpStatus.PRECONDITION_FAILED,
			InvalidCriteriaException.class, HttpStatus.BAD_REQUEST, InvalidResourceException.class,
			HttpStatus.BAD_REQUEST, RateLimitedException.class, HttpStatus.SERVICE_UNAVAILABLE,
			ServiceUnavailableException.class, HttpStatus.SERVICE_UNAVAILABLE, RequestTimeoutException.class,
			HttpStatus.GATEWAY_TIMEOUT);

	@ExceptionHandler
	ResponseEntity<ProblemDetail> platformFailed(DataAccessException failure) {
		HttpStatus status = STATUSES.getOrDefault(failure.getClass(), HttpStatus.BAD_GATEWAY);
		ProblemDetail problem = ProblemDetail.forStatus(status);
		if (status.is4xxClientError()) {
			problem.setDetail(failure.getMessage());
		}
		else {
			logger.warn("The platform failed", failure);
			problem.setDetail(
					"The platform that holds the catalogue failed; before you repeat a change, look whether it was made");
		}
		if (failure instanceof SequoiaFailure details) {
			describe(problem, details);
		}
		HttpHeaders headers = new HttpHeaders();
		if (failure instanceof RateLimitedException limited && limited.retryAfter() != null) {
			headers.set(HttpHeaders.RETRY_AFTER, Long.toString(limited.retryAfter().plusMillis(999).toSeconds()));
		}
		return ResponseEntity.status(status).headers(headers).body(problem);
	}

	@ExceptionHandler
	ProblemDetail serviceFailed(Exception failure) {
		logger.error("Request failed", failure);
		return ProblemDetail.forStatusAndDetail(HttpStatus.INTERNAL_SERVER_ERROR,
				"The service failed; the log tells why");
	}

	private static void describe(ProblemDetail problem, SequoiaFailure failure) {
		if (failure.correlationId() != null) {
			problem.setProperty("correlationId", failure.correlationId());
		}
		SequoiaFailure.Validation validation = failure.validation();
		if (validation != null) {
			problem.setProperty("invalid", validation.keys());
		}
	}

}
