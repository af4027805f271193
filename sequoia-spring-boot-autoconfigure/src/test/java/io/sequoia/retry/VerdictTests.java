package io.sequoia.retry;

import java.net.ProtocolException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.sequoia.MalformedResponseException;
import io.sequoia.OutcomeUnknownException;
import io.sequoia.call.Effect;
import io.sequoia.retry.RetryDecisionTests.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static io.sequoia.retry.RetryFixture.DETAILS;
import static io.sequoia.retry.RetryFixture.io;
import static io.sequoia.retry.RetryFixture.namedStore;
import static io.sequoia.retry.RetryFixture.namelessStore;
import static io.sequoia.retry.RetryFixture.read;
import static io.sequoia.retry.RetryFixture.settings;
import static io.sequoia.retry.RetryFixture.unavailable;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Judges failures without a timer, by the table of {@code docs/retry.md} too.
 */
class VerdictTests {

	private static final Throwable UNREAD = new MalformedResponseException("garbage", DETAILS,
			new ProtocolException("no HTTP"));

	@ParameterizedTest(name = "{0}: {1}")
	@MethodSource
	void isThatOfTheTable(Row row, Throwable failure) {
		assertThat(judge(read(row.settings()), failure)).isEqualTo(row.repeatable().verdict());
		assertThat(judge(namelessStore(row.settings()), failure)).isEqualTo(row.other().verdict());
	}

	static Stream<Arguments> isThatOfTheTable() {
		return RetryDecisionTests.decisions();
	}

	@Test
	void attemptsEndForFailuresThatMayPassOnly() {
		assertThat(Verdict.of(unavailable(503), read(settings()), Effect.MAYBE_APPLIED, false))
			.isEqualTo(Verdict.EXHAUSTED);
		assertThat(Verdict.of(io(true, null), namelessStore(settings()), Effect.NOT_BEGUN, false))
			.isEqualTo(Verdict.EXHAUSTED);
		assertThat(Verdict.of(new IllegalStateException("bug"), read(settings()), Effect.NOT_APPLIED, false))
			.isEqualTo(Verdict.FAIL);
	}

	@Test
	void unreadableHeadOfAnAnswerLeavesAWriteUnknown() {
		assertThat(judge(read(settings()), UNREAD)).isEqualTo(Verdict.FAIL);
		assertThat(judge(namedStore(settings()), UNREAD)).isEqualTo(Verdict.UNKNOWN);
		assertThat(judge(namelessStore(settings()), UNREAD)).isEqualTo(Verdict.UNKNOWN);
	}

	@Test
	void whatIsAppliedIsNeitherRepeatedNorUnknown() {
		assertThat(Verdict.of(unavailable(503), namelessStore(settings()), Effect.APPLIED, true))
			.isEqualTo(Verdict.FAIL);
	}

	@Test
	void unknownOutcomeIsNotWrappedAgain() {
		Throwable unknown = new OutcomeUnknownException("unknown", DETAILS, List.of(), null);
		assertThat(judge(namelessStore(settings()), unknown)).isEqualTo(Verdict.FAIL);
	}

	@Test
	void whatASharedCallGaveUpOnIsWaitedForOnlyAsTheServerAsks() {
		Throwable gaveUp = unavailable(503);
		GaveUpNote.add(gaveUp, "gave up");
		Throwable asking = RetryFixture.rateLimited(Duration.ofSeconds(1));
		GaveUpNote.add(asking, "gave up");
		for (RetryCall<Object> call : List.of(RetryFixture.<Object>read(settings()),
				RetryFixture.<Object>namelessStore(settings()))) {
			assertThat(Verdict.of(gaveUp, call, Effect.NOT_BEGUN, true)).isEqualTo(Verdict.EXHAUSTED);
			assertThat(Verdict.of(asking, call, Effect.NOT_BEGUN, true)).isEqualTo(Verdict.RETRY);
			assertThat(Verdict.of(asking, call, Effect.NOT_BEGUN, false)).isEqualTo(Verdict.EXHAUSTED);
		}
	}

	/** Judge the failure of a first attempt, by the settings alone. */
	private static Verdict judge(RetryCall<Object> call, Throwable failure) {
		RetryState state = new RetryState(call, () -> Duration.ZERO);
		state.begin();
		state.failed(failure);
		return Verdict.of(failure, call, Effect.of(failure, call.call()),
				AttemptLimit.of(call.settings()).allows(state));
	}

}
