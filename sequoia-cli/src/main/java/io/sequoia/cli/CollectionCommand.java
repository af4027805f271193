package io.sequoia.cli;

import java.util.Map;

import io.sequoia.core.ResourceOperations;
import picocli.CommandLine.Parameters;

/**
 * A command on the resources of one collection.
 */
abstract class CollectionCommand extends PlatformCommand {

	@Parameters(index = "0", paramLabel = Collected.LABEL, converter = Collected.Converter.class,
			description = "The collection, such as contents or metadata/contents.")
	@SuppressWarnings("NullAway.Init") // set by picocli
	private Collected collection;

	CollectionCommand(Platform platform, Terminal terminal) {
		super(platform, terminal);
	}

	final ResourceOperations<Map<String, Object>> resources() {
		return platform().resources(this.collection);
	}

}
