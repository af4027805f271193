package io.sequoia.cli;

import java.io.InputStream;
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
		return new Terminal(System.in,
				new PrintWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8), true),
				new PrintWriter(new OutputStreamWriter(System.err, StandardCharsets.UTF_8), true),
				System.console() != null);
	}

}
