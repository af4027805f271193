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
 * The treatment of one request that has been read.
 *
 * @param applied whether the request takes effect
 * @param act the action instead of the answer
 */
record Fault(boolean applied, Act act) {

	static final long SEED = 20260101;

	private static final Duration DRIP = Duration.ofMillis(20);

	/** No fault: the correct answer. */
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

	/** A part of the body in a chunk, then a chunk with an invalid length. */
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

	/** The head of the answer, byte by byte, slower than any time limit. */
	static final Fault SLOW_HEAD = new Fault(true,
			(connection, right) -> connection.drip(right.with("X-Filler", "x".repeat(500)).head(), DRIP));

	/** The body of the answer, byte by byte, slower than any time limit. */
	static final Fault SLOW_BODY = new Fault(true, (connection, right) -> {
		byte[] body = (new String(right.body(), StandardCharsets.UTF_8) + " ".repeat(500))
			.getBytes(StandardCharsets.UTF_8);
		connection.send(new Answer(right.status(), right.headers(), body).head());
		connection.drip(body, DRIP);
	});

	/** A 200 without a body. */
	static final Fault EMPTY = changed((right) -> new Answer(200, right.headers(), new byte[0]));

	/** Create a fault that sends this answer without applying the request. */
	static Fault instead(Answer answer) {
		return new Fault(false, (connection, right) -> connection.send(answer));
	}

	/** Create a fault that sends this status without applying the request. */
	static Fault status(int status) {
		return instead(Answer.status(status));
	}

	/** Create a fault that changes the correct answer. */
	static Fault changed(UnaryOperator<Answer> change) {
		return new Fault(true, (connection, right) -> connection.send(change.apply(right)));
	}

	/**
	 * Create a fault that sends the correct answer and closes the connection a number of
	 * nanoseconds later.
	 */
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

	/** Create a redirect to an address that is known at the request. */
	static Fault redirect(Supplier<String> location) {
		return new Fault(false,
				(connection, right) -> connection.send(Answer.status(302).with("Location", location.get())));
	}

	/** Create a fault that delays the correct answer. */
	static Fault late(Duration time) {
		return new Fault(true, (connection, right) -> {
			connection.pause(time);
			connection.send(right);
		});
	}

	/** Create a fault that does something before the correct answer. */
	static Fault after(Runnable work) {
		return changed((right) -> {
			work.run();
			return right;
		});
	}

	/**
	 * Create a fault that does something before the correct answer, and closes the
	 * connection after it.
	 */
	static Fault lastAfter(Consumer<Connection> work) {
		return new Fault(true, (connection, right) -> {
			work.accept(connection);
			connection.send(right.with("Connection", "close"));
			connection.close();
		});
	}

	/** Create a copy whose request takes effect. */
	Fault afterApplying() {
		return new Fault(true, this.act);
	}

	/**
	 * The action instead of the answer.
	 */
	@FunctionalInterface
	interface Act {

		void on(Connection connection, Answer right) throws IOException;

	}

}
