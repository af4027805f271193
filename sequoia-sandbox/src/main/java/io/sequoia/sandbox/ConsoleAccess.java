package io.sequoia.sandbox;

import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Guards the data of the console against other sites that are open in the same browser: a
 * change needs a JSON body, which the page of another site can send only if this server
 * allows it (CORS), and the host must not be a name of the public DNS, as its owner could
 * make it lead to this machine.
 */
final class ConsoleAccess {

	/**
	 * The hosts that are served: an address, a name without a dot, such as that of a
	 * container, and the top-level domains that are reserved for this purpose.
	 */
	private static final Pattern HOST = Pattern.compile(
			"(?:\\d{1,3}(?:\\.\\d{1,3}){3}|\\[[0-9a-f:.]+]|[a-z0-9_-]+|[a-z0-9._-]+\\.(?:localhost|internal|local|test))"
					+ "(?::\\d{1,5})?");

	private ConsoleAccess() {
	}

	/**
	 * Check a request for data of the console.
	 * @throws Problem with status 403, 405 or 415 if it is refused
	 */
	static void check(Request request) {
		String host = lower(request.header("host"));
		if (!HOST.matcher(host).matches()) {
			throw Problem.of(403, "the console is not served under the host '" + host
					+ "': use an IP address, or a name without a dot");
		}
		if (request.method().equals("GET")) {
			return;
		}
		if (!request.method().equals("POST")) {
			throw Problem.of(405, "the console accepts GET and POST, not " + request.method());
		}
		String origin = request.header("origin");
		if (origin != null && !lower(origin).replaceFirst("^https?://", "").equals(host)) {
			throw Problem.of(403, "the console accepts no changes from another origin");
		}
		if (!lower(request.header("content-type")).split(";", 2)[0].trim().equals("application/json")) {
			throw Problem.of(415, "a change needs a body of the type application/json");
		}
	}

	private static String lower(@Nullable String text) {
		return (text != null) ? text.toLowerCase(Locale.ROOT) : "";
	}

}
