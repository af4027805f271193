package io.sequoia.security;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.sequoia.AuthenticationFailedException;
import io.sequoia.RequestTimeoutException;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A lookup of a user's token that does not end.
 */
class HangingLoginTests {

	private final AtomicInteger lookups = new AtomicInteger();

	private final AuthorizedClientTokenSource source = new AuthorizedClientTokenSource("sso",
			(request) -> (this.lookups.incrementAndGet() == 1) ? Mono.never() : Mono.empty(),
			SecurityContextHolder::getContext);

	@Test
	void holdsItsUserForAMinuteOnly() {
		StepVerifier.withVirtualTime(this::token)
			.expectSubscription()
			.expectNoEvent(Duration.ofSeconds(60).minusMillis(1))
			.thenAwait(Duration.ofMillis(1))
			.verifyError(RequestTimeoutException.class);
		StepVerifier.create(token())
			.verifyErrorSatisfies((failure) -> assertThat(failure).as("it is looked up again")
				.isInstanceOf(AuthenticationFailedException.class)
				.hasMessageContaining("returned no token"));
	}

	private Mono<String> token() {
		TestingAuthenticationToken user = new TestingAuthenticationToken("ann", "none", "USER");
		return this.source.token("testmock").contextWrite(ReactiveSecurityContextHolder.withAuthentication(user));
	}

}
