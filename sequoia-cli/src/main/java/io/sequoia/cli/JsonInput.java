package io.sequoia.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A file of JSON, or the standard input.
 *
 * @param file the name of the file, or {@code -}
 */
record JsonInput(String file) {

	private static final JsonMapper JSON = JsonMapper.builder()
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.build();

	private static final TypeReference<Map<String, Object>> RESOURCE = new TypeReference<>() {
	};

	Map<String, Object> one(Terminal terminal) {
		try (BufferedReader reader = open(terminal)) {
			return JSON.readValue(reader, RESOURCE);
		}
		catch (JacksonIOException ex) {
			throw new UncheckedIOException(name() + " cannot be read: " + ex.getOriginalMessage(), ex.getCause());
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException(name() + " is not a JSON object: " + ex.getOriginalMessage(), ex);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(name() + " cannot be read: " + ex.getMessage(), ex);
		}
	}

	/**
	 * Read a resource from each line; empty lines are left out.
	 */
	Stream<Map<String, Object>> lines(Terminal terminal) {
		try {
			BufferedReader reader = open(terminal);
			AtomicLong number = new AtomicLong();
			return reader.lines().onClose(() -> close(reader)).<Map<String, Object>>mapMulti((line, sink) -> {
				number.incrementAndGet();
				if (!line.isBlank()) {
					sink.accept(parsed(line, number.get()));
				}
			});
		}
		catch (IOException ex) {
			throw new UncheckedIOException(name() + " cannot be read: " + ex.getMessage(), ex);
		}
	}

	private Map<String, Object> parsed(String line, long number) {
		try {
			return JSON.readValue(line, RESOURCE);
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException(
					"Line " + number + " of " + name() + " is not a JSON object: " + ex.getOriginalMessage(), ex);
		}
	}

	private BufferedReader open(Terminal terminal) throws IOException {
		return this.file.equals("-") ? new BufferedReader(new InputStreamReader(terminal.in(), StandardCharsets.UTF_8))
				: Files.newBufferedReader(Path.of(this.file));
	}

	private static void close(BufferedReader reader) {
		try {
			reader.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private String name() {
		return this.file.equals("-") ? "The standard input" : "The file " + this.file;
	}

}
