package io.sequoia.sandbox;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes the OpenAPI description of a service from its descriptor.
 */
final class OpenApiWriter {

	private static final String[][] PARAMETERS = { { "sort", "Fields to sort by, a '-' before one for descending" },
			{ "fields", "The fields to answer with" }, { "include", "Relationships to include" },
			{ "page", "The number of the page" }, { "perPage", "The number of resources of a page" },
			{ "continue", "true, or the cursor of a page" }, { "count", "true, or fields to count by" },
			{ "lang", "The language of texts" } };

	private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");

	private final JsonNode descriptor;

	private final String location;

	private final String tokenUrl;

	private final ObjectNode paths = Json.object();

	private final ObjectNode schemas = Json.object();

	OpenApiWriter(JsonNode descriptor, String location, String tokenUrl) {
		this.descriptor = descriptor;
		this.location = location;
		this.tokenUrl = tokenUrl;
	}

	ObjectNode write() {
		ObjectNode document = Json.object().put("openapi", "3.1.0");
		document.putObject("info")
			.put("title", this.descriptor.path("title").asString())
			.put("description", this.descriptor.path("description").asString())
			.put("version", "1");
		document.putArray("servers").addObject().put("url", this.location);
		document.putArray("security").addObject().putArray("token");
		this.schemas.set("Problem", problem());
		this.descriptor.path("resourcefuls").forEach(this::resource);
		this.descriptor.path("routes").forEach(this::route);
		ObjectNode raw = operation("/descriptor/raw", "get", "descriptor", "Read the descriptor");
		raw.putArray("security");
		respond(raw, "200", "The descriptor");
		document.set("paths", this.paths);
		ObjectNode components = document.putObject("components");
		components.set("schemas", this.schemas);
		components.putObject("securitySchemes")
			.putObject("token")
			.put("type", "oauth2")
			.putObject("flows")
			.putObject("clientCredentials")
			.put("tokenUrl", this.tokenUrl)
			.putObject("scopes");
		return document;
	}

	private void resource(JsonNode resource) {
		String plural = resource.path("pluralName").asString();
		String path = resource.path("path").asString() + "/" + resource.path("hyphenatedPluralName").asString();
		this.schemas.set(plural, schema(resource));
		ObjectNode page = Json.object().put("type", "object");
		ObjectNode properties = page.putObject("properties");
		properties.putObject("meta").put("type", "object");
		properties.putObject(plural).put("type", "array").set("items", reference(plural));
		properties.putObject("linked").put("type", "object");
		this.schemas.set(plural + "Page", page);

		ArrayNode criteria = parameters(operation(path, "get", "browse-" + plural, "Browse " + plural));
		answer(path, "get", plural);
		resource.path("filters")
			.forEach((filter) -> parameter(criteria, filter.path("name").asString(), "query",
					filter.path("description").asString(), false));
		for (String[] each : PARAMETERS) {
			parameter(criteria, each[0], "query", each[1], false);
		}
		parameters(operation(path, "post", "store-" + plural, "Create or replace " + plural));
		body(path, "post", plural);
		answer(path, "post", plural);
		one(path + "/{ref}", plural, resource.path("singularName").asString());
	}

	private void one(String path, String plural, String singular) {
		parameter(parameters(operation(path, "get", "read-" + plural, "Read " + plural + " by their refs")), "ref",
				"path", "The refs, separated by commas", true);
		answer(path, "get", plural);
		ArrayNode update = parameters(operation(path, "put", "update-" + plural, "Update one " + singular));
		parameter(update, "ref", "path", "The ref", true);
		parameter(update, "If-Match", "header", "The version that is replaced, in quotes", false);
		body(path, "put", plural);
		answer(path, "put", plural);
		respond((ObjectNode) this.paths.path(path).path("put"), "412", "The resource has another version").set("schema",
				reference("Problem"));
		ObjectNode delete = operation(path, "delete", "delete-" + plural, "Delete " + plural + " by their refs");
		parameter(parameters(delete), "ref", "path", "The refs, separated by commas", true);
		delete.putObject("responses").putObject("204").put("description", "They are deleted");
	}

	/** Write a route; one with an optional last segment is two paths. */
	private void route(JsonNode route) {
		String path = route.path("path").asString();
		String method = route.path("method").asString().toLowerCase(Locale.ROOT);
		if (path.endsWith("?}")) {
			describe(route, path.substring(0, path.lastIndexOf('/')), method, "-all");
		}
		describe(route, path.replace("?}", "}"), method, "");
	}

