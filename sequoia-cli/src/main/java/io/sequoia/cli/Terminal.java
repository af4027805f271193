package io.sequoia.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * The input and output of a run.
 *
 * @param in the standard input
 * @param out the standard output
 * @param err the standard error output
 * @param interactive whether a person sees the output
 */
record Terminal(InputStream in, PrintWriter out, PrintWriter err, boolean interactive) {

	static Terminal ofTheProcess() {
		// System.out would keep its failures to itself
		return new Terminal(System.in, output(new FileOutputStream(FileDescriptor.out)), writer(System.err),
				System.console() != null);
	}

	/**
	 * Create an output that throws an {@link OutputFailedException} where a
	 * {@code PrintWriter} would keep silent, so that a command ends when nobody gets what
	 * it prints.
	 */
	static PrintWriter output(OutputStream stream) {
		return writer(new CheckedOutputStream(stream));
	}

	private static PrintWriter writer(OutputStream stream) {
		return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
	}

}
