package io.sequoia.sandbox;

import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Finds out what a request asks for.
 */
final class Router {

	private final Platform platform;

	Router(Platform platform) {
		this.platform = platform;
	}

	Route route(Request request, String address) {
		List<String> path = request.segments();
		if (path.isEmpty()) {
			return other(null, (it) -> welcome(it, address));
		}
		if (path.get(0).equals("services") && (path.size() == 2 || path.size() == 3)) {
			return this.platform.registry().route(path.get(1), (path.size() == 3) ? path.get(2) : null, address);
		}
		Route route = null;
		if (path.get(0).equals("identity")) {
			route = this.platform.identity().route(request.method(), String.join("/", path.subList(1, path.size())));
		}
		ServiceSchema service = this.platform.services().get(path.get(0));
		if (service != null) {
			route = route(request, service, path.subList(1, path.size()));
		}
		return (route != null) ? route : other((service != null) ? service.name() : null, Router::notFound);
	}

	private @Nullable Route route(Request request, ServiceSchema service, List<String> path) {
		if (path.equals(List.of("descriptor", "raw")) && request.method().equals("GET")) {
			return new Route(Operation.DESCRIPTOR, service.name(), null, (it) -> descriptor(it, service));
		}
		if ((path.size() == 2 || path.size() == 3) && path.get(0).equals("data")) {
			ResourceSchema resource = service.resource(path.get(1));
			return (resource != null) ? this.platform.endpoint(service, resource)
				.route(request.method(), (path.size() == 3) ? path.get(2) : null) : null;
		}
		if (service.name().equals("workflow") && path.size() > 1 && path.get(0).equals("executions")) {
			return this.platform.executions().route(request.method(), path.subList(1, path.size()));
		}
		return null;
	}

	/** Some clients ask for a descriptor without an owner. */
	private Answer descriptor(Request request, ServiceSchema service) {
		Access.Caller caller = this.platform.access().check(request);
		if (request.query().first("owner") != null) {
			caller.owner(request);
		}
		return Answer.json(this.platform.descriptor(service));
	}

	private Answer welcome(Request request, String address) {
		ObjectNode body = Json.object().put("name", "Sequoia sandbox");
		body.put("registry", "http://" + request.host(address) + "/services/" + this.platform.owner());
		return Answer.json(body);
	}

	private static Answer notFound(Request request) {
		throw Problem.of(404, "there is nothing at " + request.method() + " " + request.path());
	}

	private static Route other(@Nullable String service, Function<Request, Answer> handler) {
		return new Route(Operation.OTHER, service, null, handler);
	}

}
