package io.sequoia.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A collection of resources, such as {@code metadata/contents}.
 *
 * @param service the service; {@code metadata} if it is left out
 * @param resource the name of the collection
 */
record Collected(String service, String resource) {

	static final String LABEL = "[service/]resource";

	/**
	 * Reads a collection from an argument.
	 */
	static final class Converter implements ITypeConverter<Collected> {

		@Override
		public Collected convert(String value) {
			String[] parts = value.split("/", -1);
			String resource = parts[parts.length - 1];
			if (parts.length > 2 || resource.isBlank() || parts[0].isBlank()) {
				throw new TypeConversionException(
						"'" + value + "' is not a collection; write one such as metadata/contents");
			}
			return new Collected((parts.length == 2) ? parts[0] : "metadata", resource);
		}

	}

}
