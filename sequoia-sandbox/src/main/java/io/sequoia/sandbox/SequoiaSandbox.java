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
 * It holds everything in memory, starts with a catalogue of its own, and answers as the
 * platform does: tokens, owners, versions, criteria, pages, linked resources and errors.
 * <pre>
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

	private final ResourceStore.Content start;

	private final SandboxServer server;

	private SequoiaSandbox(Builder builder) {
		Set<String> owners = builder.owners();
		this.client = new IdentityEndpoint.Client(builder.clientId, builder.clientSecret);
		this.platform = new Platform(owners, this.client, builder.users(), builder.tokenLifetime, builder.clock);
		this.loader = new Loader(this.platform.store(), owners, builder.owner);
		this.faults = new FaultScript(this.platform.tokens());
		if (builder.catalogue) {
			new SeedCatalogue(this.platform).load();
		}
		if (builder.data != null) {
			new DataFolder(this.platform, this.loader).load(builder.data);
		}
		this.start = this.platform.store().resources();
		this.server = new SandboxServer(new Router(this.platform), this.faults, this.requests, builder.latency,
				builder.clock, new InetSocketAddress(builder.host, builder.port),
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
	 * The base URL of the registry, without the owner: {@code http://127.0.0.1:{port}}.
	 * @return the URL for {@code sequoia.registry.url} and for clients that are given the
	 * base
	 */
	public String registryUrl() {
		return "http://127.0.0.1:" + port();
	}

	/**
	 * The URL of the list of services: {@code http://127.0.0.1:{port}/services/{owner}}.
	 * @return the URL for clients that are given the whole of it
	 */
	public String servicesUrl() {
		return registryUrl() + "/services/" + owner();
	}

	/**
	 * The port that the sandbox listens on.
	 * @return the port
	 */
	public int port() {
		return this.server.port();
	}

	/**
	 * The owner that the catalogue belongs to.
	 * @return the name of the owner
	 */
	public String owner() {
		return this.platform.owner();
	}

	/**
	 * The id of the client that gets tokens.
	 * @return the client id
	 */
	public String clientId() {
		return this.client.id();
	}

	/**
	 * The secret of the client that gets tokens.
	 * @return the client secret
	 */
	public String clientSecret() {
		return this.client.secret();
	}

	/**
	 * The requests that have been answered.
	 * @return the live log
	 */
	public RequestLog requests() {
		return this.requests;
	}

	/**
	 * What shall go wrong next.
	 * @return the live script
	 */
	public FaultScript faults() {
		return this.faults;
	}

	/**
	 * Store a resource as it is needed for a test.
	 * @param service the service, such as {@code metadata}
	 * @param resource the kind of resource, plural or hyphenated, such as
	 * {@code contents}
	 * @param values the fields; without an {@code owner} it is the sandbox's own, and
	 * {@code createdAt} and the like are kept as given
	 * @return the stored resource
	 * @throws IllegalArgumentException if there is no such service, resource or owner, or
	 * a field is not what the descriptor says
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
	 * @throws IllegalArgumentException as {@link #put} does; then none is stored of that
	 * owner
	 */
	public List<Map<String, Object>> putAll(String service, String resource,
			Collection<? extends Map<String, ?>> values) {
		ResourceSchema schema = this.platform.schema(service, resource);
		List<ObjectNode> nodes = new ArrayList<>(values.size());
		values.forEach((each) -> nodes.add(Json.MAPPER.valueToTree(each)));
		return this.loader.load(schema, nodes).stream().map(SequoiaSandbox::toMap).toList();
	}

	/**
	 * Look at what is stored for the sandbox's own owner.
	 * @param service the service
	 * @param resource the kind of resource, plural or hyphenated
	 * @return copies of the resources, sorted by name
	 * @throws IllegalArgumentException if there is no such service or resource
	 */
	public List<Map<String, Object>> resources(String service, String resource) {
		return resources(owner(), service, resource);
	}

	/**
	 * Look at what is stored for an owner.
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
	 * Remove all resources of all owners, the catalogue too.
	 */
	public void clear() {
		this.platform.store().clear();
	}

	/**
	 * Begin again between two tests: the resources are those of the start, whatever was
	 * stored or deleted since, the faults that have not hit are forgotten, and so are the
	 * logged requests, the executions, and changed passwords. Tokens stay good, so that a
	 * client need not get another one; {@link FaultScript#revokeTokens()} revokes them.
	 * To be called while no request is under way.
	 */
	public void reset() {
		this.platform.store().replaceAll(this.start);
		this.platform.executions().clear();
		this.platform.accounts().reset();
		this.faults.clear();
		this.requests.clear();
	}

	/**
	 * The token of the latest password reset that a user has asked for, which the
	 * platform would send by mail.
	 * @param username the user as {@code directory\name}
	 * @return the token, unless it was used or none was asked for
	 */
	public Optional<String> passwordResetToken(String username) {
		return Optional.ofNullable(this.platform.accounts().resetToken(username));
	}

	/**
	 * Stop: the port is free, and no connection and no thread is left. Closing twice does
	 * nothing. Must not be called from a thread of an event loop.
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
		 * The port to listen on.
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
		 * The address to listen on.
		 * @param host the address, by default {@code 127.0.0.1}; {@code 0.0.0.0} inside a
		 * container
		 * @return this builder
		 */
		public Builder host(String host) {
			this.host = Objects.requireNonNull(host, "host");
			return this;
		}

		/**
		 * The owner that the catalogue belongs to.
		 * @param owner the name, by default {@code testmock}
		 * @return this builder
		 */
		public Builder owner(String owner) {
			this.owner = checkName(owner);
			return this;
		}

		/**
		 * Owners beside the first one, which start without any resources.
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
		 * The id of the client that gets tokens.
		 * @param clientId the id, by default {@code sandbox-client}
		 * @return this builder
		 */
		public Builder clientId(String clientId) {
			this.clientId = checkText("client id", clientId);
			return this;
		}

		/**
		 * The secret of the client that gets tokens.
		 * @param clientSecret the secret, by default {@code sandbox-secret}
		 * @return this builder
		 */
		public Builder clientSecret(String clientSecret) {
			this.clientSecret = checkText("client secret", clientSecret);
			return this;
		}

		/**
		 * A user that can sign in with a password. Where none is given, there is
		 * {@code sandbox-user} with the password {@code sandbox-password} in the
		 * directory named like the owner.
		 * @param username the user as {@code directory\name}
		 * @param password the password
		 * @return this builder
		 */
		public Builder user(String username, String password) {
			this.users.put(checkText("user name", username), checkText("password", password));
			return this;
		}

		/**
		 * How long a token is good.
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
		 * How long every answer takes.
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
		 * A folder of resources to store at the start, over the catalogue.
		 * @param folder the folder; its files are named {@code {service}.{resource}.json}
		 * and hold the body of a store, such as <code>{"contents":[…]}</code>
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
		 * Give each service an origin of its own, without a path, as the platform's have:
		 * a port beside that of the registry, which then serves nothing else. Where
		 * {@link #port(int)} says a port, they are the next ones after it, in the order
		 * in which the registry lists the services. By default all services lie behind
		 * one port, each below a path.
		 * @return this builder
		 */
		public Builder originPerService() {
			this.originPerService = true;
			return this;
		}

		/**
		 * The clock that tokens expire by and that resources are dated by.
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
