package io.sequoia.benchmarks;

/**
 * Does one job with one client, in a JVM that has done nothing else.
 */
final class JobProgram {

	static final String STARTER = "starter";

	static final String BARE = "bare";

	private JobProgram() {
	}

	static Client client(String name, int port, Kind kind) {
		return name.equals(STARTER) ? new StarterClient(port, kind) : new BareClient(port, kind);
	}

	/**
	 * Do the job.
	 * @param arguments the client, the name of the {@link Kind}, the name of the job and
	 * the server's port
	 * @throws Exception if the job failed
	 */
	public static void main(String[] arguments) throws Exception {
		Kind kind = Kind.valueOf(arguments[1]);
		int port = Integer.parseInt(arguments[3]);
		try (Client client = client(arguments[0], port, kind)) {
			System.out.println(ForkedJvm.SAYS + Job.named(arguments[2]).run(client, kind).line());
		}
	}

}
