package io.sequoia.discovery;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.sequoia.Printable;
import io.sequoia.discovery.ServiceDescriptor.Field;
import io.sequoia.discovery.ServiceDescriptor.Filter;
import io.sequoia.discovery.ServiceDescriptor.Relationship;
import io.sequoia.discovery.ServiceDescriptor.ResourceDescriptor;
import io.sequoia.http.Correlated;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a service's descriptor. A part that is missing or malformed is replaced by the
 * platform's convention, so that a faulty descriptor never stops calls that work.
 * Collections have many fields in common, so equal parts are kept once.
 */
final class DescriptorParser {

	private static final Log logger = LogFactory.getLog(DescriptorParser.class);

	/** More than a hundred times the number in the largest known descriptor. */
	private static final int MAX_PROPERTIES = 250_000;

	private static final int MAX_NAME_LENGTH = 512;

	private static final int MAX_SHARED = 4_000;

	private static final int MAX_DEPTH = 64;

	/** The number of malformed parts of one kind that are named in the log. */
	private static final int MAX_TOLD = 3;

	/**
	 * The reader without a table of names, as a descriptor could fill that with names
	 * that share one hash.
	 */
	private static final JsonMapper JSON = JsonMapper
		.builder(JsonFactory.builder()
			.disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
			.streamReadConstraints(
					StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).maxNameLength(MAX_NAME_LENGTH).build())
			.build())
		.build();

	/** Possessive, as a path of many segments would need much stack otherwise. */
	private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*+)++");

	private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_~-][A-Za-z0-9._~-]{0,255}");

	/** A name that may be a part of log lines, messages and meters. */
	static final Pattern VISIBLE = Pattern.compile("[!-~]{1,512}");

	private final String service;

	private final ContextView context;

	private final Map<Object, Object> shared = new HashMap<>();

	private final Map<String, Optional<ValuePattern>> patterns = new HashMap<>();

	private final List<String> oddPatterns = new ArrayList<>();

	private DescriptorParser(String service, ContextView context) {
		this.service = service;
		this.context = context;
	}

	/**
	 * Read a descriptor.
	 * @param service the name of the service
	 * @param json the descriptor
	 * @param context the context of the call that needs it
	 * @return the descriptor, or {@code null} if the JSON is none
	 * @throws tools.jackson.core.JacksonException if the text is not JSON
	 */
	static @Nullable ServiceDescriptor parse(String service, byte[] json, ContextView context) {
		DescriptorParser parser = new DescriptorParser(service, context);
		return hasTooMuch(json) ? null : parser.told(parser.parse(JSON.readTree(json)));
	}

	/** Tell whether the descriptor is too large, before any of it is kept. */
	private static boolean hasTooMuch(byte[] json) {
		int properties = 0;
		try (JsonParser parser = JSON.createParser(json)) {
			JsonToken token;
			while ((token = parser.nextToken()) != null) {
				if (token == JsonToken.PROPERTY_NAME && ++properties > MAX_PROPERTIES) {
					return true;
				}
			}
			return false;
		}
	}

	/** Log all malformed parts in one line. */
	private @Nullable ServiceDescriptor told(@Nullable ServiceDescriptor descriptor) {
		int odd = this.oddPatterns.size();
		if (odd > 0) {
			List<String> first = this.oddPatterns.stream()
				.limit(MAX_TOLD)
				.map((regex) -> Printable.of(regex, 100))
				.toList();
			Correlated.log(this.context,
					"The descriptor of the service '" + this.service + "' has "
							+ ((odd == 1) ? "the pattern " : odd + " patterns, such as ") + String.join(" and ", first)
							+ ", which " + ((odd == 1) ? "is" : "are")
							+ " not supported by the client; values are not checked against" + " "
							+ ((odd == 1) ? "it" : "them"),
					logger::warn);
		}
		return descriptor;
	}

	private @Nullable ServiceDescriptor parse(JsonNode root) {
		JsonNode resourcefuls = root.path("resourcefuls");
		if (!resourcefuls.isObject()) {
			return null;
		}
		List<ResourceDescriptor> resources = new ArrayList<>();
		resourcefuls.properties()
			.stream()
			.map((entry) -> resource(entry.getKey(), entry.getValue()))
			.filter((resource) -> SEGMENT.matcher(resource.pluralName()).matches())
			.forEach(resources::add);
		return new ServiceDescriptor(this.service, root.path("title").asString(null),
				ServiceDescriptor.byPluralName(resources), RouteParser.parse(root.path("routes")), true);
	}

	private ResourceDescriptor resource(String key, JsonNode node) {
		ResourceDescriptor convention = ResourceDescriptor.conventional(key);
		String plural = matching(SEGMENT, node.path("pluralName"), convention.pluralName());
		return new ResourceDescriptor(path(node.path("path").asString("")),
				matching(SEGMENT, node.path("singularName"), plural), plural,
				matching(SEGMENT, node.path("hyphenatedPluralName"), ResourceDescriptor.hyphenated(plural)),
				positive(node.path("operations").path("storeBatch").path("limit")),
				positive(node.path("pagination").path("pageSize").path("max")), fields(node.path("fields")),
				filters(node.path("filters")), relationships(node.path("relationships")));
	}

	/**
	 * Return a path without the slash at its end; that of the service itself is empty.
	 */
	private static String path(String text) {
		String path = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
		return (text.equals("/") || PATH.matcher(path).matches()) ? path : ResourceDescriptor.DEFAULT_PATH;
	}

	private static String matching(Pattern pattern, JsonNode value, String convention) {
		String text = value.asString("");
		return pattern.matcher(text).matches() ? text : convention;
	}

	private static int positive(JsonNode value) {
		int number = value.asInt(0);
		return (number > 0) ? number : ResourceDescriptor.DEFAULT_LIMIT;
	}

	private Map<String, Field> fields(JsonNode node) {
		Map<String, Field> fields = new LinkedHashMap<>();
		node.properties()
			.forEach((entry) -> fields.put(entry.getKey(), share(field(entry.getKey(), entry.getValue()))));
		return fields;
	}

	private Field field(String name, JsonNode node) {
		JsonNode typeInfo = node.path("typeInfo");
		Set<String> allowed = allowedValues(node.path("allowedValueMappings"));
		return new Field(name, text(node.path("type")), node.path("required").asBoolean(false),
				node.path("readOnly").asBoolean(false), node.path("array").asBoolean(false), node.hasNonNull("default"),
				allowed.isEmpty() ? rule(typeInfo) : share(new TextRule(allowed, null)), rule(typeInfo.path("keys")),
				valuesByKey(typeInfo.path("values")), fields(node.path("fields")));
	}

	/**
	 * Return the values that may be sent: both the sent forms and the forms in which the
	 * server stores them.
	 */
	private static Set<String> allowedValues(JsonNode mappings) {
		Set<String> allowed = texts(mappings);
		if (!allowed.isEmpty()) {
			allowed.addAll(mappings.propertyNames());
		}
		return allowed;
	}

	private Map<String, TextRule> valuesByKey(JsonNode node) {
		Map<String, TextRule> byKey = new HashMap<>();
		node.properties().forEach((entry) -> {
			TextRule rule = rule(entry.getValue());
			if (!rule.isAny()) {
				byKey.put(entry.getKey(), rule);
			}
		});
		return byKey;
	}

	private TextRule rule(JsonNode node) {
		Set<String> values = node.path("values").isArray() ? texts(node.path("values")) : Set.of();
		String pattern = node.path("pattern").stringValue("");
		if (values.isEmpty() && pattern.isEmpty()) {
			return TextRule.ANY;
		}
		return share(new TextRule(values, values.isEmpty() ? pattern(pattern) : null));
	}

	/**
	 * Return the texts of a list, or none if one of its values is not a text, as the list
	 * is malformed then.
	 */
	private static Set<String> texts(JsonNode values) {
		return values.valueStream().allMatch(JsonNode::isString)
				? new HashSet<>(values.valueStream().map(JsonNode::stringValue).toList()) : Set.of();
	}

	private @Nullable ValuePattern pattern(String regex) {
		return this.patterns.computeIfAbsent(regex, (unknown) -> {
			Optional<ValuePattern> pattern = ValuePattern.of(regex);
			if (pattern.isEmpty()) {
				this.oddPatterns.add(regex);
			}
			return pattern;
		}).orElse(null);
	}

	private Map<String, Filter> filters(JsonNode node) {
		Map<String, Filter> filters = new LinkedHashMap<>();
		named(node).forEach((entry) -> {
			JsonNode filter = entry.getValue();
			filters.put(entry.getKey(),
					share(new Filter(entry.getKey(), text(filter.path("fieldNamePath")), text(filter.path("valueType")),
							filter.path("and").asBoolean(false), filter.path("or").asBoolean(false),
							filter.path("range").asBoolean(false), filter.path("prefix").asBoolean(false),
							filter.path("text").asBoolean(false))));
		});
		return filters;
	}

	private static Stream<Map.Entry<String, JsonNode>> named(JsonNode node) {
		return node.properties().stream().filter((entry) -> VISIBLE.matcher(entry.getKey()).matches());
	}

	private @Nullable String text(JsonNode value) {
		String text = value.asString(null);
		return (text != null) ? share(text) : null;
	}

	@SuppressWarnings("unchecked")
	private <T> T share(T value) {
		// keys that share a hash and have no order would be compared each with all others
		if (this.shared.size() >= MAX_SHARED) {
			return value;
		}
		T first = (T) this.shared.putIfAbsent(value, value);
		return (first != null) ? first : value;
	}

	private static Map<String, Relationship> relationships(JsonNode node) {
		Map<String, Relationship> relationships = new LinkedHashMap<>();
		named(node).forEach((entry) -> {
			JsonNode relationship = entry.getValue();
			relationships.put(entry.getKey(),
					new Relationship(entry.getKey(), "direct".equals(relationship.path("type").asString("")),
							relationship.path("resourceType").asString(entry.getKey()),
							relationship.path("fieldNamePath").asString(null),
							relationship.path("filterName").asString(null), relationship.path("through").asString(null),
							relationship.path("fields")
								.valueStream()
								.flatMap((field) -> field.asStringOpt().stream())
								.toList()));
		});
		return relationships;
	}

}
