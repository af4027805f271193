package io.sequoia.core;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.sequoia.DiscoveryException;
import io.sequoia.MalformedResponseException;
import io.sequoia.Printable;
import io.sequoia.SequoiaFailure.Details;
import io.sequoia.http.PathRules;
import org.jspecify.annotations.Nullable;

import org.springframework.web.util.UriUtils;

/**
 * Checks the links that one browse follows (docs/protocol.md, section 7): each is used
 * unchanged, must lie below the service's location, and is followed once.
 */
final class PageLinks {

	private static final int MAX_LENGTH = 8 * 1024;

	private static final String HEX = "0123456789ABCDEF";

	private static final Pattern ABSOLUTE = Pattern.compile("(?:([a-z]+):)?//([^/?#]*)(.*)",
			Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

	private static final Pattern USER = Pattern.compile("//[^/?#]*@");

	private final SeenLinks followed = new SeenLinks();

	/**
	 * Check the next link.
	 * @param link the link in the answer
	 * @param details the details of the call that returned it, for failures
	 * @throws MalformedResponseException if the link repeats an earlier one
	 */
	synchronized void follow(String link, Details details) {
		if (!this.followed.add(link)) {
			throw new MalformedResponseException(
					"The link to the next page, " + told(link)
							+ ", repeats an earlier one of this browse: the pages form a loop" + about(details),
					details, null);
		}
	}

	/**
	 * Convert a link to the path below the location of its service.
	 * @param location the location of the service
	 * @param link the link in the answer
	 * @param owner the owner of the call, which is added if the link has none
	 * @param details the details of the call, for failures
	 * @return path and query below the location
	 * @throws DiscoveryException if the link leads to another location
	 * @throws MalformedResponseException if the link is too long
	 */
	static String below(URI location, String link, String owner, Details details) {
		if (link.length() > MAX_LENGTH) {
			throw new MalformedResponseException(
					"The link to the next page is longer than " + MAX_LENGTH + " characters" + about(details), details,
					null);
		}
		String path = withoutLocation(link, location);
		if (!path.startsWith("/") || path.startsWith("//") || climbs(path)) {
			throw new DiscoveryException(
					"The link to the next page, " + told(link)
							+ ", does not lie below the service's location and is not followed" + about(details),
					details, null);
		}
		String escaped = escaped(path);
		return (parameter(escaped, "owner") != null) ? escaped
				: escaped + ((escaped.indexOf('?') < 0) ? '?' : '&') + QueryString.owner(owner);
	}

	/**
	 * Return the part of an absolute link behind the location, or the link as it is if it
	 * does not begin with the location.
	 */
	private static String withoutLocation(String link, URI location) {
		Matcher absolute = ABSOLUTE.matcher(link);
		if (!absolute.matches()) {
			return link;
		}
		String scheme = location.getScheme();
		String base = location.getRawPath();
		boolean below = scheme.equalsIgnoreCase(Objects.requireNonNullElse(absolute.group(1), scheme))
				&& authority(absolute.group(2), scheme).equals(authority(location.getRawAuthority(), scheme))
				&& absolute.group(3).startsWith(base);
		return below ? absolute.group(3).substring(base.length()) : link;
	}

	private static String authority(String authority, String scheme) {
		String standardPort = scheme.equalsIgnoreCase("https") ? ":443" : ":80";
		String lower = authority.toLowerCase(Locale.ROOT);
		return lower.endsWith(standardPort) ? lower.substring(0, lower.length() - standardPort.length()) : lower;
	}

	/**
	 * Return the value of a query parameter of a link.
	 * @param link the link in the answer
	 * @param name the name of the parameter
	 * @return the first value, decoded, or {@code null} if there is none
	 */
	static @Nullable String parameter(String link, String name) {
		return parameters(link, name).stream().findFirst().orElse(null);
	}

	/**
	 * Return the values of a query parameter of a link.
	 * @param link the link in the answer
	 * @param name the name of the parameter
	 * @return the values, decoded
	 */
	static List<String> parameters(String link, String name) {
		String escaped = escaped(link);
		int query = escaped.indexOf('?');
		String[] parameters = (query < 0) ? new String[0] : escaped.substring(query + 1).split("&");
		return Arrays.stream(parameters)
			.filter((parameter) -> parameter.startsWith(name + "="))
			.map((parameter) -> UriUtils.decode(parameter.substring(name.length() + 1), StandardCharsets.UTF_8))
			.toList();
	}

	private static boolean climbs(String link) {
		int end = link.indexOf('?');
		String path = (end < 0) ? link : link.substring(0, end);
		String decoded = path.toLowerCase(Locale.ROOT).replace("%2f", "/").replace("%5c", "\\");
		return decoded.contains("\\") || decoded.contains("//") || PathRules.hasDotSegment(path);
	}

	/**
	 * Escape the characters that a URL must not contain, and nothing else.
	 */
	static String escaped(String path) {
		StringBuilder escaped = null;
		byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
		String illegal = "\"<>\\^`{|}#[]";
		for (int i = 0; i < bytes.length; i++) {
			int b = bytes[i] & 0xff;
			if (b == '?') {
				illegal = "\"<>\\^`{|}#";
			}
			boolean legal = b > 0x20 && b < 0x7f && illegal.indexOf(b) < 0 && (b != '%' || isEscape(bytes, i));
			if (!legal && escaped == null) {
				escaped = new StringBuilder(bytes.length + 16);
				escaped.append(new String(bytes, 0, i, StandardCharsets.UTF_8));
			}
			if (escaped != null) {
				if (legal) {
					escaped.append((char) b);
				}
				else {
					escaped.append('%').append(HEX.charAt(b >> 4)).append(HEX.charAt(b & 0xf));
				}
			}
		}
		// not the path, which may have half of a pair of surrogates, as no URL can
		return (escaped != null) ? escaped.toString() : new String(bytes, StandardCharsets.US_ASCII);
	}

	private static boolean isEscape(byte[] bytes, int i) {
		return i + 2 < bytes.length && Character.digit(bytes[i + 1], 16) >= 0 && Character.digit(bytes[i + 2], 16) >= 0;
	}

	/** Return a link for a message, without a user, who may have a password. */
	private static String told(String link) {
		return Printable.of(USER.matcher(link).replaceFirst("//"), 300);
	}

	private static String about(Details details) {
		return " (service " + details.service() + ")";
	}

}
