package io.sequoia.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The parts of the platform, put together.
 */
final class Platform {

	private final String owner;

	private final Map<String, ServiceSchema> services;

	private final Tokens tokens;

	private final Accounts accounts;

	private final Access access;

	private final ResourceStore store;

	private final QueryEngine engine;

	private final RegistryEndpoint registry;

	private final IdentityEndpoint identity;

	private final ExecutionsEndpoint executions;

	private final Map<String, JsonNode> descriptors = new ConcurrentHashMap<>();

	Platform(Set<String> owners, IdentityEndpoint.Client client, Map<String, String> users, Duration tokenLifetime,
			Clock clock) {
		this.owner = owners.iterator().next();
		this.services = SchemaReader.read();
		this.tokens = new Tokens(clock, tokenLifetime);
		this.accounts = new Accounts(users);
		this.access = new Access(this.tokens, owners);
		this.store = new ResourceStore(clock);
		this.engine = new QueryEngine(this.store, clock);
		this.registry = new RegistryEndpoint(this.services.values(), owners);
		this.identity = new IdentityEndpoint(client, this.tokens, this.accounts, this.access, owners, this.services);
		this.accounts.names().forEach(this::storeUser);
		this.executions = new ExecutionsEndpoint(this.store, schema("workflow", "profiles"), this.access, clock);
	}

	/** Store the resource of a user, unless the directory of the user is not an owner. */
	private void storeUser(String username) {
		String directory = username.substring(0, Math.max(0, username.indexOf('\\')));
		if (this.registry.owners().contains(directory)) {
			ObjectNode user = Json.object().put("owner", directory);
			user.put("name", username.substring(directory.length() + 1)).put("type", "admin").put("active", true);
			this.store.store(directory, schema("identity", "users"), List.of(user), Loader.AUTHOR);
		}
	}

	String owner() {
		return this.owner;
	}

	Map<String, ServiceSchema> services() {
		return this.services;
	}

	Tokens tokens() {
		return this.tokens;
	}

	Accounts accounts() {
		return this.accounts;
	}

	Access access() {
		return this.access;
	}

	ResourceStore store() {
		return this.store;
	}

	RegistryEndpoint registry() {
		return this.registry;
	}

	IdentityEndpoint identity() {
		return this.identity;
	}

	ExecutionsEndpoint executions() {
		return this.executions;
	}

	ResourceEndpoint endpoint(ServiceSchema service, ResourceSchema resource) {
		return new ResourceEndpoint(this.store, this.engine, this.access, service, resource);
	}

	JsonNode descriptor(ServiceSchema service) {
		return this.descriptors.computeIfAbsent(service.name(), (name) -> new DescriptorWriter(service).write());
	}

	/**
	 * Find a kind of resource.
	 * @throws IllegalArgumentException if there is none; the message names the existing
	 * ones
	 */
	ResourceSchema schema(String service, String resource) {
		ServiceSchema found = this.services.get(service);
		if (found == null) {
			throw new IllegalArgumentException(
					"There is no data service '" + service + "'; there are " + this.services.keySet());
		}
		ResourceSchema schema = found.resource(resource);
		if (schema == null) {
			throw new IllegalArgumentException("The service '" + service + "' has no resources '" + resource
					+ "'; it has " + found.resources().keySet());
		}
		return schema;
	}

}
