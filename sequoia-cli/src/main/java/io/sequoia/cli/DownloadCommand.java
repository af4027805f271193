package io.sequoia.cli;

import java.net.URI;
import java.nio.file.Path;

import io.sequoia.transfer.SequoiaTransfer;
import io.sequoia.transfer.TransferOptions;
import io.sequoia.transfer.TransferResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Downloads a file.
 */
@Command(name = "download", description = "Downloads a file from a storage; continues where an earlier download ended.")
final class DownloadCommand extends TransferCommand {

	@Parameters(index = "0", paramLabel = "<url>", converter = UriConverter.class,
			description = "The address of the file.")
	@SuppressWarnings("NullAway.Init") // set by picocli
	private URI source;

	@Parameters(index = "1", paramLabel = "<file>", description = "The file to write.")
	@SuppressWarnings("NullAway.Init") // set by picocli
	private Path target;

	DownloadCommand(Platform platform, Terminal terminal) {
		super(platform, terminal, "downloaded");
	}

	@Override
	TransferResult transfer(SequoiaTransfer transfers, TransferOptions options) {
		return transfers.download(this.source, this.target, options);
	}

}
