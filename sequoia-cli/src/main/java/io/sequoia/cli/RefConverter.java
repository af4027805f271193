package io.sequoia.cli;

import io.sequoia.Ref;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads a reference from an argument.
 */
final class RefConverter implements ITypeConverter<Ref> {

	@Override
	public Ref convert(String value) {
		try {
			return Ref.valueOf(value);
		}
		catch (IllegalArgumentException ex) {
			throw new TypeConversionException(String.valueOf(ex.getMessage()));
		}
	}

}
