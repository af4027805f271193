package io.sequoia.sample;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Answers defects of the service itself as problem details, without their inner state.
 * Failures of the platform are answered by {@code sequoia.web.problem-details}, and
 * requests that Spring MVC refuses by {@code spring.mvc.problemdetails.enabled}.
 */
@RestControllerAdvice
class DefectAdvice {

	private static final Logger logger = LoggerFactory.getLogger(DefectAdvice.class);

	@ExceptionHandler
	ProblemDetail serviceFailed(Exception failure) {
		logger.error("Request failed", failure);
		return ProblemDetail.forStatusAndDetail(HttpStatus.INTERNAL_SERVER_ERROR,
				"The service failed; see the log for the reason");
	}

}
