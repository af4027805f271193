package io.sequoia.rig;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The record of one owner: its items, every applied write, every issued token and cursor,
 * every request that was read.
 */
final class Tenant {

	private static final JsonMapper JSON = JsonMapper.shared();

	private static final int KEPT_REQUESTS = 5000;

	private final String owner;

	private final NavigableMap<String, Stored> items = new TreeMap<>();

	private final Map<String, List<Step>> applications = new HashMap<>();

	private final Map<String, Long> tokens = new HashMap<>();

	private final Map<String, String> cursors = new HashMap<>();

	private final Map<String, String> locations = new LinkedHashMap<>();

	private final Deque<Logged> requests = new ArrayDeque<>();

	private final Map<Step, Integer> counts = new EnumMap<>(Step.class);

	private String expiresIn = "3600";

	private Duration lifetime = Duration.ofHours(1);

	private int tokensIssued;

	private int made;

	Tenant(String owner) {
		this.owner = owner;
	}

	String owner() {
		return this.owner;
	}

	/** Add an item at the start. */
	synchronized void seed(String name, String nonce) {
		this.items.put(name, new Stored(nonce, nextVersion()));
	}

	/** Set the location of a service. */
	synchronized void locate(String service, String location) {
		this.locations.put(service, location);
	}

	/** Remove the locations of all services. */
	synchronized void forgetLocations() {
		this.locations.clear();
	}

	/** Issue tokens with this lifetime, and with this {@code expires_in}. */
	synchronized void issueTokens(Duration lifetime, String expiresIn) {
		this.lifetime = lifetime;
		this.expiresIn = expiresIn;
	}

	/** Refuse all tokens that were issued. */
	synchronized void revokeTokens() {
		this.tokens.clear();
	}

	synchronized int tokensIssued() {
		return this.tokensIssued;
	}

	/** Return the nonces, by the names of their items. */
	synchronized Map<String, String> nonces() {
		Map<String, String> nonces = new TreeMap<>();
		this.items.forEach((name, stored) -> nonces.put(name, stored.nonce()));
		return nonces;
	}

	/**
	 * Return the number of times that a write was applied; deletions have the item's name
	 * as nonce.
	 */
	synchronized int applied(String nonce) {
		return this.applications.getOrDefault(nonce, List.of()).size();
	}

	/** Return the requests since {@link #forgetRequests()}, at most a few thousand. */
	synchronized List<Logged> requests() {
		return List.copyOf(this.requests);
	}

	synchronized List<Logged> requests(Step step) {
		return this.requests.stream().filter((request) -> request.step() == step).toList();
	}

	/** Return path and query of the latest request. */
	synchronized String latestTarget() {
		return this.requests.getLast().target();
	}

	/** Return the latest request as a link below the location of the service. */
	synchronized String latestLink() {
		return latestTarget().substring(("/" + this.owner + "/metadata").length());
	}

	synchronized int count(Step step) {
		return this.counts.getOrDefault(step, 0);
	}

	synchronized void forgetRequests() {
		this.requests.clear();
		this.counts.clear();
	}

	synchronized void log(Step step, Received request) {
		this.counts.merge(step, 1, Integer::sum);
		this.requests.add(new Logged(step, request.target(), request.header("x-correlation-id"), System.nanoTime()));
		if (this.requests.size() > KEPT_REQUESTS) {
			this.requests.remove();
		}
	}

	/** Apply a request, and return its answer. */
	synchronized Answer answer(Step step, Received request) {
		if (step == Step.REGISTRY) {
			return listing();
		}
		if (step == Step.TOKEN) {
			return token(request);
		}
		String bearer = String.valueOf(request.header("authorization")).replaceFirst("^Bearer ", "");
		Long validUntil = this.tokens.get(bearer);
		if (validUntil == null || validUntil - System.nanoTime() < 0) {
			return Answer.status(401);
		}
		if (!this.owner.equals(request.parameter("owner"))) {
			return Answer.status(400);
		}
		return switch (step) {
			case DESCRIPTOR ->
				Answer.json("{\"resourcefuls\":{\"items\":{\"path\":\"/data\",\"pluralName\":\"items\"}}}");
			case READ -> read(lastOf(request));
			case BROWSE -> browse(request);
			case STORE -> store(JSON.readTree(request.body()).path("items"));
			case UPDATE -> update(lastOf(request), request);
			default -> delete(lastOf(request));
		};
	}

