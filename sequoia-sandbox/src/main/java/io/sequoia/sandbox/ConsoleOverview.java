package io.sequoia.sandbox;

import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Lists the parts of the sandbox: services, owners, the client, users and tokens, without
 * any secret.
 */
final class ConsoleOverview {

	private static final int MAX_TOKENS = 100;

	private final Platform platform;

	ConsoleOverview(Platform platform) {
		this.platform = platform;
	}

	Answer answer(Request request, Locations locations) {
		ObjectNode body = Json.object();
		body.put("registry", locations.registry(request) + "/services/" + this.platform.owner());
		ArrayNode services = body.putArray("services");
		this.platform.services().values().forEach((service) -> {
			ObjectNode each = services.addObject().put("name", service.name()).put("title", service.title());
			each.put("description", service.description()).put("location", locations.of(request, service.name()));
			ArrayNode resources = each.putArray("resources");
			service.resources().keySet().forEach(resources::add);
		});
		ArrayNode owners = body.putArray("owners");
		this.platform.registry().owners().forEach((owner) -> {
			ObjectNode resources = owners.addObject().put("name", owner).putObject("resources");
			count(owner).forEach(resources::put);
		});
		body.putObject("client").put("id", this.platform.identity().clientId()).put("secret", "***");
		ArrayNode users = body.putArray("users");
		this.platform.accounts().names().stream().sorted().forEach(users::add);
		tokens(body.putObject("tokens"));
		return Answer.json(body);
	}

	/** Count the resources of an owner that has any, by service and kind. */
	private Map<String, Integer> count(String owner) {
		Map<String, Integer> counts = new LinkedHashMap<>();
		this.platform.services().values().forEach((service) -> service.resources().values().forEach((resource) -> {
			int size = this.platform.store().of(owner, resource).size();
			if (size > 0) {
				counts.put(service.name() + "/" + resource.plural(), size);
			}
		}));
		return counts;
	}

	private void tokens(ObjectNode body) {
		List<Tokens.Grant> grants = this.platform.tokens().grants();
		Instant now = this.platform.tokens().now();
		body.put("count", grants.size());
		ArrayNode latest = body.putArray("latest");
		grants.stream()
			.sorted(Comparator.comparing(Tokens.Grant::expiresAt).reversed())
			.limit(MAX_TOKENS)
			.forEach((grant) -> latest.addObject()
				.put("user", grant.userRef())
				.put("type", grant.userType())
				.put("expiresAt", ValueType.timestamp(grant.expiresAt()))
				.put("state", grant.expiresAt().isAfter(now) ? "valid" : "expired"));
	}

}
