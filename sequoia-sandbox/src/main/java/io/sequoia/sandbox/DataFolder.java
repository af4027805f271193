package io.sequoia.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

	private final Set<String> owners;

	DataFolder(Platform platform, Set<String> owners) {
		this.platform = platform;
		this.owners = owners;
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
			Map<String, List<JsonNode>> byOwner = new LinkedHashMap<>();
			ResourceChecker.unwrap(schema, body)
				.forEach((resource) -> byOwner
					.computeIfAbsent(resource.path("owner").asString(this.platform.owner()), (key) -> new ArrayList<>())
					.add(resource));
			byOwner.forEach((owner, resources) -> load(owner, schema, resources));
		}
		catch (IllegalArgumentException | JacksonException | Problem ex) {
			throw new IllegalArgumentException("The data file '" + file + "' cannot be loaded: " + ex.getMessage(), ex);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void load(String owner, ResourceSchema schema, List<JsonNode> resources) {
		if (!this.owners.contains(owner)) {
			throw new IllegalArgumentException("there is no owner '" + owner + "'; the sandbox has " + this.owners);
		}
		new Loader(this.platform.store()).load(owner, schema, resources);
	}

}
