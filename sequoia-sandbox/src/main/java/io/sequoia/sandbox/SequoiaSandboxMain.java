package io.sequoia.sandbox;

import java.io.PrintStream;
import java.util.Map;

/**
 * Runs the sandbox from a shell. {@code --help} lists the arguments.
 */
public final class SequoiaSandboxMain {

	static final int WRONG_ARGUMENT = 2;

	static final int FAILED = 1;

	private SequoiaSandboxMain() {
	}

	/**
	 * Start a sandbox and serve until the process is ended. Exits with 2 if an argument
	 * is wrong, with 1 if the sandbox cannot start.
	 * @param args the arguments
	 */
	public static void main(String[] args) {
		int status = run(System.getenv(), args, System.out, System.err);
		if (status != 0) {
			System.exit(status);
		}
	}

	/** Run to the end, and return the exit status. */
	static int run(Map<String, String> environment, String[] args, PrintStream out, PrintStream err) {
		Arguments arguments;
		try {
			arguments = Arguments.parse(environment, args);
		}
		catch (IllegalArgumentException ex) {
			err.println(ex.getMessage());
			err.println();
			err.println(Arguments.USAGE);
			return WRONG_ARGUMENT;
		}
		if (arguments.help()) {
			out.println(Arguments.USAGE);
			return 0;
		}
		return serve(arguments, out, err);
	}

	private static int serve(Arguments arguments, PrintStream out, PrintStream err) {
		try (SequoiaSandbox sandbox = arguments.sandbox().start()) {
			Runtime.getRuntime().addShutdownHook(new Thread(sandbox::close, "sequoia-sandbox-stop"));
			out.println("Sequoia sandbox ready: " + sandbox.servicesUrl());
			out.flush();
			sandbox.await();
			return 0;
		}
		catch (RuntimeException ex) {
			err.println("The sandbox cannot start: " + reason(ex));
			return FAILED;
		}
	}

	private static String reason(RuntimeException ex) {
		Throwable cause = (ex.getCause() != null) ? ex.getCause() : ex;
		return (ex instanceof IllegalArgumentException) ? String.valueOf(ex.getMessage())
				: String.valueOf(cause.getMessage());
	}

}
