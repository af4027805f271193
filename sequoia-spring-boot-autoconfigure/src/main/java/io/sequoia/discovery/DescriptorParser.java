package io.sequoia.discovery;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import io.sequoia.discovery.ServiceDescriptor.Field;
import io.sequoia.discovery.ServiceDescriptor.Relationship;
import io.sequoia.discovery.ServiceDescriptor.ResourceDescriptor;
import io.sequoia.discovery.ServiceDescriptor.Route;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a service's descriptor. Whatever is missing or odd in it is replaced by the
 * platform's convention, so that a careless descriptor never stops calls that work.
 */
final class DescriptorParser {

	private static final JsonMapper JSON = JsonMapper.shared();

	private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+");

	private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_~-][A-Za-z0-9._~-]*");

	private DescriptorParser() {
	}

	/**
	 * Read a descriptor.
	 * @param service the name of the service
	 * @param json the descriptor
	 * @return the descriptor, or {@code null} if the JSON is none
	 * @throws tools.jackson.core.JacksonException if the text is not JSON
	 */
	static @Nullable ServiceDescriptor parse(String service, byte[] json) {
		JsonNode root = JSON.readTree(json);
		JsonNode resourcefuls = root.path("resourcefuls");
		if (!resourcefuls.isObject()) {
			return null;
		}
		List<ResourceDescriptor> resources = new ArrayList<>();
		resourcefuls.properties().forEach((entry) -> resources.add(resource(entry.getKey(), entry.getValue())));
		return new ServiceDescriptor(service, root.path("title").asString(null),
				ServiceDescriptor.byPluralName(resources), routes(root.path("routes")), true);
	}

	private static ResourceDescriptor resource(String key, JsonNode node) {
		ResourceDescriptor convention = ResourceDescriptor.conventional(key);
		String plural = name(node.path("pluralName"), convention.pluralName());
		return new ResourceDescriptor(matching(PATH, node.path("path"), ResourceDescriptor.DEFAULT_PATH),
				name(node.path("singularName"), plural), plural,
				matching(SEGMENT, node.path("hyphenatedPluralName"), ResourceDescriptor.hyphenated(plural)),
				positive(node.path("operations").path("storeBatch").path("limit")),
				positive(node.path("pagination").path("pageSize").path("max")), fields(node.path("fields")),
				relationships(node.path("relationships")));
	}

	private static String name(JsonNode value, String convention) {
		String text = value.asString("");
		return text.isBlank() ? convention : text;
	}

	private static String matching(Pattern pattern, JsonNode value, String convention) {
		String text = value.asString("");
		return pattern.matcher(text).matches() ? text : convention;
	}

	private static int positive(JsonNode value) {
		int number = value.asInt(0);
		return (number > 0) ? number : ResourceDescriptor.DEFAULT_LIMIT;
	}

	private static Map<String, Field> fields(JsonNode node) {
		Map<String, Field> fields = new LinkedHashMap<>();
		node.properties().forEach((entry) -> {
			JsonNode field = entry.getValue();
			fields.put(entry.getKey(),
					new Field(entry.getKey(), field.path("type").asString(null),
							field.path("required").asBoolean(false), field.path("readOnly").asBoolean(false),
							field.path("array").asBoolean(false)));
		});
		return fields;
	}

	private static Map<String, Route> routes(JsonNode node) {
		Map<String, Route> routes = new LinkedHashMap<>();
		for (JsonNode route : node) {
			String name = route.path("name").asString("");
			String path = route.path("path").asString("");
			if (!name.isEmpty() && path.startsWith("/") && !path.startsWith("//")) {
				Map<String, Boolean> query = new LinkedHashMap<>();
				for (JsonNode parameter : route.path("inputs").path("query")) {
					query.put(parameter.path("name").asString(""), parameter.path("required").asBoolean(false));
				}
				routes.putIfAbsent(name, new Route(name, route.path("method").asString("GET"), path, query));
			}
		}
		return routes;
	}

	private static Map<String, Relationship> relationships(JsonNode node) {
		Map<String, Relationship> relationships = new LinkedHashMap<>();
		node.properties().forEach((entry) -> {
			JsonNode relationship = entry.getValue();
			relationships.put(entry.getKey(),
					new Relationship(entry.getKey(), "direct".equals(relationship.path("type").asString("")),
							relationship.path("resourceType").asString(entry.getKey()),
							relationship.path("fieldNamePath").asString(null),
							relationship.path("filterName").asString(null),
							relationship.path("through").asString(null)));
		});
		return relationships;
	}

}
