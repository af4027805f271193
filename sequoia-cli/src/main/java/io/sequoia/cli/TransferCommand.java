package io.sequoia.cli;

import io.sequoia.transfer.SequoiaTransfer;
import io.sequoia.transfer.TransferOptions;
import io.sequoia.transfer.TransferResult;

/**
 * A command that transfers a file and shows its progress.
 */
abstract class TransferCommand extends PlatformCommand {

	private final String done;

	/**
	 * Create an instance.
	 * @param done the word for a file that was transferred
	 */
	TransferCommand(Platform platform, Terminal terminal, String done) {
		super(platform, terminal);
		this.done = done;
	}

	@Override
	public final Integer call() {
		Progress progress = new Progress(terminal(), "bytes");
		TransferOptions options = TransferOptions.builder()
			.listener((step) -> progress.show(step.done(), step.length().orElse(0)))
			.build();
		TransferResult result = transfer(platform().transfers(), options);
		progress.end();
		terminal().out().println(result.length() + " bytes " + this.done);
		return 0;
	}

	abstract TransferResult transfer(SequoiaTransfer transfers, TransferOptions options);

}
