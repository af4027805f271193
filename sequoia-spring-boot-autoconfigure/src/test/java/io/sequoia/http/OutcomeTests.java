package io.sequoia.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import io.sequoia.AuthenticationFailedException;
import io.sequoia.DiscoveryException;
import io.sequoia.MalformedResponseException;
import io.sequoia.OutcomeUnknownException;
import io.sequoia.RateLimitedException;
import io.sequoia.RequestTimeoutException;
import io.sequoia.ResourceNotFoundException;
import io.sequoia.SequoiaFailure.Details;
import io.sequoia.ServiceUnavailableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class OutcomeTests {

	private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE);

	private final List<String> told = new ArrayList<>();

	@ParameterizedTest
	@MethodSource
	void isWhatTheFailureMeans(Throwable failure, Outcome outcome) {
		assertThat(Outcome.of(failure)).isEqualTo(outcome);
	}

	static Stream<Arguments> isWhatTheFailureMeans() {
		Details details = Details.NONE;
		ServiceUnavailableException unavailable = new ServiceUnavailableException("", details.withStatus(503), false,
				null);
		return Stream.of(arguments(unavailable, Outcome.SERVER_ERROR),
				arguments(new ServiceUnavailableException("", details, true, null), Outcome.SERVER_ERROR),
				arguments(new MalformedResponseException("", details, null), Outcome.SERVER_ERROR),
				arguments(new RequestTimeoutException("", details, false, null), Outcome.TIMEOUT),
				arguments(new RequestTimeoutException("", details.withStatus(408), false, null), Outcome.TIMEOUT),
				arguments(new ResourceNotFoundException("", details.withStatus(404), null), Outcome.CLIENT_ERROR),
				arguments(new RateLimitedException("", details.withStatus(429), null, null), Outcome.CLIENT_ERROR),
				arguments(new AuthenticationFailedException("", details, null), Outcome.CLIENT_ERROR),
				arguments(new DiscoveryException("no such service", details, null), Outcome.CLIENT_ERROR),
				arguments(new DiscoveryException("", details.withStatus(302), null), Outcome.REDIRECTION),
				arguments(new DiscoveryException("", details, unavailable), Outcome.SERVER_ERROR),
				arguments(new OutcomeUnknownException("", details, List.of(), unavailable), Outcome.UNKNOWN),
				arguments(new IllegalStateException(), Outcome.UNKNOWN));
	}

	@Test
	void tellsEachCallWithItsTime() {
		Mono<String> call = measured(Mono.fromSupplier(() -> {
			this.clock.addAndGet(5_000_000);
			return "answer";
		}));
		call.block();
		call.block();
		assertThat(this.told).containsExactly("SUCCESS PT0.005S", "SUCCESS PT0.005S");
	}

	@Test
	void tellsFailedAndCancelledCalls() {
		measured(Mono.error(new IllegalStateException())).subscribe((answer) -> {
		}, (error) -> {
		});
		measured(Mono.never()).subscribe().dispose();
		assertThat(this.told).containsExactly("UNKNOWN PT0S", "CANCELLED PT0S");
	}

	private <T> Mono<T> measured(Mono<T> call) {
		return Outcome.measure(call, this.clock::get,
				(Outcome outcome, Duration time) -> this.told.add(outcome + " " + time));
	}

}
