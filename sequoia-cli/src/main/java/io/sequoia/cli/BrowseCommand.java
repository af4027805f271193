package io.sequoia.cli;

import java.util.Map;
import java.util.stream.Stream;

import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/**
 * Prints the resources that match.
 */
@Command(name = "browse", description = "Prints the resources that match.")
final class BrowseCommand extends CollectionCommand {

	@Option(names = { "-n", "--limit" }, paramLabel = "<number>", defaultValue = "100",
			converter = LimitConverter.class,
			description = "The maximum number of resources to print; 0 for all. ${DEFAULT-VALUE} by default.")
	private long limit;

	@Mixin
	private final Query query = new Query();

	@Mixin
	private final Output output = new Output();

	BrowseCommand(Platform platform, Terminal terminal) {
		super(platform, terminal);
	}

	@Override
	public Integer call() {
		try (Stream<Map<String, Object>> found = resources().browse(this.query.criteria()).stream()) {
			this.output.print((this.limit > 0) ? found.limit(this.limit) : found, terminal());
		}
		return 0;
	}

	/** Reads the number of resources. */
	static final class LimitConverter implements ITypeConverter<Long> {

		@Override
		public Long convert(String value) {
			if (!value.matches("\\d{1,18}")) {
				throw new TypeConversionException(
						"'" + value + "' is not a number of resources; write one such as 20, or 0 for all");
			}
			return Long.valueOf(value);
		}

	}

}
