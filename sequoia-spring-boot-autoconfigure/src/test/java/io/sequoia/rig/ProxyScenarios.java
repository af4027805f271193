package io.sequoia.rig;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.sequoia.Ref;
import io.sequoia.fixture.ConnectProxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Calls through a proxy that does not connect: each operation as the first call of a
 * client, so that registry and token use the proxy too, and as a later one.
 */
final class ProxyScenarios {

	private static final Ref REF = Ref.of("rig", "known");

	private static final Map<String, Consumer<Face>> OPERATIONS = operations();

	private ProxyScenarios() {
	}

	static List<Scenario> all() {
		return List.of(
				new Scenario(Kind.PROXY, "a proxy refuses to connect without credentials (407)",
						() -> refused(407, "sequoia.http.proxy.username")),
				new Scenario(Kind.PROXY, "a proxy refuses to connect (403)",
						() -> refused(403, "does not allow this client to connect")),
				new Scenario(Kind.PROXY, "a proxy cannot connect (502), twice", ProxyScenarios::unreachable));
	}

	private static Map<String, Consumer<Face>> operations() {
		Map<String, Consumer<Face>> operations = new LinkedHashMap<>();
		operations.put("read", (face) -> face.read(REF));
		operations.put("browse", Face::browse);
		operations.put("store named", (face) -> face.store(Item.of("new", "stored")));
		operations.put("store nameless", (face) -> face.store(Item.of(null, "nameless")));
		operations.put("update", (face) -> face.update(new Item(REF, "rig", "known", "updated", "v1")));
		operations.put("delete", (face) -> face.delete(REF));
		return operations;
	}

	private static String refused(int status, String remedy) {
		OPERATIONS.forEach((name, operation) -> {
			for (boolean blocking : List.of(true, false)) {
				try (ConnectProxy proxy = new ConnectProxy(status); Rig rig = behind(proxy)) {
					Throwable failure = catchThrowable(
							() -> operation.accept(blocking ? rig.blocking() : rig.reactive()));

					assertThat(messages(failure)).as(name)
						.contains("the proxy 127.0.0.1:" + proxy.port(), remedy)
						.doesNotContain("sequoia.registry.url");
					assertThat(proxy.requests()).as(name).hasSize(1);
					assertThat(applied(rig)).as(name).isZero();
				}
			}
		});
		return "each of " + OPERATIONS.size() + " operations fails after 1 request to the proxy, and its"
				+ " exception names the proxy; nothing is applied";
	}

	private static String unreachable() {
		OPERATIONS.forEach((name, operation) -> {
			for (boolean blocking : List.of(true, false)) {
				try (ConnectProxy proxy = new ConnectProxy(502, 502, 200); Rig rig = behind(proxy)) {
					operation.accept(blocking ? rig.blocking() : rig.reactive());

					assertThat(proxy.requests()).as(name).hasSizeGreaterThan(2);
					assertThat(applied(rig)).as(name).isEqualTo((name.equals("read") || name.equals("browse")) ? 0 : 1);
				}
			}
		});
		return "all " + OPERATIONS.size() + " operations succeed, and writes are applied once";
	}

	private static Rig behind(ConnectProxy proxy) {
		Rig rig = new Rig("sequoia.http.proxy.host=127.0.0.1", "sequoia.http.proxy.port=" + proxy.port());
		rig.ledger().tenant("rig").seed("known", "known");
		return rig;
	}

	private static int applied(Rig rig) {
		Tenant tenant = rig.ledger().tenant("rig");
		return Stream.of("stored", "nameless", "updated", "known").mapToInt(tenant::applied).sum();
	}

	private static String messages(Throwable failure) {
		StringBuilder messages = new StringBuilder();
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			messages.append(cause.getMessage()).append('\n');
		}
		return messages.toString();
	}

}
