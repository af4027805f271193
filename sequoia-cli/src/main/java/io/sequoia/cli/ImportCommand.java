package io.sequoia.cli;

import java.util.concurrent.atomic.AtomicLong;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Stores the resources of a file.
 */
@Command(name = "import",
		description = "Stores the resources of a file with one line of JSON for each, as export writes it.")
final class ImportCommand extends CollectionCommand {

	@Parameters(index = "1", defaultValue = "-", paramLabel = "<file>", converter = JsonInputConverter.class,
			description = "The file; - for the standard input, which is the default.")
	@SuppressWarnings("NullAway.Init") // set by picocli
	private JsonInput input;

	ImportCommand(Platform platform, Terminal terminal) {
		super(platform, terminal);
	}

	@Override
	public Integer call() {
		Progress progress = new Progress(terminal(), "resources read");
		AtomicLong read = new AtomicLong();
		try (JsonLines lines = this.input.lines(terminal())) {
			long stored = resources().storeAll(lines.stream().peek((line) -> progress.show(read.incrementAndGet(), 0)));
			progress.end();
			lines.requireComplete(stored);
			terminal().out().println(stored + " resources stored");
		}
		return 0;
	}

}
