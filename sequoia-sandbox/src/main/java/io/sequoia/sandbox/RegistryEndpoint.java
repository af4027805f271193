package io.sequoia.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The registry (PROTOCOL 1). Locations are told under the host and port that the client
 * used, so that they hold behind a mapped port too.
 */
final class RegistryEndpoint {

	private final List<Entry> services;

	private final Set<String> owners;

	RegistryEndpoint(Iterable<ServiceSchema> services, Set<String> owners) {
		List<Entry> entries = new ArrayList<>();
		entries.add(new Entry("identity", "Identity"));
		services.forEach((service) -> entries.add(new Entry(service.name(), service.title())));
		this.services = List.copyOf(entries);
		this.owners = owners;
	}

	/** The route behind {@code /services}. */
	Route route(String owner, @Nullable String service, String address) {
		return new Route(Operation.REGISTRY, null, null, (request) -> answer(request, owner, service, address));
	}

	private Answer answer(Request request, String owner, @Nullable String service, String address) {
		if (!request.method().equals("GET")) {
			throw Problem.of(405, "the registry is only read");
		}
		if (!this.owners.contains(owner)) {
			throw Problem.of(404, "there is no owner '" + owner + "'");
		}
		String base = "http://" + request.host(address) + "/";
		ObjectNode body = Json.object();
		ArrayNode array = body.putArray("services");
		this.services.stream()
			.filter((entry) -> service == null || entry.name().equals(service))
			.forEach((entry) -> array.add(entry.json(base)));
		if (array.isEmpty()) {
			throw Problem.of(404, "there is no service '" + service + "'");
		}
		return Answer.json((service != null) ? array.get(0) : body);
	}

	private record Entry(String name, String title) {

		ObjectNode json(String base) {
			return Json.object()
				.put("owner", "root")
				.put("name", this.name)
				.put("title", this.title)
				.put("location", base + this.name);
		}

	}

}
