package io.sequoia.sandbox;

import java.util.Map;

/**
 * The addresses of the sandbox: one for all services, with a path for each, or one for
 * each service, by name and without a path. They contain the host that the client used.
 */
record Locations(int port, Map<String, Integer> ports) {

	/** Return the base URL of the registry. */
	String registry(Request request) {
		return "http://" + request.host("127.0.0.1:" + this.port);
	}

	/** Return the location of a service. */
	String of(Request request, String service) {
		Integer own = this.ports.get(service);
		return (own == null) ? registry(request) + "/" + service
				: "http://" + withoutPort(request.host("127.0.0.1")) + ":" + own;
	}

	private static String withoutPort(String host) {
		return host.replaceFirst(":\\d+$", "");
	}

}
