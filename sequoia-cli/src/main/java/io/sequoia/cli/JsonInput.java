package io.sequoia.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import tools.jackson.core.JacksonException;
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
		StringBuilder json = new StringBuilder();
		try (Utf8Lines lines = open(terminal)) {
			for (String line = lines.next(); line != null; line = lines.next()) {
				json.append(line).append('\n');
			}
		}
		return parsed(json.toString(), name());
	}

	/**
	 * Read a resource from each line; empty lines are left out.
	 */
	JsonLines lines(Terminal terminal) {
		return new JsonLines(open(terminal));
	}

	/**
	 * Read a resource.
	 * @param json the JSON
	 * @param place the place that it was read from
	 */
	static Map<String, Object> parsed(String json, String place) {
		try {
			Map<String, Object> resource = JSON.readValue(json, RESOURCE);
			if (resource == null) {
				throw new IllegalArgumentException(place + " is not a JSON object: it is null");
			}
			return resource;
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException(place + " is not a JSON object: " + ex.getOriginalMessage(), ex);
		}
	}

	private Utf8Lines open(Terminal terminal) {
		try {
			return new Utf8Lines(this.file.equals("-") ? terminal.in() : Files.newInputStream(Path.of(this.file)),
					name());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(name() + " cannot be read: " + ex.getMessage(), ex);
		}
	}

	private String name() {
		return this.file.equals("-") ? "The standard input" : "The file " + this.file;
	}

}
