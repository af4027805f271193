package io.sequoia.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Reads lines of text, and refuses those that are not UTF-8. Readers of the JDK replace
 * what they cannot decode, or do not tell its line. Not thread-safe.
 */
final class Utf8Lines implements AutoCloseable {

	/** Some editors begin a text of UTF-8 with it. */
	private static final String BYTE_ORDER_MARK = "\uFEFF";

	private final InputStream in;

	private final String name;

	private long number;

	/**
	 * Create an instance.
	 * @param in the text
	 * @param name the name of the text, as it begins a sentence
	 */
	Utf8Lines(InputStream in, String name) {
		this.in = new BufferedInputStream(in);
		this.name = name;
	}

	/**
	 * Return the next line, or {@code null} at the end.
	 * @throws IllegalArgumentException if it is not UTF-8
	 */
	@Nullable String next() {
		byte[] line = nextBytes();
		if (line == null) {
			return null;
		}
		this.number++;
		try {
			String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
			return (this.number == 1 && text.startsWith(BYTE_ORDER_MARK)) ? text.substring(1) : text;
		}
		catch (CharacterCodingException ex) {
			throw new IllegalArgumentException(place() + " is not UTF-8: convert the text to UTF-8", ex);
		}
	}

	/**
	 * Return the place of the last line.
	 */
	String place() {
		return "Line " + this.number + " of " + StringUtils.uncapitalize(this.name);
	}

	private byte @Nullable [] nextBytes() {
		try {
			int one = this.in.read();
			if (one < 0) {
				return null;
			}
			ByteArrayOutputStream line = new ByteArrayOutputStream();
			for (; one >= 0 && one != '\n'; one = this.in.read()) {
				line.write(one);
			}
			return line.toByteArray();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(this.name + " cannot be read: " + ex.getMessage(), ex);
		}
	}

	@Override
	public void close() {
		try {
			this.in.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
