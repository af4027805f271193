package io.sequoia.autoconfigure.web;

import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.security.oauth2.client.ClientAuthorizationRequiredException;
import org.springframework.web.bind.MissingRequestHeaderException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Answers failures of the platform in Spring MVC.
 */
@RestControllerAdvice
@Order(FailureAdvice.ORDER)
class ServletFailureAdvice extends FailureAdvice {

	@Override
	boolean isForLogin(DataAccessException failure) {
		return failure.getCause() instanceof ClientAuthorizationRequiredException;
	}

	@ExceptionHandler
	ResponseEntity<ProblemDetail> headerMissing(MissingRequestHeaderException failure) {
		return HttpHeaders.IF_MATCH.equalsIgnoreCase(failure.getHeaderName()) ? versionRequired()
				: ResponseEntity.of(failure.getBody()).build();
	}

}
