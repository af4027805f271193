package io.sequoia.http;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.sequoia.Internal;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.util.StringUtils;

/**
 * The secrets of one request: the queries of the addresses at a storage, which are
 * signatures, the credentials in its header, and passwords in its body. Removes them from
 * texts of the server, which may send back what it got. Has no text of its own, as
 * filters and observations print the attributes of requests. Thread-safe.
 */
@Internal
public final class SentSecrets {

	private static final String ATTRIBUTE = SentSecrets.class.getName();

	private static final String MASK = "...";

	/** Shorter values open nothing, and removing them would leave no readable text. */
	private static final int LEAST = 6;

	private final Set<String> queries = ConcurrentHashMap.newKeySet();

	private final Set<String> values;

	private SentSecrets(Collection<String> values) {
		this.values = Set.copyOf(values);
	}

	/**
	 * Return what adds the secrets of a request's body to its attributes.
	 * @param values the secrets
	 * @return sets the attribute
	 */
	public static Consumer<Map<String, Object>> attribute(Collection<String> values) {
		SentSecrets secrets = new SentSecrets(values);
		return (attributes) -> attributes.put(ATTRIBUTE, secrets);
	}

	/** Return what adds the query of a request's address to its attributes. */
	static Consumer<Map<String, Object>> attribute(URI address) {
		SentSecrets secrets = new SentSecrets(Set.of());
		secrets.add(address);
		return (attributes) -> attributes.put(ATTRIBUTE, secrets);
	}

	/**
	 * Return what removes secrets from a text.
	 * @param values the secrets
	 * @return changes a text
	 */
	public static UnaryOperator<String> mask(Collection<String> values) {
		return new SentSecrets(values)::masked;
	}

	/**
	 * Return what removes the secrets in the attributes of a request.
	 * @param attributes the attributes of the request
	 * @return changes a text; keeps it if there are none
	 */
	static UnaryOperator<String> mask(Map<String, Object> attributes) {
		return (attributes.get(ATTRIBUTE) instanceof SentSecrets secrets) ? secrets::masked : UnaryOperator.identity();
	}

	/**
	 * Return what removes the secrets of a request.
	 * @param attributes the attributes of the request
	 * @param sent the headers that it was sent with
	 * @return changes a text
	 */
	static UnaryOperator<String> mask(Map<String, Object> attributes, HttpHeaders sent) {
		UnaryOperator<String> mask = mask(attributes);
		String authorization = sent.getFirst(HttpHeaders.AUTHORIZATION);
		if (authorization == null) {
			return mask;
		}
		UnaryOperator<String> ofHeader = mask(credentials(authorization));
		return (text) -> ofHeader.apply(mask.apply(text));
	}

	/** Return the token in a header, or the encoded pair in it and the secret alone. */
	private static List<String> credentials(String authorization) {
		String value = authorization.substring(authorization.indexOf(' ') + 1);
		if (!authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
			return List.of(value);
		}
		try {
			String pair = new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
			return List.of(value, pair.substring(pair.indexOf(':') + 1));
		}
		catch (IllegalArgumentException ex) {
			return List.of(value); // a header of the application
		}
	}

	/**
	 * Add the query of the address that a request is redirected to.
	 * @param attributes the attributes of the request
	 * @param address the address
	 */
	static void add(Map<String, Object> attributes, URI address) {
		if (attributes.get(ATTRIBUTE) instanceof SentSecrets secrets) {
			secrets.add(address);
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
		for (String value : this.values) {
			masked = replaced(masked, (value.length() < LEAST) ? null : encoded(value), MASK);
		}
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

	private static @Nullable String secret(String raw) {
		return (raw.length() < LEAST) ? null
				: Pattern.quote(raw) + "|" + encoded(StringUtils.uriDecode(raw, StandardCharsets.UTF_8));
	}

	/** Write an expression for a text, however its characters are encoded. */
	private static String encoded(String text) {
		StringBuilder expression = new StringBuilder();
		text.codePoints().forEach((character) -> {
			String one = Character.toString(character);
			expression.append("(?:").append(Pattern.quote(one)).append('|');
			for (byte part : one.getBytes(StandardCharsets.UTF_8)) {
				expression.append(String.format(Locale.ROOT, "%%(?:25)*%02X", part));
			}
			// forms write a space as a plus sign, and read the sign as a space
			expression.append((character == ' ') ? "|\\+)" : (character == '+') ? "| )" : ")");
		});
		return expression.toString();
	}

}
