package io.sequoia.discovery;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.sequoia.discovery.ServiceDescriptor.Route;
import io.sequoia.http.PathRules;
import tools.jackson.databind.JsonNode;

import org.springframework.http.HttpMethod;

/**
 * Reads the business endpoints of a descriptor.
 */
final class RouteParser {

	private static final Set<HttpMethod> METHODS = Set.of(HttpMethod.values());

	private RouteParser() {
	}

	/**
	 * Read routes, without those that no request could be sent to.
	 * @param node the routes of a descriptor
	 * @return the routes, by name
	 */
	static Map<String, Route> parse(JsonNode node) {
		Map<String, Route> routes = new LinkedHashMap<>();
		for (JsonNode route : node) {
			String name = route.path("name").asString("");
			String path = route.path("path").asString("");
			String method = route.path("method").asString("GET").toUpperCase(Locale.ROOT);
			if (isVisible(name) && isPath(path) && METHODS.contains(HttpMethod.valueOf(method))) {
				routes.putIfAbsent(name, new Route(name, method, path, query(route.path("inputs").path("query"))));
			}
		}
		return routes;
	}

	private static boolean isPath(String path) {
		return isVisible(path) && path.startsWith("/") && !path.startsWith("//") && !PathRules.hasDotSegment(path);
	}

	private static Map<String, Boolean> query(JsonNode parameters) {
		Map<String, Boolean> query = new LinkedHashMap<>();
		for (JsonNode parameter : parameters) {
			String name = parameter.path("name").asString("");
			if (isVisible(name)) {
				query.put(name, parameter.path("required").asBoolean(false));
			}
		}
		return query;
	}

	private static boolean isVisible(String name) {
		return DescriptorParser.VISIBLE.matcher(name).matches();
	}

}
