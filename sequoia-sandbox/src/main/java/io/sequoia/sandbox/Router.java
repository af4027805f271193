package io.sequoia.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Finds the route of a request.
 */
final class Router {

	private final Platform platform;

	private final Console console;

	Router(Platform platform, Console console) {
		this.platform = platform;
		this.console = console;
	}

	/**
	 * Find the handler of a request of the console, or null if it is one of the platform.
	 * @param service the service of the port, or null for the registry's port
	 */
	@Nullable Function<Request, Answer> console(Request request, @Nullable String service, Locations locations) {
		return this.console.handler(request, service, locations);
	}

	/**
	 * Find the route of a request.
	 * @param service the service of the port, or null for the registry's port
	 */
	Route route(Request request, @Nullable String service, Locations locations) {
		if (service != null) {
			return orNotFound(service(request, service, request.segments()), service);
		}
		List<String> path = request.segments();
		if (path.isEmpty()) {
			return other(null, (it) -> welcome(it, locations));
		}
		if (path.get(0).equals("services") && (path.size() == 2 || path.size() == 3)) {
			return this.platform.registry().route(path.get(1), (path.size() == 3) ? path.get(2) : null, locations);
		}
		if (!locations.ports().isEmpty() || !this.platform.services().containsKey(path.get(0))) {
			return orNotFound(null, null);
		}
		return orNotFound(service(request, path.get(0), path.subList(1, path.size())), path.get(0));
	}

	private static Route orNotFound(@Nullable Route route, @Nullable String service) {
		return (route != null) ? route : other(service, Router::notFound);
	}

	private @Nullable Route service(Request request, String name, List<String> path) {
		ServiceSchema service = Objects.requireNonNull(this.platform.services().get(name), name);
		if (path.equals(List.of("descriptor", "raw")) && request.method().equals("GET")) {
			return new Route(Operation.DESCRIPTOR, name, null, (it) -> Answer.json(this.platform.descriptor(service)));
		}
		if ((path.size() == 2 || path.size() == 3) && path.get(0).equals("data")) {
			ResourceSchema resource = service.resource(path.get(1));
			return (resource != null && path.get(1).equals(resource.hyphenated()))
					? this.platform.endpoint(service, resource)
						.route(request.method(), (path.size() == 3) ? path.get(2) : null)
					: null;
		}
		boolean page = path.isEmpty() ? request.path().endsWith("/") : path.size() == 1;
		if (page && request.method().equals("GET") && describes(service, "/" + String.join("", path))) {
			return other(name, path.isEmpty() ? Router::documentation : Router::robots);
		}
		if (name.equals("identity")) {
			return this.platform.identity().route(request.method(), String.join("/", path));
		}
		if (name.equals("workflow") && path.size() > 1 && path.get(0).equals("executions")) {
			return this.platform.executions().route(request.method(), path.subList(1, path.size()));
		}
		return null;
	}

	/** Tell whether the descriptor of a service has one of the two pages for browsers. */
	private static boolean describes(ServiceSchema service, String path) {
		return service.routes()
			.valueStream()
			.anyMatch((route) -> route.path("method").asString().equals("GET")
					&& route.path("name").asString().equals("root") && route.path("path").asString().equals(path));
	}

	private static Answer documentation(Request request) {
		String location = request.segments().stream().map((segment) -> "/" + segment).collect(Collectors.joining());
		return Answer.empty(302).with("Location", location + "/docs");
	}

	private static Answer robots(Request request) {
		return new Answer(200, Map.of(), "text/plain;charset=UTF-8",
				"User-agent: *\nDisallow: /\n".getBytes(StandardCharsets.UTF_8));
	}

	private Answer welcome(Request request, Locations locations) {
		return Answer.json(Json.object()
			.put("name", "Sequoia sandbox")
			.put("registry", locations.registry(request) + "/services/" + this.platform.owner()));
	}

	private static Answer notFound(Request request) {
		throw Problem.of(404, "there is no endpoint at " + request.method() + " " + request.path());
	}

	private static Route other(@Nullable String service, Function<Request, Answer> handler) {
		return new Route(Operation.OTHER, service, null, handler);
	}

}
