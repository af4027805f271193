package io.sequoia.discovery;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import io.sequoia.MalformedResponseException;
import io.sequoia.Printable;
import io.sequoia.SequoiaFailure.Details;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.Assert;

/**
 * One answer of the registry (docs/protocol.md, section 1). Entries that cannot be used
 * are skipped with one warning for all; a call to a skipped service fails with the
 * reason.
 */
final class RegistryListing {

	/** The number of skipped entries that are named in the log. */
	private static final int MAX_TOLD = 10;

	/**
	 * The reader that refuses two values of one name, as neither of them can be
	 * preferred.
	 */
	private static final JsonMapper JSON = JsonMapper.builder()
		.enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
		.build();

	/**
	 * The limit on kept entries, so that a registry with ever new names does not fill the
	 * memory.
	 */
	private static final int MAX_KEPT = 1000;

	/** The number of names in a line of log. */
	private static final int MAX_NAMES = 10;

	/** A name that calls can have, and log lines, messages and meters. */
	private final Map<String, RegisteredService> services = new LinkedHashMap<>();

	private final Map<String, String> refused = new LinkedHashMap<>();

	private final Set<String> kept = new HashSet<>();

	private final long receivedAt;

	private RegistryListing(long receivedAt) {
		this.receivedAt = receivedAt;
	}

	/**
	 * Read an answer.
	 * @param body the answer
	 * @param owner the tenant that asked
	 * @param rules the rules that locations must meet
	 * @param now the time on a monotonic clock
	 * @param details the details of the request
	 * @param warn takes the warning of entries that are skipped
	 * @return the listing
	 * @throws MalformedResponseException if the body is not a listing
	 */
	static RegistryListing parse(byte[] body, String owner, LocationRules rules, long now, Details details,
			Consumer<String> warn) {
		JsonNode services;
		try {
			services = JSON.readTree(body).path("services");
		}
		catch (JacksonException ex) {
			throw malformed("is not JSON", details, ex);
		}
		if (!services.isArray()) {
			throw malformed("has no list 'services'", details, null);
		}
		RegistryListing listing = new RegistryListing(now);
		List<String> skipped = new ArrayList<>();
		for (JsonNode entry : services) {
			listing.add(owner, entry, rules, skipped);
		}
		if (!skipped.isEmpty()) {
			int more = skipped.size() - MAX_TOLD;
			warn.accept("Skipped entries of the registry: "
					+ String.join("; ", skipped.subList(0, Math.min(skipped.size(), MAX_TOLD)))
					+ ((more > 0) ? " and " + more + " more" : ""));
		}
		return listing;
	}

	private static MalformedResponseException malformed(String what, Details details, @Nullable Throwable cause) {
		return new MalformedResponseException("The registry's answer " + what + "; check sequoia.registry.url", details,
				cause);
	}

	Collection<RegisteredService> services() {
		return this.services.values();
	}

	Collection<String> names() {
		return this.services.keySet();
	}

	@Nullable RegisteredService service(String name) {
		return this.services.get(name);
	}

	/** Return the reasons why services cannot be used, by their names. */
	Map<String, String> refusals() {
		return this.refused;
	}

	/**
	 * Return the reason why a service that the registry lists cannot be used.
	 */
	@Nullable String refusal(String name) {
		return this.refused.get(name);
	}

	/**
	 * Keep the services of an earlier answer that this one lacks or has at a refused
	 * location.
	 * @param before the earlier answer
	 * @return the services that are kept for the first time, in a few words; empty if
	 * there are none
	 */
	String keep(RegistryListing before) {
		List<String> lost = new ArrayList<>();
		before.services.forEach((name, service) -> {
			if (this.kept.size() < MAX_KEPT && this.services.putIfAbsent(name, service) == null) {
				this.kept.add(name);
				if (!before.kept.contains(name)) {
					String refusal = this.refused.get(name);
					lost.add(Printable.of(name) + ((refusal != null) ? ", whose location " + refusal : ""));
				}
			}
		});
		int more = lost.size() - MAX_NAMES;
		return String.join("; ", lost.subList(0, Math.min(lost.size(), MAX_NAMES)))
				+ ((more > 0) ? "; and " + more + " more" : "");
	}

	/**
	 * Tell whether services of earlier answers are among these.
	 */
	boolean hasKept() {
		return !this.kept.isEmpty();
	}

	/**
	 * Return the time when the answer came, on a monotonic clock.
	 */
	long receivedAt() {
		return this.receivedAt;
	}

	private void add(String tenant, JsonNode entry, LocationRules rules, List<String> skipped) {
		String name = entry.path("name").asString("");
		String location = entry.path("location").asString("");
		if (name.isEmpty()) {
			skipped.add("an entry without a name");
		}
		else if (!RegisteredService.isName(name)) {
			skipped.add("an entry with the name '" + Printable.of(name) + "', which no service can have");
		}
		else if (this.services.containsKey(name)) {
			skipped.add("a second entry of " + Printable.of(name));
		}
		else {
			String refusal = add(tenant, name, location, entry, rules);
			if (refusal != null) {
				this.refused.put(name, refusal);
				skipped.add(Printable.of(name) + " " + refusal);
			}
		}
	}

	private @Nullable String add(String tenant, String name, String location, JsonNode entry, LocationRules rules) {
		URI uri;
		try {
			// java.net.URI takes half of a pair of surrogates, which no request can
			// contain
			Assert.isTrue(StandardCharsets.UTF_8.newEncoder().canEncode(location), "not Unicode");
			uri = URI.create(location);
		}
		catch (IllegalArgumentException ex) {
			return "is not a URL";
		}
		String refusal = rules.refuse(uri);
		if (refusal == null) {
			this.services.put(name, new RegisteredService(entry.path("owner").asString(tenant), name,
					entry.path("title").asString(null), withoutTrailingSlash(uri)));
		}
		return refusal;
	}

	/**
	 * Return a location as requests begin with it: in ASCII, and without a slash at its
	 * end.
	 */
	static URI withoutTrailingSlash(URI location) {
		return URI.create(location.toASCIIString().replaceAll("/+$", ""));
	}

}
