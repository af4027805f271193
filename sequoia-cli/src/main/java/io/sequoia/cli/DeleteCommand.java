package io.sequoia.cli;

import java.util.List;
import java.util.Map;

import io.sequoia.Ref;
import io.sequoia.core.ResourceOperations;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Deletes resources.
 */
@Command(name = "delete", description = "Deletes resources by their refs.")
final class DeleteCommand extends CollectionCommand {

	@Parameters(index = "1", arity = "1..*", paramLabel = "<ref>", converter = RefConverter.class,
			description = "The refs, such as owner:name.")
	@SuppressWarnings("NullAway.Init") // set by picocli
	private List<Ref> refs;

	DeleteCommand(Platform platform, Terminal terminal) {
		super(platform, terminal);
	}

	@Override
	public Integer call() {
		ResourceOperations<Map<String, Object>> resources = resources();
		boolean all = true;
		for (Ref ref : this.refs) {
			boolean deleted = resources.delete(ref);
			terminal().out().println(ref + (deleted ? " deleted" : " not found"));
			all &= deleted;
		}
		return all ? 0 : FailureHandler.NOT_FOUND;
	}

}
