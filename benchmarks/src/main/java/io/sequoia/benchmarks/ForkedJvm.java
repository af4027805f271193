package io.sequoia.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A program in a separate JVM that reports its result in one line.
 */
final class ForkedJvm implements AutoCloseable {

	/** The mark before that line, since libraries print too. */
	static final String SAYS = "says ";

	private final Process process;

	private final String line;

	private ForkedJvm(Process process, String line) {
		this.process = process;
		this.line = line;
	}

	static ForkedJvm start(Class<?> program, Object... arguments) {
		return start(List.of(), System.getProperty("java.class.path"), program, arguments);
	}

	static ForkedJvm start(List<String> options, String classPath, Class<?> program, Object... arguments) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(options);
		command.addAll(List.of("-cp", classPath, program.getName()));
		for (Object argument : arguments) {
			command.add(argument.toString());
		}
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
			StringBuilder printed = new StringBuilder();
			BufferedReader output = process.inputReader();
			String line = output.readLine();
			while (line != null && !line.startsWith(SAYS)) {
				printed.append(line).append(System.lineSeparator());
				line = output.readLine();
			}
			if (line == null) {
				throw new IllegalStateException(program.getSimpleName() + " failed: " + printed);
			}
			return new ForkedJvm(process, line.substring(SAYS.length()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	String line() {
		return this.line;
	}

	@Override
	public void close() {
		this.process.destroy();
	}

}
