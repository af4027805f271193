package io.sequoia.sandbox;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The console for browsers: its page at {@code /}, its files and data below
 * {@code /console}, and the OpenAPI description of each service. Its requests are no
 * requests of the platform: they are not logged, and no fault happens to them.
 */
final class Console {

	private static final String ROOT = "console";

	private static final String OPEN_API = "openapi.json";

	private final Platform platform;

	private final ConsoleOverview overview;

	private final ConsoleLog log;

	private final ConsoleFaults faults;

	Console(Platform platform, FaultScript faults, Latency latency, RequestLog log) {
		this.platform = platform;
		this.overview = new ConsoleOverview(platform);
		this.log = new ConsoleLog(log);
		this.faults = new ConsoleFaults(faults, latency);
	}

	/**
	 * Find the handler of a request of the console, or null if it is one of the platform.
	 * @param service the service of the port, or null for the registry's port
	 */
	@Nullable Function<Request, Answer> handler(Request request, @Nullable String service, Locations locations) {
		List<String> path = request.segments();
		ServiceSchema described = described(request, service, locations);
		if (described != null) {
			return (it) -> openApi(it, described, locations);
		}
		if (service != null) {
			return null;
		}
		if (path.isEmpty()) {
			return (request.method().equals("GET") && ConsoleFiles.prefersPage(request)) ? (it) -> ConsoleFiles.page()
					: null;
		}
		if (request.isAt("favicon.ico")) {
			return (it) -> ConsoleFiles.file(it, List.of(ConsoleFiles.ICON));
		}
		if (!path.get(0).equals(ROOT)) {
			return null;
		}
		if (path.size() > 2 && path.get(1).equals("api")) {
			return (it) -> ConsoleFiles.protect(data(it, path.subList(2, path.size()), locations));
		}
		return (it) -> ConsoleFiles.file(it, path.subList(1, path.size()));
	}

	/** Find the service of which a request asks for the OpenAPI description. */
	private @Nullable ServiceSchema described(Request request, @Nullable String service, Locations locations) {
		List<String> path = request.segments();
		if (!request.method().equals("GET") || path.isEmpty() || !path.get(path.size() - 1).equals(OPEN_API)) {
			return null;
		}
		if (service != null) {
			return (path.size() == 1) ? this.platform.services().get(service) : null;
		}
		return (path.size() == 2 && locations.ports().isEmpty()) ? this.platform.services().get(path.get(0)) : null;
	}

	private Answer data(Request request, List<String> path, Locations locations) {
		try {
			ConsoleAccess.check(request);
			return request.method().equals("POST") ? change(request, String.join("/", path))
					: read(request, path, locations);
		}
		catch (Problem problem) {
			return Answer.of(problem);
		}
	}

	private Answer change(Request request, String path) {
		return switch (path) {
			case "faults" -> this.faults.add(Json.body(request.body()));
			case "faults/clear" -> this.faults.clear();
			case "latency" -> this.faults.changeLatency(Json.body(request.body()));
			case "tokens/revoke" -> this.faults.revokeTokens();
			default -> throw Problem.of(404, "the console has no switch '" + path + "'");
		};
	}

	private Answer read(Request request, List<String> path, Locations locations) {
		return switch (path.get(0)) {
			case "overview" -> this.overview.answer(request, locations);
			case "requests" -> this.log.answer(request);
			case "faults" -> this.faults.answer();
			case "descriptor" -> Answer.json(this.platform.descriptor(service(path)));
			case "openapi" -> openApi(request, service(path), locations);
			case "data" -> browse(request, path);
			case "criterion" -> CriterionExample.answer(this.platform, request);
			default -> throw Problem.of(404, "the console has no data '" + path.get(0) + "'");
		};
	}

	private ServiceSchema service(List<String> path) {
		ServiceSchema service = (path.size() > 1) ? this.platform.services().get(path.get(1)) : null;
		if (service == null) {
			throw Problem.of(404, "there is no such service; there are " + this.platform.services().keySet());
		}
		return service;
	}

	/** Browse resources, or read one, with the rights of the sandbox's client. */
	private Answer browse(Request request, List<String> path) {
		ServiceSchema service = service(path);
		ResourceSchema resource = (path.size() == 3 || path.size() == 4) ? service.resource(path.get(2)) : null;
		if (resource == null) {
			throw Problem.of(404, "the service has no such resources; it has " + service.resources().keySet());
		}
		String owner = request.query().first("owner");
		if (owner == null || !this.platform.registry().owners().contains(owner)) {
			throw Problem.badQuery("owner", "there is no such owner; there are " + this.platform.registry().owners());
		}
		return this.platform.endpoint(service, resource)
			.find(request, owner, "service", (path.size() == 4) ? path.get(3) : null);
	}

	private Answer openApi(Request request, ServiceSchema service, Locations locations) {
		JsonNode descriptor = this.platform.descriptor(service);
		ObjectNode document = new OpenApiWriter(descriptor, locations.of(request, service.name()),
				locations.of(request, "identity") + "/oauth/token")
			.write();
		return new Answer(200, Map.of(), "application/json;charset=utf-8", Json.write(document));
	}

}
