package io.sequoia.sandbox;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.netty.handler.codec.http.QueryStringDecoder;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The request log, for reading on from a cursor, with secrets masked.
 */
final class ConsoleLog {

	static final int MAX = 200;

	private static final String MASK = "***";

	private static final Pattern SECRET = Pattern
		.compile("authorization|cookie|token|secret|password|api-?key|credential");

	private final RequestLog log;

	ConsoleLog(RequestLog log) {
		this.log = log;
	}

	/** Answer with the requests after the cursor, or the latest ones without a cursor. */
	Answer answer(Request request) {
		String after = request.query().first("after");
		if (after != null && !after.matches("\\d{1,18}")) {
			throw Problem.badQuery("after", "'after' must be the number of a logged request");
		}
		RequestLog.Part part = (after != null) ? this.log.after(Long.parseLong(after), MAX) : this.log.latest(MAX);
		ObjectNode body = Json.object().put("first", part.first()).put("next", part.next());
		ArrayNode requests = body.putArray("requests");
		part.entries().forEach((entry) -> requests.add(entry(entry)));
		return Answer.json(body);
	}

	private static ObjectNode entry(RequestLog.Entry entry) {
		LoggedRequest request = entry.request();
		ObjectNode json = Json.object().put("number", entry.number()).put("time", request.time().toString());
		json.put("operation", request.operation().name()).put("method", request.method());
		json.put("uri", uri(request));
		json.put("path", request.path()).put("status", request.status()).put("millis", entry.took().toMillis());
		json.put("correlationId", request.header("x-correlation-id"));
		ObjectNode headers = json.putObject("headers");
		request.headers().forEach((name, value) -> headers.put(name, mask(name, value)));
		return json;
	}

	/**
	 * Return path and query as they were sent, except for the values of secret
	 * parameters.
	 */
	private static String uri(LoggedRequest request) {
		int query = request.uri().indexOf('?');
		if (query < 0 || request.query().keySet().stream().noneMatch(ConsoleLog::secret)) {
			return request.uri();
		}
		return Arrays.stream(request.uri().substring(query + 1).split("&")).map((parameter) -> {
			String name = parameter.split("=", 2)[0];
			return secret(QueryStringDecoder.decodeComponent(name)) ? name + "=" + MASK : parameter;
		}).collect(Collectors.joining("&", request.uri().substring(0, query + 1), ""));
	}

	private static String mask(String name, String value) {
		return (!name.equals("authorization") && secret(name)) ? MASK : value;
	}

	private static boolean secret(String name) {
		return SECRET.matcher(name.toLowerCase(Locale.ROOT)).find();
	}

}
