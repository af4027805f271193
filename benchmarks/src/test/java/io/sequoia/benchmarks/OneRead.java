package io.sequoia.benchmarks;

import java.io.IOException;
import java.time.Duration;

/**
 * Reads one resource a few times, and shows to whoever watches it where each read ends.
 */
final class OneRead {

	static final String READY = "ready";

	/** The number of reads that are watched. */
	static final int READS = 3;

	/** The name of the method that runs after each of them. */
	static final String DONE = "done";

	private static final int WARM_UP = 100;

	private OneRead() {
	}

	public static void main(String[] arguments) throws IOException {
		try (StubServer server = new StubServer(1, Duration.ZERO);
				StarterClient client = new StarterClient(server.port(), Kind.STRINGS)) {
			for (int i = 0; i < WARM_UP; i++) {
				client.read("film-0");
			}
			System.out.println(ForkedJvm.SAYS + READY);
			System.in.read();
			for (int i = 0; i < READS; i++) {
				client.read("film-0");
				done();
			}
		}
	}

	private static void done() {
		// only seen
	}

}
