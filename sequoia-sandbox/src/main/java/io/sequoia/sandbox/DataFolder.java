package io.sequoia.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Loads a folder of files {@code {service}.{resource}.json}, each with the body of a
 * store.
 */
final class DataFolder {

	private static final Pattern NAME = Pattern.compile("([A-Za-z0-9_-]+)\\.([A-Za-z0-9_-]+)\\.json");

	private final Platform platform;

	private final Loader loader;

	DataFolder(Platform platform, Loader loader) {
		this.platform = platform;
		this.loader = loader;
	}

	void load(Path folder) {
		try (Stream<Path> files = Files.list(folder)) {
			files.filter((file) -> file.toString().endsWith(".json")).sorted().forEach(this::loadFile);
		}
		catch (IOException ex) {
			throw new IllegalArgumentException("The data folder '" + folder + "' cannot be read: " + ex, ex);
		}
	}

	private void loadFile(Path file) {
		Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
		if (!name.matches()) {
			throw new IllegalArgumentException("The data file '" + file + "' must be named {service}.{resource}.json");
		}
		try {
			ResourceSchema schema = this.platform.schema(name.group(1), name.group(2));
			JsonNode body = Json.MAPPER.readTree(Files.readAllBytes(file));
			List<JsonNode> resources = new ArrayList<>();
			ResourceChecker.unwrap(schema, body).forEach(resources::add);
			this.loader.load(schema, resources);
		}
		catch (IllegalArgumentException | JacksonException | Problem ex) {
			throw new IllegalArgumentException("The data file '" + file + "' cannot be loaded: " + ex.getMessage(), ex);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
