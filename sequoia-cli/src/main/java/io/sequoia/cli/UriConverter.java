package io.sequoia.cli;

import java.net.URI;
import java.net.URISyntaxException;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads an address from an argument. Its message does not repeat the address, which may
 * be signed.
 */
final class UriConverter implements ITypeConverter<URI> {

	@Override
	public URI convert(String value) {
		try {
			return new URI(value);
		}
		catch (URISyntaxException ex) {
			throw new TypeConversionException("it is not a valid address (" + ex.getReason() + " at position "
					+ (ex.getIndex() + 1) + "): write such characters percent-encoded, a blank as %20");
		}
	}

}
