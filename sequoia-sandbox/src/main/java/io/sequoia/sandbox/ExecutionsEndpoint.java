package io.sequoia.sandbox;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The business endpoints of the workflow service (docs/protocol.md, section 12):
 * executions of profiles, which run until they are cancelled. Their paths are
 * {@code executions/{owner}/{profile}/{id}}, or {@code executions/{owner}:{profile}} in
 * some clients; bodies are not wrapped.
 */
final class ExecutionsEndpoint {

	private static final List<String> STATES = List.of("any", "accepted", "cancelled");

	private final Map<Integer, ObjectNode> executions = Collections.synchronizedMap(new TreeMap<>());

	private final AtomicInteger ids = new AtomicInteger();

	private final ResourceStore store;

	private final ResourceSchema profiles;

	private final Access access;

	private final Clock clock;

	ExecutionsEndpoint(ResourceStore store, ResourceSchema profiles, Access access, Clock clock) {
		this.store = store;
		this.profiles = profiles;
		this.access = access;
		this.clock = clock;
	}

	void clear() {
		this.executions.clear();
	}

	/** Find the route for the path after {@code executions}, or null if there is none. */
	@Nullable Route route(String method, List<String> rest) {
		List<String> path = new ArrayList<>(rest);
		if (path.get(0).contains(":")) {
			path.addAll(1, List.of(path.get(0).substring(path.get(0).indexOf(':') + 1)));
			path.set(0, path.get(0).substring(0, path.get(0).indexOf(':')));
		}
		String owner = path.get(0);
		return switch (method + path.size()) {
			case "POST2" -> route((request) -> start(request, owner, path.get(1)));
			case "GET1" -> route((request) -> list(request, owner, null));
			case "GET2" -> route((request) -> list(request, owner, path.get(1)));
			case "DELETE3" -> route((request) -> cancel(request, owner, path.get(2)));
			default -> null;
		};
	}

	private static Route route(Function<Request, Answer> handler) {
		return new Route(Operation.OTHER, "workflow", null, handler);
	}

	private Answer start(Request request, String owner, String profile) {
		this.access.check(request).allowed(owner);
		if (this.store.of(owner, this.profiles).get(profile) == null) {
			throw Problem.of(404, "there is no profile " + owner + ":" + profile);
		}
		JsonNode input = (request.body().length > 0) ? Json.body(request.body()) : Json.object();
		int id = this.ids.incrementAndGet();
		ObjectNode execution = Json.object().put("id", String.valueOf(id)).put("owner", owner);
		execution.put("profileRef", owner + ":" + profile).put("state", "accepted");
		execution.put("createdAt", ValueType.timestamp(this.clock.instant())).set("input", input);
		this.executions.put(id, execution);
		return Answer.json(201, execution);
	}

	private Answer list(Request request, String owner, @Nullable String profile) {
		this.access.check(request).allowed(owner);
		String state = request.query().first("state");
		if (state == null || !STATES.contains(state)) {
			throw Problem.badQuery("state", "the parameter 'state' must be one of " + STATES);
		}
		ObjectNode body = Json.object();
		ArrayNode array = body.putArray("executions");
		List.copyOf(this.executions.values())
			.stream()
			.filter((it) -> it.path("owner").asString().equals(owner))
			.filter((it) -> profile == null || it.path("profileRef").asString().equals(owner + ":" + profile))
			.filter((it) -> state.equals("any") || it.path("state").asString().equals(state))
			.forEach(array::add);
		return Answer.json(body);
	}

	private Answer cancel(Request request, String owner, String id) {
		this.access.check(request).allowed(owner);
		ObjectNode execution = id.matches("\\d{1,9}") ? this.executions.get(Integer.parseInt(id)) : null;
		if (execution == null || !execution.path("owner").asString().equals(owner)) {
			throw Problem.of(404, "there is no execution " + id);
		}
		this.executions.put(Integer.parseInt(id), execution.deepCopy().put("state", "cancelled"));
		return Answer.empty(204);
	}

}