	private Answer listing() {
		ObjectNode listing = JSON.createObjectNode();
		ArrayNode services = listing.putArray("services");
		this.locations.forEach((name, location) -> services.addObject().put("name", name).put("location", location));
		return Answer.json(listing);
	}

	private Answer token(Received request) {
		String expected = "Basic " + Base64.getEncoder()
			.encodeToString((Ledger.CLIENT_ID + ":" + Ledger.CLIENT_SECRET).getBytes(StandardCharsets.UTF_8));
		if (!expected.equals(request.header("authorization"))) {
			return Answer.status(401);
		}
		this.tokensIssued++;
		String token = this.owner + "-token-" + this.tokensIssued;
		this.tokens.put(token, System.nanoTime() + this.lifetime.toNanos());
		return Answer.json("{\"access_token\":\"" + token + "\",\"token_type\":\"bearer\""
				+ (this.expiresIn.isEmpty() ? "" : ",\"expires_in\":" + this.expiresIn) + "}");
	}

	private Answer read(String name) {
		Stored stored = this.items.get(name);
		return (stored != null) ? page(Map.of(name, stored), null) : Answer.status(404);
	}

	private Answer browse(Received request) {
		String cursor = String.valueOf(request.parameter("continue"));
		String after = cursor.equals("true") ? "" : this.cursors.get(cursor);
		if (after == null) {
			return Answer.status(400);
		}
		int size = Integer.parseInt(String.valueOf(request.parameter("perPage")));
		Map<String, Stored> page = new LinkedHashMap<>();
		for (Map.Entry<String, Stored> entry : this.items.tailMap(after, false).entrySet()) {
			if (page.size() == size) {
				String last = List.copyOf(page.keySet()).get(size - 1);
				String next = "c" + this.cursors.size();
				this.cursors.put(next, last);
				return page(page, "/data/items?continue=" + next + "&owner=" + this.owner + "&perPage=" + size);
			}
			page.put(entry.getKey(), entry.getValue());
		}
		return page(page, null);
	}

	private Answer store(JsonNode resources) {
		Map<String, Stored> stored = new LinkedHashMap<>();
		for (JsonNode resource : resources) {
			String name = resource.path("name").asString("made-" + ++this.made);
			String nonce = resource.path("nonce").asString();
			stored.put(name, apply(Step.STORE, name, nonce));
		}
		return page(stored, null);
	}

	private Answer update(String name, Received request) {
		Stored stored = this.items.get(name);
		if (stored == null) {
			return Answer.status(404);
		}
		if (!("\"" + stored.version() + "\"").equals(request.header("if-match"))) {
			return Answer.status(412);
		}
		String nonce = JSON.readTree(request.body()).path("items").path(0).path("nonce").asString();
		return page(Map.of(name, apply(Step.UPDATE, name, nonce)), null);
	}

	private Stored apply(Step step, String name, String nonce) {
		this.applications.computeIfAbsent(nonce, (unknown) -> new ArrayList<>()).add(step);
		Stored before = this.items.get(name);
		Stored stored = (before != null && before.nonce().equals(nonce)) ? before : new Stored(nonce, nextVersion());
		this.items.put(name, stored);
		return stored;
	}

	private Answer delete(String name) {
		if (this.items.remove(name) == null) {
			return Answer.status(404);
		}
		this.applications.computeIfAbsent(name, (unknown) -> new ArrayList<>()).add(Step.DELETE);
		return Answer.json("{}");
	}

	private Answer page(Map<String, Stored> stored, @Nullable String next) {
		ObjectNode page = JSON.createObjectNode();
		ObjectNode meta = page.putObject("meta");
		if (next != null) {
			meta.put("continue", next);
		}
		ArrayNode resources = page.putArray("items");
		stored.forEach((name, one) -> resources.addObject()
			.put("ref", this.owner + ":" + name)
			.put("owner", this.owner)
			.put("name", name)
			.put("nonce", one.nonce())
			.put("version", one.version()));
		return Answer.json(page);
	}

	private String nextVersion() {
		return "v" + ++this.made;
	}

	private static String lastOf(Received request) {
		return request.path().substring(request.path().lastIndexOf(':') + 1);
	}

	private record Stored(String nonce, String version) {
	}

	/**
	 * A request that was read.
	 *
	 * @param step its kind
	 * @param target path and query, unchanged
	 * @param correlationId its correlation id
	 * @param time its time on the monotonic clock
	 */
	record Logged(Step step, String target, @Nullable String correlationId, long time) {
	}

}
