package io.sequoia.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The files of the console, and the headers that keep a browser from loading anything
 * else.
 */
final class ConsoleFiles {

	static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
			+ "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

	private static final String PAGE = "console.html";

	static final String ICON = "icon.svg";

	private static final String SCRIPT = "text/javascript;charset=utf-8";

	/** The files below {@code /console}, with their types. */
	static final Map<String, String> TYPES = Map.of("console.css", "text/css;charset=utf-8", ICON, "image/svg+xml",
			"console.js", SCRIPT, "page.js", SCRIPT, "catalogue.js", SCRIPT, "pictures.js", SCRIPT, "requests.js",
			SCRIPT, "tools.js", SCRIPT);

	private ConsoleFiles() {
	}

	/**
	 * Tell whether a request prefers a page to JSON: it names {@code text/html}, with a
	 * higher quality than JSON has. The JDK's {@code HttpURLConnection} names it by
	 * default, and is not a browser.
	 */
	static boolean prefersPage(Request request) {
		String agent = request.header("user-agent");
		String accept = request.header("accept");
		if (accept == null || (agent != null && agent.startsWith("Java/"))) {
			return false;
		}
		double page = 0;
		double json = 0;
		double any = 0;
		for (String range : accept.toLowerCase(Locale.ROOT).split(",")) {
			String[] parts = range.split(";");
			double quality = quality(parts);
			switch (parts[0].trim()) {
				case "text/html" -> page = Math.max(page, quality);
				case "application/json", "application/vnd.piksel+json", "application/*" ->
					json = Math.max(json, quality);
				case "*/*" -> any = Math.max(any, quality);
				default -> {
				}
			}
		}
		return page > Math.max(json, any) || (page > 0 && page == any && json == 0);
	}

	private static double quality(String[] parts) {
		for (int i = 1; i < parts.length; i++) {
			String parameter = parts[i].trim();
			if (parameter.matches("q=[01](\\.\\d{0,3})?")) {
				return Double.parseDouble(parameter.substring(2));
			}
		}
		return 1;
	}

	static Answer page() {
		return protect(new Answer(200, Map.of("Vary", "Accept"), "text/html;charset=utf-8", read(PAGE)));
	}

	static Answer file(Request request, List<String> path) {
		String type = (path.size() == 1) ? TYPES.get(path.get(0)) : null;
		if (type == null || !request.method().equals("GET")) {
			return protect(Answer.of(Problem.of(404, "the console has nothing at " + request.path())));
		}
		return protect(new Answer(200, Map.of(), type, read(path.get(0))));
	}

	/** Add the headers of every answer of the console. */
	static Answer protect(Answer answer) {
		Map<String, String> headers = new LinkedHashMap<>(answer.headers());
		headers.put("Content-Security-Policy", POLICY);
		headers.put("X-Content-Type-Options", "nosniff");
		headers.put("Referrer-Policy", "no-referrer");
		headers.put("Cross-Origin-Resource-Policy", "same-origin");
		headers.put("Cross-Origin-Opener-Policy", "same-origin");
		headers.put("Cache-Control", "no-store");
		return new Answer(answer.status(), headers, answer.contentType(), answer.body());
	}

	static byte[] read(String name) {
		try (InputStream stream = ConsoleFiles.class.getResourceAsStream("console/" + name)) {
			if (stream == null) {
				throw new IllegalStateException("The sandbox has no file console/" + name);
			}
			return stream.readAllBytes();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
