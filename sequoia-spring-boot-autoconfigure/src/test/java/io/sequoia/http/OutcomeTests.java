package io.sequoia.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import io.sequoia.AuthenticationFailedException;
import io.sequoia.SequoiaFailure.Details;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

class OutcomeTests {

	private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE);

	private final List<String> told = new ArrayList<>();

	@ParameterizedTest
	@CsvSource({ "302,REDIRECTION", "400,CLIENT_ERROR", "429,CLIENT_ERROR", "500,SERVER_ERROR", "503,SERVER_ERROR",
			"200,UNKNOWN" })
	void isWhatTheStatusSays(int status, Outcome outcome) {
		assertThat(Outcome.of(new AuthenticationFailedException("", Details.NONE.withStatus(status), null)))
			.isEqualTo(outcome);
	}

	@Test
	void isUnknownWithoutAnAnswer() {
		assertThat(Outcome.of(new AuthenticationFailedException("", Details.NONE, null))).isEqualTo(Outcome.UNKNOWN);
		assertThat(Outcome.of(new IllegalStateException())).isEqualTo(Outcome.UNKNOWN);
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
		assertThat(this.told).containsExactly("UNKNOWN PT0S", "UNKNOWN PT0S");
	}

	private <T> Mono<T> measured(Mono<T> call) {
		return Outcome.measure(call, this.clock::get,
				(Outcome outcome, Duration time) -> this.told.add(outcome + " " + time));
	}

}
