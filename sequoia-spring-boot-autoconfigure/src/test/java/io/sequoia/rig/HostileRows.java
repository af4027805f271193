package io.sequoia.rig;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import io.sequoia.AuthenticationFailedException;
import io.sequoia.MalformedResponseException;
import io.sequoia.OutcomeUnknownException;
import io.sequoia.Ref;

import static io.sequoia.rig.Column.DELETE;
import static io.sequoia.rig.Column.DESCRIPTOR;
import static io.sequoia.rig.Column.NAMED;
import static io.sequoia.rig.Column.NAMELESS;
import static io.sequoia.rig.Column.REGISTRY;
import static io.sequoia.rig.Column.TOKEN;
import static io.sequoia.rig.Column.UPDATE;
import static io.sequoia.rig.Seen.FAILED;
import static io.sequoia.rig.Seen.OK;
import static io.sequoia.rig.Seen.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The rows of the matrix on bytes that a server writes before, after or instead of an
 * answer. In each case, the answer to one request never becomes that of another.
 */
final class HostileRows {

	private static final String EARLY_HINTS = "HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\n";

	private HostileRows() {
	}

	/** Return the rows on bytes before answers. */
	static List<Row> interim() {
		List<Row> rows = new ArrayList<>();
		rows.add(before("103 before the answer", EARLY_HINTS));
		rows.add(before("100, 102, 110 and 199 before the answer",
				interim(100) + interim(102) + interim(110) + interim(199)));
		rows.add(before("1,000 times 103 before the answer", EARLY_HINTS.repeat(1000)));
		rows.add(belonging(Row.of(Kind.SURPLUS_ANSWER, "103 before a 503", Expected.RETRIED_IF_REPEATABLE,
				(trial) -> trial.hit(written(EARLY_HINTS, Answer.status(503))))));
		rows.add(
				belonging(Row.of(Kind.SURPLUS_ANSWER, "103 before a 401", Expected.all(OK).but(FAILED, TOKEN, REGISTRY),
						(trial) -> trial.hit(written(EARLY_HINTS, Answer.status(401))))));
		return rows;
	}

	private static Row before(String what, String interim) {
		return belonging(Row.of(Kind.SURPLUS_ANSWER, what, Expected.all(OK),
				(trial) -> trial.hit(new Fault(true, (connection, right) -> connection.send(interim, right.bytes())))));
	}

	private static String interim(int status) {
		return "HTTP/1.1 " + status + " Interim\r\n\r\n";
	}

	/** Return the rows on bytes after answers. */
	static List<Row> surplus() {
		List<Row> rows = new ArrayList<>();
		rows.add(after("the answer is sent twice", Answer::bytes));
		rows.add(after("the end of a line after the answer", (right) -> "\r\n".getBytes(StandardCharsets.US_ASCII)));
		rows.add(after("the beginning of another head after the answer",
				(right) -> "HTTP/1.1 200 OK\r\nX-Odd: ".getBytes(StandardCharsets.US_ASCII)));
		return rows;
	}

	private static Row after(String what, Function<Answer, byte[]> surplus) {
		return belonging(Row.of(Kind.SURPLUS_ANSWER, what, Expected.all(OK),
				(trial) -> trial.hit(new Fault(true, (connection, right) -> {
					connection.send(text(right), surplus.apply(right));
					connection.keepSilent(); // until the client closes it
				}))));
	}

	/** Return the rows on heads that cannot be used. */
	static List<Row> heads() {
		List<Row> rows = new ArrayList<>();
		for (String status : List.of("099", "1000", "2e2", "101")) {
			rows.add(head("status " + status, status,
					(right) -> "HTTP/1.1 " + status + " Odd\r\n" + text(right).replaceFirst("^[^\n]*\n", "")));
		}
		rows.add(head("headers of 9 KB", "sequoia.http.max-header-size",
				(right) -> text(right.with("X-Filler", "x".repeat(9 * 1024)))));
		return rows;
	}

	private static Row head(String what, String told, Function<Answer, String> change) {
		return belonging(Row
			.of(Kind.UNUSABLE_HEAD, what,
					Expected.all(FAILED).but(OK, DESCRIPTOR).but(UNKNOWN, NAMED, NAMELESS, UPDATE, DELETE),
					(trial) -> trial
						.hit(new Fault(true, (connection, right) -> connection.send(change.apply(right), new byte[0]))))
			.and((trial) -> {
				if (trial.failure() != null) {
					assertThat(trial.failure())
						.isInstanceOfAny(MalformedResponseException.class, OutcomeUnknownException.class)
						.hasMessageContaining(told);
				}
			}));
	}

	/**
	 * Add a check that the next call gets its own answer too, unless the client has
	 * cached a refusal of its credentials.
	 */
	private static Row belonging(Row row) {
		return row.and((trial) -> {
			if (trial.failure() instanceof AuthenticationFailedException) {
				return;
			}
			String nonce = trial.tenant().nonces().get("i11");
			assertThat(trial.face().read(Ref.of(trial.tenant().owner(), "i11")).nonce()).isEqualTo(nonce);
		});
	}

	private static Fault written(String interim, Answer answer) {
		return new Fault(false, (connection, right) -> connection.send(interim, answer.bytes()));
	}

	private static String text(Answer answer) {
		return new String(answer.bytes(), StandardCharsets.ISO_8859_1);
	}

}
