package io.sequoia.autoconfigure;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import io.sequoia.discovery.Hosts;

/**
 * The rules on URLs to which requests are sent. No host name is looked up.
 */
final class UrlRules {

	private static final Pattern CREDENTIALS = Pattern.compile("^([a-zA-Z][a-zA-Z0-9+.-]*://)?.*@", Pattern.DOTALL);

	private static final Pattern QUERY = Pattern.compile("[?#].*", Pattern.DOTALL);

	private static final Pattern WHITE_SPACE = Pattern.compile("[\\s\\p{Cntrl}]");

	private static final Set<String> SCHEMES = Set.of("http", "https");

	private final boolean allowInsecure;

	private final Violations violations;

	/**
	 * Create the rules.
	 * @param allowInsecure whether plain http is accepted everywhere
	 * @param violations collects the violations
	 */
	UrlRules(boolean allowInsecure, Violations violations) {
		this.allowInsecure = allowInsecure;
		this.violations = violations;
	}

	void check(String key, String url) {
		if (!this.violations.checkResolved(key, url, masked(url))) {
			return;
		}
		if (WHITE_SPACE.matcher(url).find()) {
			add(key, url, "contains white space or a line break", "Write the URL without it");
		}
		else {
			try {
				check(key, url, new URI(url));
			}
			catch (URISyntaxException ex) {
				// its message repeats the URL, which may contain a password
				add(key, url, "is not a URL: the character at index " + ex.getIndex() + " is not allowed",
						"Write a URL such as 'https://registry.example.com'");
			}
		}
	}

	private void check(String key, String url, URI uri) {
		String scheme = (uri.getScheme() != null) ? uri.getScheme().toLowerCase(Locale.ROOT) : null;
		if (scheme == null) {
			add(key, url, "is relative", "Write the whole URL, such as 'https://registry.example.com'");
		}
		else if (!SCHEMES.contains(scheme)) {
			add(key, url, "has the scheme '" + scheme + "'", "Use 'https' (or 'http' for loopback)");
		}
		else {
			checkParts(key, url, uri);
			checkHost(key, url, uri, "http".equals(scheme));
		}
	}

	private void checkParts(String key, String url, URI uri) {
		if (url.indexOf('@') >= 0) {
			add(key, url, "contains user information",
					"Remove the user and the password from the URL; credentials belong in 'sequoia.auth'");
		}
		if (uri.getRawQuery() != null) {
			add(key, url, "has a query", "Remove the '?' and everything after it from the URL");
		}
		if (uri.getRawFragment() != null) {
			add(key, url, "has a fragment", "Remove the '#' and everything after it from the URL");
		}
	}

	private void checkHost(String key, String url, URI uri, boolean plain) {
		if (uri.getHost() == null || uri.getPort() == 0 || uri.getPort() > 65535) {
			add(key, url, "has no valid host and port", "Write a URL such as 'https://registry.example.com:8443'");
		}
		else if (Hosts.isLinkLocal(uri.getHost())) {
			add(key, url, "is a link-local address", "Write a URL with the host's name or another of its addresses");
		}
		else if (plain && !this.allowInsecure && !Hosts.isLoopback(uri.getHost())) {
			add(key, url, "uses plain http for a host other than loopback, so others could read the credentials",
					"Use 'https', or accept it with 'sequoia.registry.allow-insecure: true'");
		}
	}

	private void add(String key, String url, String rule, String remedy) {
		this.violations.add(key, masked(url), rule, remedy);
	}

	/**
	 * Remove all parts of a URL, however malformed, that may be secret: user information,
	 * query and fragment.
	 * @param url the text of the URL
	 * @return the text to print
	 */
	static String masked(String url) {
		String bare = QUERY.matcher(url).replaceFirst((match) -> url.charAt(match.start()) + "***");
		return CREDENTIALS.matcher(bare).replaceFirst("$1***@");
	}

}
