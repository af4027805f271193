package io.sequoia.rig;

import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

import io.sequoia.RateLimitedException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The rows of the matrix that hold for every kind of call. The columns are read, page 3
 * of a browse, store of a named and of a nameless resource, update, delete; then token,
 * registry and descriptor, which a read needs.
 */
final class Rows {

	private Rows() {
	}

	/** What breaks connections. */
	static List<Row> connections() {
		List<Row> rows = new ArrayList<>();
		rows.add(Row.of(1, "port closed, open again for the second attempt", "R R R R R R R R R", (trial) -> {
			trial.beforeConnecting(Door::refuse);
			trial.rig().attempts().afterFailure(() -> trial.door().reopen());
		}));
		rows.add(Row.of(1, "port closed", "RF RF RF RF RF RF RF RF RF", (trial) -> trial.beforeConnecting(Door::refuse))
			.and((trial) -> {
				trial.door().reopen();
				trial.assertUntouched();
				assertThat(trial.failure()).hasMessageContaining("refused")
					.hasMessageContaining("127.0.0.1:" + trial.door().port());
			}));
		rows.add(Row.of(6, "new connection reset before the request is read", "R R R U R R R R R",
				(trial) -> trial.beforeConnecting((door) -> door.resetUnread(1))));
		rows.add(Row.of(6, "kept connection reset before the request is read", "R R R U R R R R R",
				(trial) -> trial.beforeSending((door) -> door.resetUnread(1))));
		rows.add(
				Row.of(7, "closed after reading, not applied", "R R R U R R R R R", (trial) -> trial.hit(Fault.CLOSE)));
		rows.add(Row.of(7, "reset after reading, not applied", "R R R U R R R R R", (trial) -> trial.hit(Fault.RESET)));
		rows.add(Row
			.of(8, "closed after applying", "R R R U R R R R R", (trial) -> trial.hit(Fault.CLOSE.afterApplying()))
			.and(Rows::deleted));
		rows.add(Row
			.of(8, "reset after applying", "R R R U R R R R R", (trial) -> trial.hit(Fault.RESET.afterApplying()))
			.and(Rows::deleted));
		rows.add(
				Row.of(9, "half of the body, then closed", "R R R U R R R R R", (trial) -> trial.hit(Fault.TRUNCATED)));
		rows.add(Row.of(10, "a chunk without a length", "R R R U R R R R R", (trial) -> trial.hit(Fault.BAD_CHUNK)));
		rows.add(Row.of(10, "bytes that are no HTTP", "R R R U R R R R R", (trial) -> trial.hit(Fault.GARBAGE)));
		return rows;
	}

	/** What is slower than the limits allow. */
	static List<Row> delays() {
		List<Row> rows = new ArrayList<>();
		rows.add(Row.of(2, "nobody accepts, until the second attempt", "R R R R R R R R R", (trial) -> {
			trial.beforeConnecting(Door::turnDeaf);
			trial.rig().attempts().afterFailure(() -> trial.door().reopen());
		}));
		rows.add(Row.of(12, "no answer", "R R R U R R R R R", (trial) -> trial.hit(Fault.SILENCE)));
		rows.add(Row.of(12, "a head that drips", "R R R U R R R R R", (trial) -> trial.hit(Fault.SLOW_HEAD))
			.and(Rows::deleted));
		rows.add(Row.of(12, "a body that drips", "R R R U R R R R R", (trial) -> trial.hit(Fault.SLOW_BODY))
			.and(Rows::deleted));
		return rows;
	}

	/** What answers say. */
	static List<Row> answers() {
		List<Row> rows = new ArrayList<>();
		rows.add(Row.of(11, "200 with an empty body", "F F ok ok ok ok F F ok", (trial) -> trial.hit(Fault.EMPTY)));
		rows.add(Row.of(11, "204", "F F ok ok ok ok F F ok",
				(trial) -> trial.hit(Fault.changed((right) -> Answer.status(204)))));
		rows.add(Row.of(13, "500 after applying", "R R R U R R R R R",
				(trial) -> trial.hit(Fault.status(500).afterApplying())));
		for (int status : new int[] { 500, 502, 503, 504 }) {
			rows.add(Row.of(13, status + ", not applied", "R R R U R R R R R",
					(trial) -> trial.hit(Fault.status(status))));
		}
		rows.add(Row.of(13, "503 for ever", "RF RF RF U RF RF RF RF RF", (trial) -> trial.hitAlways(Fault.status(503)))
			.and(Trial::assertUntouched));
		rows.add(Row.of(14, "429", "R R R R R R R R R", (trial) -> trial.hit(Fault.status(429))));
		rows.add(Row.of(14, "429, 0 s", "R R R R R R R R R", (trial) -> trial.hit(limited("0"))));
		rows.add(Row.of(14, "429, a date that has passed", "R R R R R R R R R",
				(trial) -> trial.hit(limited(date(-60)))));
		rows.add(Row.of(14, "429, garbage", "R R R R R R R R R", (trial) -> trial.hit(limited("soon"))));
		rows.add(Row.of(14, "429, 1 h", "F F F F F F F F F", (trial) -> trial.hit(limited("3600")))
			.and(Trial::assertUntouched)
			.and((trial) -> assertThat(trial.failure()).isInstanceOfSatisfying(RateLimitedException.class,
					(limited) -> assertThat(limited.retryAfter()).hasSeconds(3600))));
		rows.add(Row.of(14, "429, a date in 1 h", "F F F F F F F F F", (trial) -> trial.hit(limited(date(3600))))
			.and(Trial::assertUntouched));
		return rows;
	}

	/** The 404 of the second attempt is the success of the first. */
	private static void deleted(Trial trial) {
		if (trial.column() == Column.DELETE) {
			assertThat(trial.answer()).isEqualTo(true);
		}
	}

	private static Fault limited(String retryAfter) {
		return Fault.instead(Answer.status(429).with("Retry-After", retryAfter));
	}

	private static String date(long secondsFromNow) {
		return DateTimeFormatter.RFC_1123_DATE_TIME
			.format(ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(secondsFromNow));
	}

}
