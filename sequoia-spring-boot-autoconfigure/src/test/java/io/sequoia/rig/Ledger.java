package io.sequoia.rig;

import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * A platform that records every effect and applies scripted faults to single requests.
 * Its registry, identity service and data service have one door each.
 */
final class Ledger implements AutoCloseable {

	static final String CLIENT_ID = "rig";

	static final String CLIENT_SECRET = "rig-secret";

	private static final String HOST = "127.0.0.1";

	private final Map<String, Tenant> tenants = new ConcurrentHashMap<>();

	private final Script script = new Script();

	private final Door registry = new Door(HOST, this::serve);

	private final Door identity = new Door(HOST, this::serve);

	private final Door metadata = new Door(HOST, this::serve);

	private @Nullable WireMockFront front;

	Script script() {
		return this.script;
	}

	/** Return the door for requests of a kind. */
	Door door(Step step) {
		return switch (step) {
			case REGISTRY -> this.registry;
			case TOKEN -> this.identity;
			default -> this.metadata;
		};
	}

	/** Tell whether an address is or was that of one of the doors. */
	boolean wasAt(String address) {
		int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
		return base(this.registry).endsWith(":" + port) || this.registry.wasAt(port) || this.identity.wasAt(port)
				|| this.metadata.wasAt(port);
	}

	/** Return the record of an owner. */
	Tenant tenant(String owner) {
		return this.tenants.computeIfAbsent(owner, (unknown) -> {
			Tenant tenant = new Tenant(owner);
			locate(tenant);
			return tenant;
		});
	}

	/** Move the data service, and announce that in the registry. */
	void move(Tenant tenant) {
		this.metadata.move(() -> locate(tenant));
	}

	/** Set the locations of the services to those of the start. */
	void locate(Tenant tenant) {
		tenant.locate("identity", base(this.identity) + "/" + tenant.owner() + "/identity");
		tenant.locate("metadata", base(this.metadata) + "/" + tenant.owner() + "/metadata");
	}

	/** Put WireMock in front of all doors. */
	Ledger behindWireMock() {
		this.front = new WireMockFront(this);
		return this;
	}

	/** Put a lock on all doors. */
	Ledger behind(Lock lock) {
		this.registry.lock(lock);
		this.identity.lock(lock);
		this.metadata.lock(lock);
		return this;
	}

	WireMockFront front() {
		return Objects.requireNonNull(this.front);
	}

	String registryUrl() {
		return base(this.registry);
	}

	private String base(Door door) {
		return (this.front != null) ? this.front.url() : door.url();
	}

	@Override
	public void close() {
		if (this.front != null) {
			this.front.close();
		}
		this.registry.close();
		this.identity.close();
		this.metadata.close();
	}

	private void serve(Connection connection) throws IOException {
		Received request = connection.receive();
		Step step = Step.of(request);
		String[] path = request.path().split("/");
		Tenant tenant = tenant((step == Step.REGISTRY) ? path[2] : path[1]);
		tenant.log(step, request);
		Fault fault = this.script.take(step);
		fault.act().on(connection, fault.applied() ? tenant.answer(step, request) : Answer.status(500));
	}

}
