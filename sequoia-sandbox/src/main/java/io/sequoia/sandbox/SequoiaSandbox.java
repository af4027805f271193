package io.sequoia.sandbox;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.node.ObjectNode;

/**
 * A local Sequoia platform in one process: the registry, the identity service and the
 * data services {@code metadata} and {@code workflow}, behind one port of this machine.
 * It keeps everything in memory, starts with a catalogue, and answers like the platform:
 * tokens, owners, versions, criteria, pages, linked resources and errors. <pre>
 * try (SequoiaSandbox sandbox = SequoiaSandbox.start()) {
 *     // sequoia.registry.url=sandbox.registryUrl(), sequoia.owner=sandbox.owner() …
 * }
 * </pre> Thread-safe.
 */
public final class SequoiaSandbox implements AutoCloseable {

	private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {
	};

	private final Platform platform;

	private final Loader loader;

	private final IdentityEndpoint.Client client;

	private final RequestLog requests = new RequestLog();

	private final FaultScript faults;

	private final Latency latency;

	private final ResourceStore.Content start;

	private final SandboxServer server;

	private SequoiaSandbox(Builder builder) {
		Set<String> owners = builder.owners();
		this.client = new IdentityEndpoint.Client(builder.clientId, builder.clientSecret);
		this.platform = new Platform(owners, this.client, builder.users(), builder.tokenLifetime, builder.clock);
		this.loader = new Loader(this.platform.store(), owners, builder.owner);
		this.faults = new FaultScript(this.platform.tokens());
		this.latency = new Latency(builder.latency);
		if (builder.catalogue) {
			new SeedCatalogue(this.platform).load();
		}
		if (builder.data != null) {
			new DataFolder(this.platform, this.loader).load(builder.data);
		}
		this.start = this.platform.store().resources();
		this.server = new SandboxServer(
				new Router(this.platform, new Console(this.platform, this.faults, this.latency, this.requests)),
				this.faults, this.requests, this.latency, builder.clock,
				new InetSocketAddress(builder.host, builder.port),
				builder.originPerService ? this.platform.services().keySet() : Set.of());
	}

	/**
	 * Start a sandbox with the defaults of {@link Builder} on a free port.
	 * @return the running sandbox
	 */
	public static SequoiaSandbox start() {
		return builder().start();
	}

	/**
	 * Prepare a sandbox.
	 * @return a builder with the defaults
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Return the base URL of the registry, without the owner:
	 * {@code http://127.0.0.1:{port}}.
	 * @return the URL for {@code sequoia.registry.url} and for clients that are
	 * configured with the base URL
	 */
	public String registryUrl() {
		return "http://127.0.0.1:" + port();
	}

	/**
	 * Return the URL of the list of services:
	 * {@code http://127.0.0.1:{port}/services/{owner}}.
	 * @return the URL for clients that are configured with the whole URL
	 */
	public String servicesUrl() {
		return registryUrl() + "/services/" + owner();
	}

	/**
	 * Return the port of the sandbox.
	 * @return the port
	 */
	public int port() {
		return this.server.port();
	}

	/**
	 * Return the owner of the catalogue.
	 * @return the name of the owner
	 */
	public String owner() {
		return this.platform.owner();
	}

	/**
	 * Return the id of the client that gets tokens.
	 * @return the client id
	 */
	public String clientId() {
		return this.client.id();
	}

	/**
	 * Return the secret of the client that gets tokens.
	 * @return the client secret
	 */
	public String clientSecret() {
		return this.client.secret();
	}

	/**
	 * Change the secret of the client, as if it was rotated: requests for tokens with the
	 * former one are refused from now on. Tokens stay valid;
	 * {@link FaultScript#revokeTokens()} revokes them.
	 * @param clientSecret the new secret
	 */
	public void changeClientSecret(String clientSecret) {
		this.client.changeSecret(Builder.checkText("client secret", clientSecret));
	}

	/**
	 * Return the log of answered requests.
	 * @return the live log
	 */
	public RequestLog requests() {
		return this.requests;
	}

	/**
	 * Return the script of the next faults.
	 * @return the live script
	 */
	public FaultScript faults() {
		return this.faults;
	}

	/**
	 * Store a resource for a test.
	 * @param service the service, such as {@code metadata}
	 * @param resource the kind of resource, plural or hyphenated, such as {@code
	 * contents}
	 * @param values the fields; without an {@code owner} it gets the sandbox's own;
	 * {@code createdAt} and similar fields are kept
	 * @return the stored resource
	 * @throws IllegalArgumentException if there is no such service, resource or owner, or
	 * a field does not fit the descriptor
	 */
	public Map<String, Object> put(String service, String resource, Map<String, ?> values) {
		return putAll(service, resource, List.of(values)).get(0);
	}

