package io.sequoia.call;

import java.util.List;
import java.util.stream.Stream;

import io.sequoia.DiscoveryException;
import io.sequoia.InvalidResourceException;
import io.sequoia.MalformedResponseException;
import io.sequoia.OutcomeUnknownException;
import io.sequoia.RateLimitedException;
import io.sequoia.RequestTimeoutException;
import io.sequoia.ResourceNotFoundException;
import io.sequoia.SequoiaFailure.Details;
import io.sequoia.ServiceUnavailableException;
import io.sequoia.VersionConflictException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static io.sequoia.call.Effect.APPLIED;
import static io.sequoia.call.Effect.MAYBE_APPLIED;
import static io.sequoia.call.Effect.NOT_APPLIED;
import static io.sequoia.call.Effect.NOT_BEGUN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class EffectTests {

	private static final Call CALL = new Call("metadata", "contents", "store", "testmock");

	private static final Details OWN = Details.of(null, "metadata", "contents");

	private static final Details OTHER = Details.of(null, "identity", null);

	@ParameterizedTest
	@MethodSource
	void isWhatTheFailureTells(Effect effect, Throwable failure) {
		assertThat(Effect.of(failure, CALL)).isEqualTo(effect);
	}

	static Stream<Arguments> isWhatTheFailureTells() {
		return Stream.of(arguments(MAYBE_APPLIED, unavailable(OWN, false)),
				arguments(MAYBE_APPLIED, unavailable(Details.NONE, false)),
				arguments(NOT_BEGUN, unavailable(OWN, true)), arguments(NOT_BEGUN, unavailable(OTHER, false)),
				arguments(MAYBE_APPLIED, new RequestTimeoutException("slow", OWN, false, null)),
				arguments(NOT_BEGUN, new RequestTimeoutException("slow", OWN, true, null)),
				arguments(NOT_BEGUN, new RequestTimeoutException("slow", OTHER, false, null)),
				arguments(NOT_BEGUN, new RateLimitedException("429", OWN, null, null)),
				arguments(MAYBE_APPLIED, new MalformedResponseException("not JSON", OWN, null)),
				arguments(NOT_BEGUN, new MalformedResponseException("not JSON", OTHER, null)),
				arguments(MAYBE_APPLIED, new OutcomeUnknownException("unknown", OWN, List.of(), null)),
				arguments(NOT_APPLIED, new VersionConflictException("412", OWN, null)),
				arguments(NOT_APPLIED, new InvalidResourceException("422", OWN, null)),
				arguments(NOT_APPLIED, new ResourceNotFoundException("404", OWN, null)),
				arguments(NOT_APPLIED, new DiscoveryException("no such service", OWN, null)),
				arguments(NOT_APPLIED, new DiscoveryException("307", OWN.withStatus(307), null)),
				arguments(MAYBE_APPLIED, new DiscoveryException("303", OWN.withStatus(303), null)),
				arguments(NOT_APPLIED, new IllegalStateException("of other code")));
	}

	@ParameterizedTest
	@EnumSource
	void laterFailureTakesNothingBack(Effect first) {
		for (Effect later : Effect.values()) {
			Effect both = first.and(later);
			assertThat(both).isGreaterThanOrEqualTo(first).isGreaterThanOrEqualTo(later).isIn(first, later);
			assertThat(later.and(first)).isEqualTo(both);
		}
	}

	@Test
	void isPossibleUnlessTheServiceHasNotBegunOrRefused() {
		assertThat(Effect.values()).filteredOn(Effect::isPossible).containsExactly(MAYBE_APPLIED, APPLIED);
	}

	private static ServiceUnavailableException unavailable(Details details, boolean unsent) {
		return new ServiceUnavailableException("unavailable", details, unsent, null);
	}

}
