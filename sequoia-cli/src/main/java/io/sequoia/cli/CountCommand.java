package io.sequoia.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * Counts the resources that match.
 */
@Command(name = "count", description = "Counts the resources that match.")
final class CountCommand extends PlatformCommand {

	@Parameters(index = "0", paramLabel = Collected.LABEL, converter = Collected.Converter.class,
			description = "The collection, such as contents or metadata/contents.")
	@SuppressWarnings("NullAway.Init") // set by picocli
	private Collected collection;

	@Mixin
	private final Query query = new Query();

	CountCommand(Platform platform, Terminal terminal) {
		super(platform, terminal);
	}

	@Override
	public Integer call() {
		terminal().out().println(platform().resources(this.collection).count(this.query.criteria()));
		return 0;
	}

}