	private void describe(JsonNode route, String path, String method, String suffix) {
		String name = route.path("name").asString() + suffix + (path.equals("/robots.txt") ? "-robots" : "");
		ObjectNode operation = operation(path, method, name, route.path("title").asString());
		ArrayNode parameters = operation.putArray("parameters");
		Matcher matcher = VARIABLE.matcher(path);
		while (matcher.find()) {
			parameter(parameters, matcher.group(1), "path", "", true);
		}
		route.path("inputs")
			.path("query")
			.forEach((input) -> parameter(parameters, input.path("name").asString(), "query",
					input.path("description").asString(""), input.path("required").asBoolean(false)));
		operation.putObject("responses").putObject("default").put("description", "The answer");
	}

	private ObjectNode operation(String path, String method, String id, String summary) {
		return this.paths.withObjectProperty(path).putObject(method).put("operationId", id).put("summary", summary);
	}

	private static ArrayNode parameters(ObjectNode operation) {
		ArrayNode parameters = operation.putArray("parameters");
		parameter(parameters, "owner", "query", "The owner of the resources", true);
		return parameters;
	}

	private static void parameter(ArrayNode parameters, String name, String in, String description, boolean required) {
		ObjectNode parameter = parameters.addObject().put("name", name).put("in", in);
		parameter.put("required", required).put("description", description);
		parameter.putObject("schema").put("type", "string");
	}

	private void body(String path, String method, String plural) {
		ObjectNode schema = ((ObjectNode) this.paths.path(path).path(method)).putObject("requestBody")
			.put("required", true)
			.putObject("content")
			.putObject("application/json")
			.putObject("schema");
		schema.put("type", "object").putArray("required").add(plural);
		schema.putObject("properties").putObject(plural).put("type", "array").set("items", reference(plural));
	}

	private void answer(String path, String method, String plural) {
		ObjectNode operation = (ObjectNode) this.paths.path(path).path(method);
		respond(operation, "200", "The " + plural).set("schema", reference(plural + "Page"));
		respond(operation, "default", "A refusal").set("schema", reference("Problem"));
	}

	private static ObjectNode respond(ObjectNode operation, String status, String description) {
		return operation.withObjectProperty("responses")
			.putObject(status)
			.put("description", description)
			.putObject("content")
			.putObject("application/json");
	}

	private static ObjectNode reference(String schema) {
		return Json.object().put("$ref", "#/components/schemas/" + schema);
	}

	private static ObjectNode problem() {
		ObjectNode problem = Json.object().put("type", "object");
		ObjectNode properties = problem.putObject("properties");
		properties.putObject("statusCode").put("type", "integer");
		properties.putObject("error").put("type", "string");
		properties.putObject("message").put("type", "string");
		return problem;
	}

	private static ObjectNode schema(JsonNode resource) {
		ObjectNode schema = Json.object().put("type", "object");
		schema.put("description", resource.path("description").asString(""));
		ObjectNode properties = schema.putObject("properties");
		ArrayNode required = Json.array();
		resource.path("fields").forEachEntry((name, field) -> {
			properties.set(name, property(field));
			if (field.path("required").asBoolean(false)) {
				required.add(name);
			}
		});
		if (!required.isEmpty()) {
			schema.set("required", required);
		}
		return schema;
	}

	private static ObjectNode property(JsonNode field) {
		ObjectNode value = Json.object();
		if (field.has("fields")) {
			ObjectNode parts = value.put("type", "object").putObject("properties");
			field.path("fields").forEachEntry((name, part) -> parts.set(name, property(part)));
		}
		else {
			type(value, field.has("localisationOf") ? "localised" : field.path("type").asString("map"));
		}
		if (field.path("allowedValueMappings").isObject()) {
			ArrayNode values = value.putArray("enum");
			field.path("allowedValueMappings").propertyNames().forEach(values::add);
		}
		ObjectNode property = value;
		if (field.path("array").asBoolean(false)) {
			property = Json.object().put("type", "array");
			property.set("items", value);
		}
		property.put("description", field.path("description").asString(""));
		if (field.path("readOnly").asBoolean(false)) {
			property.put("readOnly", true);
		}
		return property;
	}

	private static void type(ObjectNode schema, String type) {
		switch (type) {
			case "boolean" -> schema.put("type", "boolean");
			case "nonNegativeInteger", "year" -> schema.put("type", "integer").put("minimum", 0);
			case "nonNegativeNumber" -> schema.put("type", "number").put("minimum", 0);
			case "timestamp" -> schema.put("type", "string").put("format", "date-time");
			case "duration" -> schema.put("type", "string").put("format", "duration");
			case "map" -> schema.put("type", "object");
			case "scores", "money" ->
				schema.put("type", "object").putObject("additionalProperties").put("type", "number");
			case "stringMap", "ratings", "localised" ->
				schema.put("type", "object").putObject("additionalProperties").put("type", "string");
			default -> schema.put("type", "string");
		}
	}

}
