package io.sequoia.sample;

import java.time.Duration;

import io.sequoia.InvalidCriteriaException;
import io.sequoia.InvalidResourceException;
import io.sequoia.RateLimitedException;
import io.sequoia.RequestTimeoutException;
import io.sequoia.ResourceNotFoundException;
import io.sequoia.SequoiaFailure;
import io.sequoia.ServiceUnavailableException;
import io.sequoia.VersionConflictException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Tells failures of the platform as problem details (RFC 9457), with the correlation id
 * under which the platform's operators find the call.
 */
@RestControllerAdvice
class CatalogueProblems {

	private static final Log logger = LogFactory.getLog(CatalogueProblems.class);

	@ExceptionHandler
	ResponseEntity<ProblemDetail> failed(DataAccessException ex) {
		HttpStatus status = status(ex);
		if (status.is5xxServerError()) {
			logger.warn("The platform failed: " + ex.getMessage());
		}
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail(ex, status));
		if (ex instanceof SequoiaFailure failure) {
			problem.setProperty("correlationId", failure.correlationId());
			if (failure.validation() != null) {
				problem.setProperty("validation", failure.validation());
			}
		}
		ResponseEntity.BodyBuilder answer = ResponseEntity.status(status);
		Duration retryAfter = (ex instanceof RateLimitedException limited) ? limited.retryAfter() : null;
		if (retryAfter != null) {
			answer.header(HttpHeaders.RETRY_AFTER, Long.toString(retryAfter.toSeconds()));
		}
		return answer.body(problem);
	}

	private static HttpStatus status(DataAccessException ex) {
		if (ex instanceof ResourceNotFoundException) {
			return HttpStatus.NOT_FOUND;
		}
		if (ex instanceof VersionConflictException) {
			return HttpStatus.PRECONDITION_FAILED;
		}
		if (ex instanceof InvalidResourceException || ex instanceof InvalidCriteriaException) {
			return HttpStatus.BAD_REQUEST;
		}
		if (ex instanceof RateLimitedException || ex instanceof ServiceUnavailableException) {
			return HttpStatus.SERVICE_UNAVAILABLE;
		}
		return (ex instanceof RequestTimeoutException) ? HttpStatus.GATEWAY_TIMEOUT : HttpStatus.BAD_GATEWAY;
	}

	/**
	 * What the caller can do something about is told; what only operators can stays in
	 * the log.
	 */
	private static String detail(DataAccessException ex, HttpStatus status) {
		return switch (status) {
			case NOT_FOUND -> "There is no such title";
			case PRECONDITION_FAILED -> "The title was changed by somebody else; read it again";
			case BAD_REQUEST -> String.valueOf(ex.getMessage());
			default -> "The catalogue cannot be reached at the moment";
		};
	}

}
