package io.sequoia.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.Stream;

import io.sequoia.core.ResourceOperations;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * Writes the resources that match to a file.
 */
@Command(name = "export", description = "Writes the resources that match, one line of JSON for each.")
final class ExportCommand extends CollectionCommand {

	@Parameters(index = "1", paramLabel = "<file>", description = "The file to write.")
	@SuppressWarnings("NullAway.Init") // set by picocli
	private Path file;

	@Mixin
	private final Query query = new Query();

	ExportCommand(Platform platform, Terminal terminal) {
		super(platform, terminal);
	}

	@Override
	public Integer call() throws IOException {
		ResourceOperations<Map<String, Object>> resources = resources();
		long total = terminal().interactive() ? resources.count(this.query.criteria()) : 0;
		Progress progress = new Progress(terminal(), "resources");
		long written = 0;
		Path part = this.file.resolveSibling(this.file.getFileName() + ".part");
		try (Stream<Map<String, Object>> found = resources.browse(this.query.criteria()).stream();
				PrintWriter lines = new PrintWriter(Files.newBufferedWriter(part))) {
			for (Iterator<Map<String, Object>> i = found.iterator(); i.hasNext();) {
				lines.println(Output.line(i.next()));
				progress.show(++written, total);
			}
			if (lines.checkError()) {
				throw new IOException("The file " + part + " cannot be written");
			}
		}
		Files.move(part, this.file, StandardCopyOption.REPLACE_EXISTING);
		progress.end();
		terminal().out().println(written + " resources written to " + this.file);
		return 0;
	}

}
