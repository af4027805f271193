package io.sequoia.cli;

import java.util.Map;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * Stores one resource.
 */
@Command(name = "store", description = "Stores a resource from JSON in a file or the standard input.")
final class StoreCommand extends CollectionCommand {

	@Parameters(index = "1", defaultValue = "-", paramLabel = "<file>", converter = JsonInputConverter.class,
			description = "The file; - for the standard input, which is the default.")
	@SuppressWarnings("NullAway.Init") // set by picocli
	private JsonInput input;

	@Mixin
	private final Output output = new Output();

	StoreCommand(Platform platform, Terminal terminal) {
		super(platform, terminal);
	}

	@Override
	public Integer call() {
		Map<String, Object> resource = this.input.one(terminal());
		this.output.printOne(resources().store(resource), terminal());
		return 0;
	}

}
