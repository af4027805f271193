package io.sequoia.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.Map;
import java.util.function.LongConsumer;
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
		if (Files.isDirectory(this.file)) {
			// a move would replace a folder that is empty
			throw new IllegalArgumentException("The file " + this.file + " is a folder: name a file in it");
		}
		if (Files.exists(this.file) && !Files.isRegularFile(this.file)) {
			throw new IllegalArgumentException("The file " + this.file
					+ " is a device or a pipe, which the exported file would replace; browse writes to the terminal");
		}
		ResourceOperations<Map<String, Object>> resources = resources();
		long total = terminal().interactive() ? resources.count(this.query.criteria()) : 0;
		Progress progress = new Progress(terminal(), "resources");
		Path part = this.file.resolveSibling(this.file.getFileName() + ".part");
		long written;
		try (FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
			if (!isLocked(channel) || !Files.exists(part)) {
				throw new IllegalArgumentException("The file " + part
						+ " is being written by another export or download: wait for its end, or name another file");
			}
			try (Stream<Map<String, Object>> found = resources.browse(this.query.criteria()).stream()) {
				channel.truncate(0);
				written = write(found.iterator(), part, channel, (count) -> progress.show(count, total));
				Files.move(part, this.file, StandardCopyOption.REPLACE_EXISTING);
			}
			finally {
				Files.deleteIfExists(part);
			}
		}
		progress.end();
		terminal().out().println(written + " resources written to " + this.file);
		return 0;
	}

	private static boolean isLocked(FileChannel channel) throws IOException {
		try {
			return channel.tryLock() != null;
		}
		catch (OverlappingFileLockException ex) {
			return false;
		}
	}

	/**
	 * Write the lines, and leave the channel open, as its lock ends with it.
	 */
	private static long write(Iterator<Map<String, Object>> resources, Path part, FileChannel channel,
			LongConsumer progress) throws IOException {
		long written = 0;
		BufferedWriter lines = new BufferedWriter(Channels.newWriter(channel, StandardCharsets.UTF_8));
		try {
			while (resources.hasNext()) {
				lines.write(Output.line(resources.next()));
				lines.newLine();
				progress.accept(++written);
			}
			lines.flush();
		}
		catch (FileSystemException ex) {
			throw ex;
		}
		catch (IOException ex) {
			// a failed write, such as to a full disk, does not name the file
			throw new FileSystemException(part.toString(), null, ex.getMessage());
		}
		return written;
	}

}
