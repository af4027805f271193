package io.sequoia.cli;

import java.net.URI;
import java.nio.file.Path;

import io.sequoia.transfer.TransferOptions;
import io.sequoia.transfer.TransferResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Uploads a file.
 */
@Command(name = "upload", description = "Uploads a file to a storage of block blobs.")
final class UploadCommand extends PlatformCommand {

	@Parameters(index = "0", paramLabel = "<file>", description = "The file to read.")
	@SuppressWarnings("NullAway.Init") // set by picocli
	private Path source;

	@Parameters(index = "1", paramLabel = "<url>", description = "The signed address of the file at the storage.")
	@SuppressWarnings("NullAway.Init") // set by picocli
	private URI target;

	UploadCommand(Platform platform, Terminal terminal) {
		super(platform, terminal);
	}

	@Override
	public Integer call() {
		Progress progress = new Progress(terminal(), "bytes");
		TransferOptions options = TransferOptions.builder()
			.listener((step) -> progress.show(step.done(), step.length().orElse(0)))
			.build();
		TransferResult result = platform().transfers().upload(this.source, () -> this.target, options);
		progress.end();
		terminal().out().println(result.length() + " bytes uploaded");
		return 0;
	}

}
