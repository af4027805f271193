package io.sequoia.sandbox;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * One request that the sandbox has answered.
 *
 * @param time the time at which it came
 * @param operation the kind of request
 * @param method the HTTP method
 * @param service the service, or null for the registry and for unknown paths
 * @param resource the plural name of the kind of resource, or null for other requests
 * @param path the decoded path
 * @param query the decoded query parameters, repeated ones in their order
 * @param uri path and query exactly as they were sent
 * @param headers the headers by lower-case name; of {@code authorization} only the scheme
 * @param status the status of the answer, 0 if the connection was cut instead, by the
 * sandbox or by the client
 */
public record LoggedRequest(Instant time, Operation operation, String method, @Nullable String service,
		@Nullable String resource, String path, Map<String, List<String>> query, String uri,
		Map<String, String> headers, int status) {

	/**
	 * Find a header.
	 * @param name its name in any case
	 * @return its value, or null if the request had none
	 */
	public @Nullable String header(String name) {
		return this.headers.get(name.toLowerCase(Locale.ROOT));
	}

	/**
	 * Find a query parameter.
	 * @param name its name
	 * @return its first value, decoded, or null if the request had none
	 */
	public @Nullable String parameter(String name) {
		List<String> values = this.query.get(name);
		return (values != null && !values.isEmpty()) ? values.get(0) : null;
	}

}
