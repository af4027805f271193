package io.sequoia.rig;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * What happens to one request that has been read.
 *
 * @param applied whether the request takes effect
 * @param act what happens instead of the answer
 */
record Fault(boolean applied, Act act) {

	static final long SEED = 20260101;

	private static final Duration DRIP = Duration.ofMillis(20);

	/** The answer is as it should be. */
	static final Fault NONE = changed(UnaryOperator.identity());

	/** The connection is closed without an answer. */
	static final Fault CLOSE = new Fault(false, (connection, right) -> connection.close());

	/** The connection is reset without an answer. */
	static final Fault RESET = new Fault(false, (connection, right) -> connection.reset());

	/** No answer until the client gives up. */
	static final Fault SILENCE = new Fault(false, (connection, right) -> connection.keepSilent());

	/** Half of the body, then the end of the connection. */
	static final Fault TRUNCATED = new Fault(true, (connection, right) -> {
		connection.send(right.head());
		connection.send(Arrays.copyOf(right.body(), right.body().length / 2));
		connection.close();
	});

	/** Some of the body in a chunk, then one whose length is none. */
	static final Fault BAD_CHUNK = new Fault(true, (connection, right) -> {
		connection.send(right.head("Transfer-Encoding: chunked\r\n"));
		connection.send("1\r\n{\r\nthis is no length\r\n".getBytes(StandardCharsets.ISO_8859_1));
		connection.close();
	});

	/** Bytes that are no HTTP. */
	static final Fault GARBAGE = new Fault(false, (connection, right) -> {
		byte[] garbage = new byte[200];
		new Random(SEED).nextBytes(garbage);
		connection.send(garbage);
		connection.close();
	});

	/** The head of the answer, byte by byte, slower than anybody waits. */
	static final Fault SLOW_HEAD = new Fault(true,
			(connection, right) -> connection.drip(right.with("X-Filler", "x".repeat(500)).head(), DRIP));

	/** The body of the answer, byte by byte, slower than anybody waits. */
	static final Fault SLOW_BODY = new Fault(true, (connection, right) -> {
		byte[] body = (new String(right.body(), StandardCharsets.UTF_8) + " ".repeat(500))
			.getBytes(StandardCharsets.UTF_8);
		connection.send(new Answer(right.status(), right.headers(), body).head());
		connection.drip(body, DRIP);
	});

	/** A 200 without a body. */
	static final Fault EMPTY = changed((right) -> new Answer(200, right.headers(), new byte[0]));

	/** This answer instead of the right one, and nothing is applied. */
	static Fault instead(Answer answer) {
		return new Fault(false, (connection, right) -> connection.send(answer));
	}

	/** This status, and nothing is applied. */
	static Fault status(int status) {
		return instead(Answer.status(status));
	}

	/** The right answer, changed. */
	static Fault changed(UnaryOperator<Answer> change) {
		return new Fault(true, (connection, right) -> connection.send(change.apply(right)));
	}

	/** The right answer and, so many nanoseconds later, the end of the connection. */
	static Fault lastAndClosedAfter(IntSupplier nanos) {
		return new Fault(true, (connection, right) -> {
			connection.send(right);
			long end = System.nanoTime() + nanos.getAsInt();
			while (System.nanoTime() - end < 0) {
				Thread.onSpinWait();
			}
			connection.close();
		});
	}

	/** A redirect to where the request turns out to lead. */
	static Fault redirect(Supplier<String> location) {
		return new Fault(false,
				(connection, right) -> connection.send(Answer.status(302).with("Location", location.get())));
	}

	/** The right answer, late. */
	static Fault late(Duration time) {
		return new Fault(true, (connection, right) -> {
			connection.pause(time);
			connection.send(right);
		});
	}

	/** The right answer, after something else is done. */
	static Fault after(Runnable work) {
		return changed((right) -> {
			work.run();
			return right;
		});
	}

	/** The right answer and the end of the connection, after something else is done. */
	static Fault lastAfter(Consumer<Connection> work) {
		return new Fault(true, (connection, right) -> {
			work.accept(connection);
			connection.send(right.with("Connection", "close"));
			connection.close();
		});
	}

	/** The same, but the request takes effect. */
	Fault afterApplying() {
		return new Fault(true, this.act);
	}

	/**
	 * What happens instead of the answer.
	 */
	@FunctionalInterface
	interface Act {

		void on(Connection connection, Answer right) throws IOException;

	}

}
