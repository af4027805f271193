package io.sequoia.cli;

import java.util.List;
import java.util.Map;

import io.sequoia.Ref;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * Prints resources by their refs.
 */
@Command(name = "read", description = "Prints resources by their refs.")
final class ReadCommand extends CollectionCommand {

	@Parameters(index = "1", arity = "1..*", paramLabel = "<ref>", converter = RefConverter.class,
			description = "The refs, such as owner:name.")
	@SuppressWarnings("NullAway.Init") // set by picocli
	private List<Ref> refs;

	@Mixin
	private final Output output = new Output();

	ReadCommand(Platform platform, Terminal terminal) {
		super(platform, terminal);
	}

	@Override
	public Integer call() {
		if (this.refs.size() == 1) {
			this.output.printOne(resources().read(this.refs.get(0)), terminal());
			return 0;
		}
		List<Map<String, Object>> found = resources().readAll(this.refs);
		this.output.print(found.stream(), terminal());
		return (found.size() == this.refs.size()) ? 0 : FailureHandler.NOT_FOUND;
	}

}
