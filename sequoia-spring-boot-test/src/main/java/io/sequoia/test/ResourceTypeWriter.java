package io.sequoia.test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

import javax.lang.model.SourceVersion;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.Assert;

/**
 * Writes records for the resources of a service, from the descriptor that the service
 * answers to {@code GET /descriptor/raw}: {@code contents} becomes {@code Content}, with
 * a component for each field, Jakarta constraints for the rules that the descriptor
 * tells, and a {@code @Linked} component for each relationship. The records are a
 * beginning, to be kept and changed like any other source. Immutable.
 * <p>
 * Fields become {@code Ref}, {@code Instant}, {@code Long}, {@code Boolean}, {@code
 * String}, maps, lists and nested records. Durations are text, as the platform allows
 * more of them than Java's types; a year is what the example of the descriptor is. A
 * field of a type that is not known is an {@code Object}.
 */
public final class ResourceTypeWriter {

	private final JsonNode descriptor;

	private final String packageName;

	private ResourceTypeWriter(JsonNode descriptor, String packageName) {
		this.descriptor = descriptor;
		this.packageName = packageName;
	}

	/**
	 * Read a descriptor.
	 * @param descriptor the JSON, as the service answers it
	 * @param packageName the package of the records
	 * @return the writer of its records
	 * @throws IllegalArgumentException if the JSON is no descriptor, or if there can be
	 * no such package
	 */
	public static ResourceTypeWriter of(String descriptor, String packageName) {
		Assert.isTrue(SourceVersion.isName(packageName), () -> "'" + packageName + "' cannot be the name of a package");
		JsonNode json = JsonMapper.shared().readTree(descriptor);
		Assert.isTrue(json.path("name").isString() && json.path("resourcefuls").isObject(),
				"A descriptor has a 'name' and 'resourcefuls'; it is what GET {location}/descriptor/raw answers");
		return new ResourceTypeWriter(json, packageName);
	}

	/**
	 * Write the records.
	 * @return the sources by the simple names of the records
	 */
	public Map<String, String> sources() {
		Map<String, String> names = new TreeMap<>();
		Map<String, JsonNode> resources = new LinkedHashMap<>();
		this.descriptor.path("resourcefuls").properties().forEach((entry) -> {
			String plural = entry.getValue().path("pluralName").asString(entry.getKey());
			resources.put(plural, entry.getValue());
			names.put(plural, JavaNames.type(entry.getValue().path("singularName").asString(plural)));
		});
		Map<String, String> sources = new TreeMap<>();
		resources.forEach((plural, resource) -> sources.put(String.valueOf(names.get(plural)),
				new RecordSource(this.packageName, this.descriptor.path("name").asString(), plural, names)
					.write(resource)));
		return sources;
	}

	/**
	 * Write the records to files, in place of those that are there.
	 * @param root the folder of the sources, such as {@code src/main/java}
	 * @throws IOException if a file cannot be written
	 */
	public void writeTo(Path root) throws IOException {
		Path folder = Files.createDirectories(root.resolve(this.packageName.replace('.', '/')));
		for (Map.Entry<String, String> source : sources().entrySet()) {
			Files.writeString(folder.resolve(source.getKey() + ".java"), source.getValue());
		}
	}

}
