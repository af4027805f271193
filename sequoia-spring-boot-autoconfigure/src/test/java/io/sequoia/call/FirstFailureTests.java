package io.sequoia.call;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests that fail at the same time.
 */
class FirstFailureTests {

	private final List<Sinks.One<String>> servers = IntStream.range(0, 3).mapToObj((i) -> Sinks.<String>one()).toList();

	private final Flux<String> answers = FirstFailure
		.among((first) -> Flux.fromIterable(this.servers).flatMap((server) -> first.of(server.asMono())));

	@Test
	void tellsTheFirstFailureAndDropsNoOther() {
		List<Throwable> dropped = new ArrayList<>();
		Hooks.onErrorDropped(dropped::add);
		try {
			List<Throwable> told = new ArrayList<>();
			this.answers.subscribe((answer) -> {
				// fails while the first answer is passed on, so that both failures wait
				this.servers.get(1).tryEmitError(new IllegalStateException("first"));
				this.servers.get(2).tryEmitError(new IllegalStateException("second"));
			}, told::add);
			this.servers.get(0).tryEmitValue("a");
			assertThat(told).singleElement()
				.isInstanceOf(IllegalStateException.class)
				.satisfies((failure) -> assertThat(failure).hasMessage("first"));
		}
		finally {
			Hooks.resetOnErrorDropped();
		}
		assertThat(dropped).isEmpty();
	}

	@Test
	void failsForEachSubscriber() {
		this.servers.get(0).tryEmitError(new IllegalStateException("down"));
		StepVerifier.create(this.answers).verifyErrorMessage("down");
		StepVerifier.create(this.answers).verifyErrorMessage("down");
	}

}
