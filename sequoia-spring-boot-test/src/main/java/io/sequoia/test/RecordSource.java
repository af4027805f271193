package io.sequoia.test;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.util.StringUtils;

/**
 * The source of one record, with the records of its nested fields. Used for one record.
 */
final class RecordSource {

	private static final String CONSTRAINTS = "jakarta.validation.constraints.";

	/** The pattern of a text that is not empty, which says less than the type. */
	private static final String ANYTHING = ".+";

	private final String packageName;

	private final String service;

	private final String plural;

	private final Map<String, String> names;

	private final Set<String> imports = new TreeSet<>();

	private final List<String> nested = new ArrayList<>();

	RecordSource(String packageName, String service, String plural, Map<String, String> names) {
		this.packageName = packageName;
		this.service = service;
		this.plural = plural;
		this.names = names;
	}

	String write(JsonNode resource) {
		Set<String> taken = new LinkedHashSet<>(this.names.values());
		List<String> components = components(resource.path("fields"), taken);
		Set<String> fields = new LinkedHashSet<>();
		resource.path("fields").propertyNames().forEach((name) -> fields.add(JavaNames.component(name)));
		resource.path("relationships").properties().forEach((relationship) -> {
			String type = this.names.get(relationship.getValue().path("resourceType").asString(""));
			if (type != null) {
				components.add(linked(relationship.getKey(), relationship.getValue(), type, resource, fields));
			}
		});
		String annotation = "@" + imported("io.sequoia.core.mapping.SequoiaResource") + "(service = "
				+ JavaNames.literal(this.service) + ", name = " + JavaNames.literal(this.plural) + ")";
		String body = record(String.valueOf(this.names.get(this.plural)), components, "");
		StringBuilder source = new StringBuilder("package " + this.packageName + ";\n\n");
		this.imports.forEach((name) -> source.append("import ").append(name).append(";\n"));
		return source.append('\n').append(annotation).append('\n').append(body).toString();
	}

	private String record(String name, List<String> components, String indent) {
		String inner = (indent.isEmpty()) ? String.join("\n", this.nested) : "";
		return indent + "public record " + name + "(\n" + indent + "\t\t"
				+ String.join(",\n" + indent + "\t\t", components) + ") {\n" + (inner.isEmpty() ? "" : "\n" + inner)
				+ "\n" + indent + "}\n";
	}

	private List<String> components(JsonNode fields, Set<String> taken) {
		List<String> components = new ArrayList<>();
		fields.properties().forEach((field) -> {
			String component = JavaNames.component(field.getKey());
			String named = component.equals(field.getKey()) ? ""
					: "@" + imported("com.fasterxml.jackson.annotation.JsonProperty") + "("
							+ JavaNames.literal(field.getKey()) + ") ";
			components.add(named + constraints(field.getKey(), field.getValue())
					+ type(field.getKey(), field.getValue(), taken) + " " + component);
		});
		return components;
	}

	/**
	 * Return the component of a relationship; its name can be chosen, but must not be
	 * that of a field.
	 */
	private String linked(String name, JsonNode relationship, String type, JsonNode resource, Set<String> fields) {
		String component = JavaNames.component(name);
		component = fields.contains(component) ? component + "Linked" : component;
		String holder = relationship.path("fieldNamePath").asString("");
		boolean single = relationship.path("type").asString("").equals("direct")
				&& !resource.path("fields").path(holder).path("array").asBoolean(false);
		return "@" + imported("io.sequoia.core.mapping.Linked") + "(" + JavaNames.literal(name) + ") "
				+ (single ? nullable(type) : imported("java.util.List") + "<" + type + ">") + " " + component;
	}

	/**
	 * Return the constraints that hold whenever a resource is stored. The client itself
	 * sets an owner that is missing, the service what is read-only or has a default.
	 */
	private String constraints(String name, JsonNode field) {
		StringBuilder constraints = new StringBuilder();
		boolean set = field.path("readOnly").asBoolean(false) || field.has("default") || name.equals("owner");
		if (field.path("required").asBoolean(false) && !set) {
			constraints.append('@').append(imported(CONSTRAINTS + "NotNull")).append(' ');
		}
		if (field.path("max").isInt() && (isMap(field) || isArray(field))) {
			constraints.append('@')
				.append(imported(CONSTRAINTS + "Size"))
				.append("(max = ")
				.append(field.path("max").intValue())
				.append(") ");
		}
		if (field.path("type").asString("").equals("nonNegativeInteger") && !isArray(field)) {
			constraints.append('@').append(imported(CONSTRAINTS + "PositiveOrZero")).append(' ');
		}
		String pattern = pattern(field);
		if (pattern != null && !set && !isArray(field)) {
			constraints.append(pattern);
		}
		return constraints.toString();
	}

	private @Nullable String pattern(JsonNode field) {
		String pattern = field.path("typeInfo").path("pattern").asString("");
		boolean text = Set.of("string", "text", "name", "hex", "year").contains(field.path("type").asString(""));
		if (!text || field.path("example").isNumber() || isMap(field) || pattern.isEmpty()
				|| pattern.equals(ANYTHING)) {
			return null;
		}
		try {
			Pattern.compile(pattern);
		}
		catch (PatternSyntaxException ex) {
			return null; // a pattern of another language; the service checks it
		}
		return "@" + imported(CONSTRAINTS + "Pattern") + "(regexp = " + JavaNames.literal(pattern) + ") ";
	}

	private String type(String name, JsonNode field, Set<String> taken) {
		String element = elementType(name, field, taken);
		return nullable(isArray(field) ? imported("java.util.List") + "<" + element + ">" : element);
	}

	private String elementType(String name, JsonNode field, Set<String> taken) {
		if (field.path("fields").isObject() && !field.path("fields").isEmpty()) {
			return nested(name, field.path("fields"), taken);
		}
		if (field.has("localisationOf")) {
			return map("String");
		}
		return switch (field.path("type").asString("")) {
			case "ref" -> imported("io.sequoia.Ref");
			case "timestamp" -> imported("java.time.Instant");
			case "nonNegativeInteger", "integer" -> "Long";
			case "number" -> imported("java.math.BigDecimal");
			case "boolean" -> "Boolean";
			case "stringMap", "ratings" -> map("String");
			case "scores", "money" -> map(imported("java.math.BigDecimal"));
			case "map" -> map("Object");
			case "string", "text", "name", "version", "hex", "language", "duration" -> "String";
			// the form that services send, as an update must not change it
			case "year" -> field.path("example").isNumber() ? "Integer" : "String";
			default -> "Object";
		};
	}

	private String nested(String name, JsonNode fields, Set<String> taken) {
		String type = JavaNames.type(name);
		while (!taken.add(type)) {
			type = type + "Value";
		}
		this.nested.add(record(type, components(fields, taken), "\t"));
		return type;
	}

	private String map(String values) {
		return imported("java.util.Map") + "<String, " + values + ">";
	}

	/** Annotate a type; the annotation of a name stands before it. */
	private String nullable(String type) {
		return "@" + imported("org.jspecify.annotations.Nullable") + " " + type;
	}

	private String imported(String name) {
		this.imports.add(name);
		return StringUtils.unqualify(name);
	}

	private static boolean isArray(JsonNode field) {
		return field.path("array").asBoolean(false);
	}

	private static boolean isMap(JsonNode field) {
		return field.has("localisationOf")
				|| Set.of("map", "stringMap", "ratings", "scores", "money").contains(field.path("type").asString(""));
	}

}
