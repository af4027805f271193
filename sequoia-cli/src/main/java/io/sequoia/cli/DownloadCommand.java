package io.sequoia.cli;

import java.net.URI;
import java.nio.file.Path;

import io.sequoia.transfer.TransferOptions;
import io.sequoia.transfer.TransferResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Downloads a file.
 */
@Command(name = "download", description = "Downloads a file from a storage; continues where an earlier download ended.")
final class DownloadCommand extends PlatformCommand {

	@Parameters(index = "0", paramLabel = "<url>", description = "The address of the file.")
	@SuppressWarnings("NullAway.Init") // set by picocli
	private URI source;

	@Parameters(index = "1", paramLabel = "<file>", description = "The file to write.")
	@SuppressWarnings("NullAway.Init") // set by picocli
	private Path target;

	DownloadCommand(Platform platform, Terminal terminal) {
		super(platform, terminal);
	}

	@Override
	public Integer call() {
		Progress progress = new Progress(terminal(), "bytes");
		TransferOptions options = TransferOptions.builder()
			.listener((step) -> progress.show(step.done(), step.length().orElse(0)))
			.build();
		TransferResult result = platform().transfers().download(this.source, this.target, options);
		progress.end();
		terminal().out().println(result.length() + " bytes downloaded");
		return 0;
	}

}
