package io.sequoia.benchmarks;

/**
 * Browses all resources of a server, in a JVM with little memory.
 */
final class LongBrowse {

	private LongBrowse() {
	}

	/**
	 * Browse once.
	 * @param arguments the server's port
	 */
	public static void main(String[] arguments) {
		try (Client client = new StarterClient(Integer.parseInt(arguments[0]), Kind.TYPED)) {
			long start = System.nanoTime();
			long count = client.browse();
			System.out.println(ForkedJvm.SAYS + count + " " + (System.nanoTime() - start) / 1e9);
		}
	}

}