	/**
	 * Store any number of resources at once.
	 * @param service the service
	 * @param resource the kind of resource, plural or hyphenated
	 * @param values the fields of each
	 * @return the stored resources in the same order
	 * @throws IllegalArgumentException as {@link #put} does; then none of the owner's
	 * resources is stored
	 */
	public List<Map<String, Object>> putAll(String service, String resource,
			Collection<? extends Map<String, ?>> values) {
		ResourceSchema schema = this.platform.schema(service, resource);
		List<ObjectNode> nodes = new ArrayList<>(values.size());
		values.forEach((each) -> nodes.add(Json.MAPPER.valueToTree(each)));
		return this.loader.load(schema, nodes).stream().map(SequoiaSandbox::toMap).toList();
	}

	/**
	 * Return the stored resources of the sandbox's own owner.
	 * @param service the service
	 * @param resource the kind of resource, plural or hyphenated
	 * @return copies of the resources, sorted by name
	 * @throws IllegalArgumentException if there is no such service or resource
	 */
	public List<Map<String, Object>> resources(String service, String resource) {
		return resources(owner(), service, resource);
	}

	/**
	 * Return the stored resources of an owner.
	 * @param owner the owner
	 * @param service the service
	 * @param resource the kind of resource, plural or hyphenated
	 * @return copies of the resources, sorted by name
	 * @throws IllegalArgumentException if there is no such owner, service or resource
	 */
	public List<Map<String, Object>> resources(String owner, String service, String resource) {
		ResourceSchema schema = this.platform.schema(service, resource);
		return this.platform.store()
			.of(this.loader.checkOwner(owner), schema)
			.all()
			.stream()
			.map(SequoiaSandbox::toMap)
			.toList();
	}

	/**
	 * Remove all resources of all owners, including the catalogue.
	 */
	public void clear() {
		this.platform.store().clear();
	}

	/**
	 * Restore the state of the start between two tests: the resources, no faults, no
	 * logged requests, no executions, and the original latency, secret and passwords.
	 * Tokens stay valid, so that a client need not get another one;
	 * {@link FaultScript#revokeTokens()} revokes them. Call it while no request is in
	 * flight.
	 */
	public void reset() {
		this.platform.store().replaceAll(this.start);
		this.platform.executions().clear();
		this.platform.accounts().reset();
		this.client.reset();
		this.faults.clear();
		this.latency.reset();
		this.requests.clear();
	}

	/**
	 * Return the token of the latest password reset that a user has requested, which the
	 * platform would send by mail.
	 * @param username the user as {@code directory\name}
	 * @return the token, unless it was used or none was requested
	 */
	public Optional<String> passwordResetToken(String username) {
		return Optional.ofNullable(this.platform.accounts().resetToken(username));
	}

	/**
	 * Stop: the port is free, and no connection and no thread is left. Closing twice has
	 * no effect. It must not be called from a thread of an event loop.
	 */
	@Override
	public void close() {
		this.server.stop();
	}

	void await() {
		this.server.await();
	}

	@Override
	public String toString() {
		return "SequoiaSandbox[" + servicesUrl() + "]";
	}

	private static Map<String, Object> toMap(ObjectNode resource) {
		return Json.MAPPER.convertValue(resource, MAP);
	}

	/**
	 * The settings of a sandbox.
	 */
	public static final class Builder {

		private static final String NAME = "[a-zA-Z0-9_-]+";

		private String host = "127.0.0.1";

		private int port;

		private String owner = "testmock";

		private final Set<String> furtherOwners = new LinkedHashSet<>();

		private String clientId = "sandbox-client";

		private String clientSecret = "sandbox-secret";

		private final Map<String, String> users = new LinkedHashMap<>();

		private Duration tokenLifetime = Duration.ofHours(1);

		private Duration latency = Duration.ZERO;

		private @Nullable Path data;

		private boolean catalogue = true;

		private boolean originPerService;

		private Clock clock = Clock.systemUTC();

		private Builder() {
		}

		/**
		 * Set the port to listen on.
		 * @param port the port; 0, the default, for a free one
		 * @return this builder
		 */
		public Builder port(int port) {
			if (port < 0 || port > 65535) {
				throw new IllegalArgumentException("A port must be from 0 to 65535, not " + port);
			}
			this.port = port;
			return this;
		}

		/**
		 * Set the address to listen on.
		 * @param host the address, by default {@code 127.0.0.1}; {@code 0.0.0.0} inside a
		 * container
		 * @return this builder
		 */
		public Builder host(String host) {
			this.host = Objects.requireNonNull(host, "host");
			return this;
		}

