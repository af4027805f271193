package io.sequoia.correlation;

import java.util.ArrayList;
import java.util.List;

import io.sequoia.contract.Proves;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CorrelationIdsTests {

	private static final String KEY = "correlationId";

	/** A UUID of version 4 (RFC 9562); parsers refuse other random bits. */
	private static final String UUID = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

	private final CorrelationIds ids = new CorrelationIds(null, null, null);

	@AfterEach
	void clear() {
		MDC.clear();
	}

	@RepeatedTest(50)
	@Proves("9 uuid")
	void newIdsAreUuidsOfVersion4() {
		java.util.UUID id = java.util.UUID.fromString(begin(this.ids));
		assertThat(id.version()).isEqualTo(4);
		assertThat(id.variant()).isEqualTo(2);
	}

	@Test
	void newIdsAreUuidsBehindUserAndApplicationIfBothAreKnown() {
		assertThat(begin(this.ids)).matches(UUID).isNotEqualTo(begin(this.ids));
		assertThat(begin(new CorrelationIds(null, "u", "a"))).matches("u/a/" + UUID);
		assertThat(begin(new CorrelationIds(null, "u", null))).matches(UUID);
		assertThat(begin(new CorrelationIds(null, null, "a"))).matches(UUID);
		assertThat(begin(new CorrelationIds("fixed", "u", "a"))).isEqualTo("fixed");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a b", "", "a\nb", "\u00e9", "a,b" })
	void refusesPartsThatCannotStandInAnId(String part) {
		assertThatIllegalArgumentException().isThrownBy(() -> new CorrelationIds(part, null, null));
		assertThatIllegalArgumentException().isThrownBy(() -> CorrelationIds.put(Context.empty(), part))
			.withMessageContaining("1 to 128");
		if (!part.isEmpty()) {
			assertThatIllegalArgumentException().isThrownBy(() -> new CorrelationIds(null, part, "a"));
		}
	}

	@Test
	void idHasAtMost128Characters() {
		assertThat(CorrelationIds.isValid("x".repeat(128))).isTrue();
		assertThat(CorrelationIds.isValid("x".repeat(129))).isFalse();
	}

	@Test
	void threadThatMustNotBlockIsNotAskedForAnId() {
		Mono<String> onEventLoop = Mono.fromCallable(() -> {
			MDC.put(KEY, "left-1");
			try {
				return begin(this.ids);
			}
			finally {
				MDC.clear();
			}
		}).subscribeOn(Schedulers.parallel());
		assertThat(onEventLoop.block()).matches(UUID);
		assertThat(onEventLoop.subscribeOn(Schedulers.boundedElastic()).block()).matches(UUID);
	}

	@Test
	void contextWithAValueThatIsNoIdGivesANewOne() {
		MDC.put(KEY, "thread-1");
		assertThat(CorrelationIds.find(this.ids.begin(Context.of(KEY, 17), null))).matches(UUID);
		assertThat(CorrelationIds.find(this.ids.begin(Context.of(KEY, "a b"), null))).matches(UUID);
	}

	@Test
	void lineHasTheIdOnceAndTheThreadItsOwnValueAfterwards() {
		MDC.put(KEY, "own-1");
		ContextView operation = this.ids.begin(Context.empty(), "given-1");
		List<String> written = new ArrayList<>();
		CorrelationIds.log(operation, "First", (line) -> written.add(line + " " + MDC.get(KEY)));
		CorrelationIds.log(operation, "Failed: 503, correlation id given-1", written::add);
		CorrelationIds.log(Context.empty(), "None", (line) -> written.add(line + " " + MDC.get(KEY)));
		assertThat(written).containsExactly("First, correlation id given-1 given-1",
				"Failed: 503, correlation id given-1", "None own-1");
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> CorrelationIds.log(operation, "Third", (line) -> {
				throw new IllegalStateException("disk full");
			}));
		assertThat(MDC.get(KEY)).isEqualTo("own-1");
	}

	@Test
	void onlyAThreadThatWaitsIsToldWhatItWaitsFor() {
		this.ids.begin(Context.empty(), "reactive-1");
		assertThat(MDC.get(KEY)).isNull();
		MDC.put(KEY, "own-1");
		BlockingThread waiting = BlockingThread.enter();
		this.ids.begin(Context.empty(), "outer-1");
		this.ids.begin(Context.empty(), "part-of-it");
		assertThat(MDC.get(KEY)).isEqualTo("outer-1");
		BlockingThread within = BlockingThread.enter();
		this.ids.begin(Context.empty(), "inner-1");
		assertThat(MDC.get(KEY)).isEqualTo("inner-1");
		within.close();
		assertThat(MDC.get(KEY)).isEqualTo("outer-1");
		waiting.close();
		assertThat(MDC.get(KEY)).isEqualTo("own-1");
		this.ids.begin(Context.empty(), "reactive-2");
		assertThat(MDC.get(KEY)).isEqualTo("own-1");
	}

	private static String begin(CorrelationIds ids) {
		return CorrelationIds.find(ids.begin(Context.empty(), null));
	}

}
