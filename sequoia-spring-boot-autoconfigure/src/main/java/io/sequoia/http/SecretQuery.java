package io.sequoia.http;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * The queries of the addresses that one request to a storage goes to, which are
 * signatures. Removes them from texts of the storage, which may send back what it got.
 * Has no text of its own, as filters and observations print the attributes of requests.
 * Thread-safe.
 */
final class SecretQuery {

	/** The attribute of a request with its queries. */
	static final String ATTRIBUTE = SecretQuery.class.getName();

	private static final String MASK = "...";

	/** Shorter values open nothing, and removing them would leave no readable text. */
	private static final int LEAST = 6;

	private final Set<String> queries = ConcurrentHashMap.newKeySet();

	SecretQuery(URI address) {
		add(address);
	}

	/**
	 * Return what removes the queries of a request.
	 * @param attributes the attributes of the request
	 * @return changes a text; keeps it if the request goes to no storage
	 */
	static UnaryOperator<String> mask(Map<String, Object> attributes) {
		return (attributes.get(ATTRIBUTE) instanceof SecretQuery query) ? query::masked : UnaryOperator.identity();
	}

	/**
	 * Add the query of the address that a request is redirected to.
	 * @param attributes the attributes of the request
	 * @param address the address
	 */
	static void add(Map<String, Object> attributes, URI address) {
		if (attributes.get(ATTRIBUTE) instanceof SecretQuery query) {
			query.add(address);
		}
	}

	private void add(URI address) {
		String query = address.getRawQuery();
		if (query != null && !query.isEmpty()) {
			this.queries.add(query);
		}
	}

	private String masked(String text) {
		String masked = text;
		for (String query : this.queries) {
			masked = replaced(masked, secret(query), MASK);
			List<String> names = new ArrayList<>();
			for (String parameter : query.split("&")) {
				int end = parameter.indexOf('=');
				masked = replaced(masked, secret(parameter.substring(end + 1)), MASK);
				if (end > 0) {
					names.add(Pattern.quote(parameter.substring(0, end)));
				}
			}
			if (!names.isEmpty()) {
				// also a value that is cut, or is another one than was sent
				masked = replaced(masked, "(?<![A-Za-z0-9])((?:" + String.join("|", names)
						+ ")(?:=|%(?:25)*3D))[^\\s&\"'<>(){},;\\[\\]]+", "$1" + MASK);
			}
		}
		return masked;
	}

	private static String replaced(String text, @Nullable String expression, String by) {
		return (expression == null) ? text
				: Pattern.compile(expression, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
					.matcher(text)
					.replaceAll(by.startsWith("$") ? by : Matcher.quoteReplacement(by));
	}

	/** Write an expression for a text of a query, however its characters are encoded. */
	private static @Nullable String secret(String raw) {
		if (raw.length() < LEAST) {
			return null;
		}
		StringBuilder expression = new StringBuilder();
		StringUtils.uriDecode(raw, StandardCharsets.UTF_8).codePoints().forEach((character) -> {
			String one = Character.toString(character);
			expression.append("(?:").append(Pattern.quote(one)).append('|');
			for (byte part : one.getBytes(StandardCharsets.UTF_8)) {
				expression.append(String.format(Locale.ROOT, "%%(?:25)*%02X", part));
			}
			// forms write a space as a plus sign, and read the sign as a space
			expression.append((character == ' ') ? "|\\+)" : (character == '+') ? "| )" : ")");
		});
		return Pattern.quote(raw) + "|" + expression;
	}

}
