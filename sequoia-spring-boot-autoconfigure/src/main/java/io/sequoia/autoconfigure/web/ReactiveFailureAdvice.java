package io.sequoia.autoconfigure.web;

import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.server.MissingRequestValueException;

/**
 * Answers failures of the platform in Spring WebFlux.
 */
@RestControllerAdvice
@Order(FailureAdvice.ORDER)
class ReactiveFailureAdvice extends FailureAdvice {

	@ExceptionHandler
	ResponseEntity<ProblemDetail> valueMissing(MissingRequestValueException failure) {
		return HttpHeaders.IF_MATCH.equalsIgnoreCase(failure.getName()) ? versionRequired()
				: ResponseEntity.of(failure.getBody()).build();
	}

}
