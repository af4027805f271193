package io.sequoia.cli;

import java.net.URI;
import java.nio.file.Path;

import io.sequoia.transfer.SequoiaTransfer;
import io.sequoia.transfer.TransferOptions;
import io.sequoia.transfer.TransferResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Uploads a file.
 */
@Command(name = "upload", description = "Uploads a file to a storage of block blobs.")
final class UploadCommand extends TransferCommand {

	@Parameters(index = "0", paramLabel = "<file>", description = "The file to read.")
	@SuppressWarnings("NullAway.Init") // set by picocli
	private Path source;

	@Parameters(index = "1", paramLabel = "<url>", converter = UriConverter.class,
			description = "The signed address of the file at the storage.")
	@SuppressWarnings("NullAway.Init") // set by picocli
	private URI target;

	UploadCommand(Platform platform, Terminal terminal) {
		super(platform, terminal, "uploaded");
	}

	@Override
	TransferResult transfer(SequoiaTransfer transfers, TransferOptions options) {
		return transfers.upload(this.source, () -> this.target, options);
	}

}
