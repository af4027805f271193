package io.sequoia.sandbox;

import java.util.Collection;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The registry (docs/protocol.md, section 1). Locations contain the host that the client
 * used, so that they are correct behind a mapped port too.
 */
final class RegistryEndpoint {

	/** The owner of the services themselves, which can list them too. */
	private static final String ROOT = "root";

	private final List<ServiceSchema> services;

	private final Set<String> owners;

	RegistryEndpoint(Collection<ServiceSchema> services, Set<String> owners) {
		this.services = List.copyOf(services);
		this.owners = owners;
	}

	Set<String> owners() {
		return this.owners;
	}

	/** Find the route for the path after {@code /services}. */
	Route route(String owner, @Nullable String service, Locations locations) {
		return new Route(Operation.REGISTRY, null, null, (request) -> answer(request, owner, service, locations));
	}

	private Answer answer(Request request, String owner, @Nullable String service, Locations locations) {
		if (!request.method().equals("GET")) {
			throw Problem.of(405, "the registry is read-only");
		}
		if (!this.owners.contains(owner) && !owner.equals(ROOT)) {
			throw Problem.of(404, "there is no owner '" + owner + "'");
		}
		ObjectNode body = Json.object();
		ArrayNode array = body.putArray("services");
		this.services.stream()
			.filter((each) -> service == null || each.name().equals(service))
			.forEach((each) -> array.addObject()
				.put("owner", ROOT)
				.put("name", each.name())
				.put("title", each.title())
				.put("location", locations.of(request, each.name())));
		if (array.isEmpty()) {
			throw Problem.of(404, "there is no service '" + service + "'");
		}
		return Answer.json(body);
	}

}
