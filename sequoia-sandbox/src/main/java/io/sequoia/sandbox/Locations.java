package io.sequoia.sandbox;

import java.util.Map;

/**
 * The addresses under which the sandbox can be reached: one for all services, each below
 * a path of its own, or one for each, by name and without a path. They are told with the
 * host that the client used.
 */
record Locations(int port, Map<String, Integer> ports) {

	/** The base of the registry. */
	String registry(Request request) {
		return "http://" + request.host("127.0.0.1:" + this.port);
	}

	/** The location of a service. */
	String of(Request request, String service) {
		Integer own = this.ports.get(service);
		return (own == null) ? registry(request) + "/" + service
				: "http://" + withoutPort(request.host("127.0.0.1")) + ":" + own;
	}

	private static String withoutPort(String host) {
		return host.replaceFirst(":\\d+$", "");
	}

}
