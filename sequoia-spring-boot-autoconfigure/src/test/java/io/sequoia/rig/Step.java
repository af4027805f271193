package io.sequoia.rig;

/**
 * The kind of a request.
 */
enum Step {

	REGISTRY, TOKEN, DESCRIPTOR, READ, BROWSE, STORE, UPDATE, DELETE;

	/**
	 * Determine the kind of a request.
	 * @param request the request
	 * @return its kind
	 */
	static Step of(Received request) {
		String path = request.path();
		if (path.startsWith("/services/")) {
			return REGISTRY;
		}
		if (path.endsWith("/oauth/token")) {
			return TOKEN;
		}
		if (path.endsWith("/descriptor/raw")) {
			return DESCRIPTOR;
		}
		return switch (request.method()) {
			case "POST" -> STORE;
			case "PUT" -> UPDATE;
			case "DELETE" -> DELETE;
			default -> path.endsWith("/items") ? BROWSE : READ;
		};
	}

}
