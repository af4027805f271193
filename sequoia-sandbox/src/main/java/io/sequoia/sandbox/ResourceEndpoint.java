package io.sequoia.sandbox;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The operations on one kind of resource (docs/protocol.md, section 4).
 */
final class ResourceEndpoint {

	private final ResourceStore store;

	private final QueryEngine engine;

	private final Access access;

	private final ServiceSchema service;

	private final ResourceSchema schema;

	ResourceEndpoint(ResourceStore store, QueryEngine engine, Access access, ServiceSchema service,
			ResourceSchema schema) {
		this.store = store;
		this.engine = engine;
		this.access = access;
		this.service = service;
		this.schema = schema;
	}

	/** Find the route for a method, with or without refs in the path. */
	Route route(String method, @Nullable String refs) {
		return switch (method) {
			case "GET" -> (refs != null) ? route(Operation.READ, (request) -> read(request, refs))
					: route(Operation.BROWSE, (request) -> read(request, null));
			case "POST" -> (refs == null) ? route(Operation.STORE, this::store) : notAllowed("GET, HEAD, PUT, DELETE");
			case "PUT" -> (refs != null) ? route(Operation.UPDATE, (request) -> update(request, refs))
					: notAllowed("GET, HEAD, POST");
			case "DELETE" -> (refs != null) ? route(Operation.DELETE, (request) -> delete(request, refs))
					: notAllowed("GET, HEAD, POST");
			default -> notAllowed((refs != null) ? "GET, HEAD, PUT, DELETE" : "GET, HEAD, POST");
		};
	}

	private Answer read(Request request, @Nullable String refs) {
		Access.Caller caller = this.access.check(request);
		return find(request, caller.owner(request), caller.grant().userType(), refs);
	}

	/** Find resources of an owner, with the rights of a type of user. */
	Answer find(Request request, String owner, String userType, @Nullable String refs) {
		List<String> names = (refs != null) ? names(refs, owner) : null;
		Query query = QueryReader.read(this.service, this.schema, request.query(), userType);
		ResultPage page = this.engine.find(this.service, this.schema, owner, query, names);
		if (refs != null && page.resources().isEmpty()) {
			throw Problem.of(404, "no " + this.schema.plural() + " found with the ref " + refs);
		}
		String path = this.schema.path() + ((refs != null) ? "/" + refs : "");
		return Answer.json(new PageWriter(this.engine, this.service, owner).write(this.schema, path, request.query(),
				query, page));
	}

	private Answer store(Request request) {
		Access.Caller caller = this.access.check(request);
		String owner = caller.owner(request);
		ArrayNode resources = ResourceChecker.unwrap(this.schema, Json.body(request.body()));
		if (resources.size() > ResourceSchema.BATCH_LIMIT) {
			throw Problem.badPayload("at most " + ResourceSchema.BATCH_LIMIT + " " + this.schema.plural()
					+ " can be stored at once, not " + resources.size(), this.schema.plural());
		}
		List<ObjectNode> checked = new ResourceChecker(this.schema, owner).check(resources);
		return stored(this.store.store(owner, this.schema, checked, caller.userRef()));
	}

	private Answer update(Request request, String ref) {
		Access.Caller caller = this.access.check(request);
		String owner = caller.owner(request);
		List<String> names = names(ref, owner);
		ArrayNode resources = ResourceChecker.unwrap(this.schema, Json.body(request.body()));
		List<ObjectNode> checked = new ResourceChecker(this.schema, owner).check(resources);
		if (checked.size() != 1 || !names.equals(List.of(checked.get(0).path("name").asString()))) {
			throw Problem.badPayload("the body must contain exactly the resource " + ref,
					this.schema.plural() + "[0].ref");
		}
		String version = version(request);
		return stored(
				(version != null) ? this.store.update(owner, this.schema, checked.get(0), version, caller.userRef())
						: this.store.store(owner, this.schema, checked, caller.userRef()));
	}

	private Answer delete(Request request, String refs) {
		String owner = this.access.check(request).owner(request);
		if (this.store.of(owner, this.schema).remove(names(refs, owner)) == 0) {
			throw Problem.of(404, "no " + this.schema.plural() + " found with the ref " + refs);
		}
		return Answer.empty(204);
	}

	private Answer stored(List<ObjectNode> resources) {
		ObjectNode answer = Json.object();
		answer.putObject("meta").put("page", 1).put("perPage", ResourceSchema.MAX_PER_PAGE);
		resources.forEach(answer.putArray(this.schema.plural())::add);
		return Answer.json(answer);
	}

	/**
	 * Return the version in If-Match, without its quotes, which RFC 9110 requires.
	 */
	private static @Nullable String version(Request request) {
		String header = request.header("If-Match");
		if (header == null || header.equals("*")) {
			return header;
		}
		if (header.length() < 2 || !header.startsWith("\"") || !header.endsWith("\"")) {
			throw Problem.badHeader("if-match", "If-Match must be a version in double quotes");
		}
		return header.substring(1, header.length() - 1);
	}

	private static List<String> names(String refs, String owner) {
		List<String> all = Arrays.stream(refs.split(",")).map(String::trim).distinct().toList();
		if (all.size() > ResourceSchema.BATCH_LIMIT) {
			throw Problem.badParameters("at most " + ResourceSchema.BATCH_LIMIT + " refs can be given at once", "ref");
		}
		for (String ref : all) {
			if (!ref.matches("[a-zA-Z0-9_-]+:[a-zA-Z0-9_-]+")) {
				throw Problem.badParameters("'" + ref + "' is not a ref: it must be owner:name", "ref");
			}
		}
		return PageWriter.names(owner, all);
	}

	private Route route(Operation operation, Function<Request, Answer> handler) {
		return new Route(operation, this.service.name(), this.schema.plural(), handler);
	}

	private Route notAllowed(String allowed) {
		return route(Operation.OTHER,
				(request) -> Answer
					.of(Problem.of(405, request.method() + " is not allowed here; allowed are " + allowed))
					.with("Allow", allowed));
	}

}