		/**
		 * Set the owner of the catalogue.
		 * @param owner the name, by default {@code testmock}
		 * @return this builder
		 */
		public Builder owner(String owner) {
			this.owner = checkName(owner);
			return this;
		}

		/**
		 * Add owners, which start without any resources.
		 * @param owners their names, by default none
		 * @return this builder
		 */
		public Builder furtherOwners(String... owners) {
			for (String each : owners) {
				this.furtherOwners.add(checkName(each));
			}
			return this;
		}

		/**
		 * Set the id of the client that gets tokens.
		 * @param clientId the id, by default {@code sandbox-client}
		 * @return this builder
		 */
		public Builder clientId(String clientId) {
			this.clientId = checkText("client id", clientId);
			return this;
		}

		/**
		 * Set the secret of the client that gets tokens.
		 * @param clientSecret the secret, by default {@code sandbox-secret}
		 * @return this builder
		 */
		public Builder clientSecret(String clientSecret) {
			this.clientSecret = checkText("client secret", clientSecret);
			return this;
		}

		/**
		 * Add a user who can sign in with a password. If none is added, there is {@code
		 * sandbox-user} with the password {@code sandbox-password} in the directory named
		 * like the owner.
		 * @param username the user as {@code directory\name}
		 * @param password the password
		 * @return this builder
		 */
		public Builder user(String username, String password) {
			this.users.put(checkText("user name", username), checkText("password", password));
			return this;
		}

		/**
		 * Set the lifetime of tokens.
		 * @param tokenLifetime the lifetime, by default one hour
		 * @return this builder
		 */
		public Builder tokenLifetime(Duration tokenLifetime) {
			if (tokenLifetime.isNegative() || tokenLifetime.isZero()) {
				throw new IllegalArgumentException("The lifetime of a token must be positive, not " + tokenLifetime);
			}
			this.tokenLifetime = tokenLifetime;
			return this;
		}

		/**
		 * Set the time that every answer takes.
		 * @param latency the time, by default none
		 * @return this builder
		 */
		public Builder latency(Duration latency) {
			if (latency.isNegative()) {
				throw new IllegalArgumentException("The latency must not be negative: " + latency);
			}
			this.latency = latency;
			return this;
		}

		/**
		 * Set a folder of resources to store at the start, in addition to the catalogue.
		 * @param folder the folder; its files are named {@code {service}.{resource}.json}
		 * and contain the body of a store, such as <code>{"contents":[…]}</code>
		 * @return this builder
		 */
		public Builder data(Path folder) {
			this.data = Objects.requireNonNull(folder, "folder");
			return this;
		}

		/**
		 * Start without the catalogue.
		 * @return this builder
		 */
		public Builder emptyCatalogue() {
			this.catalogue = false;
			return this;
		}

		/**
		 * Give each service its own origin without a path, like on the platform: a port
		 * in addition to that of the registry, which then serves nothing else. If
		 * {@link #port(int)} sets a port, the services get the next ones, in the order of
		 * the registry's listing. By default all services share one port, each with its
		 * own path.
		 * @return this builder
		 */
		public Builder originPerService() {
			this.originPerService = true;
			return this;
		}

		/**
		 * Set the clock for the expiry of tokens and the times of resources.
		 * @param clock the clock, by default the system's
		 * @return this builder
		 */
		public Builder clock(Clock clock) {
			this.clock = Objects.requireNonNull(clock, "clock");
			return this;
		}

		/**
		 * Start the sandbox.
		 * @return the running sandbox, to be closed
		 * @throws IllegalArgumentException if the data folder cannot be loaded
		 * @throws RuntimeException if the port cannot be bound
		 */
		public SequoiaSandbox start() {
			return new SequoiaSandbox(this);
		}

		private Set<String> owners() {
			Set<String> owners = new LinkedHashSet<>();
			owners.add(this.owner);
			owners.addAll(this.furtherOwners);
			return Collections.unmodifiableSet(owners);
		}

		private Map<String, String> users() {
			return this.users.isEmpty() ? Map.of(this.owner + "\\sandbox-user", "sandbox-password") : this.users;
		}

		private static String checkName(String owner) {
			if (!owner.matches(NAME)) {
				throw new IllegalArgumentException("The owner '" + owner + "' must match " + NAME);
			}
			return owner;
		}

		private static String checkText(String what, String text) {
			if (text.isBlank()) {
				throw new IllegalArgumentException("The " + what + " must not be blank");
			}
			return text;
		}

	}

}
