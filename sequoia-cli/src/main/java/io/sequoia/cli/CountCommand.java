package io.sequoia.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * Counts the resources that match.
 */
@Command(name = "count", description = "Counts the resources that match.")
final class CountCommand extends CollectionCommand {

	@Mixin
	private final Query query = new Query();

	CountCommand(Platform platform, Terminal terminal) {
		super(platform, terminal);
	}

	@Override
	public Integer call() {
		terminal().out().println(resources().count(this.query.criteria()));
		return 0;
	}

}
