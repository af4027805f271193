package io.sequoia.cli;

import picocli.CommandLine.ITypeConverter;

/**
 * Reads the name of a file from an argument.
 */
final class JsonInputConverter implements ITypeConverter<JsonInput> {

	@Override
	public JsonInput convert(String value) {
		return new JsonInput(value);
	}

}
