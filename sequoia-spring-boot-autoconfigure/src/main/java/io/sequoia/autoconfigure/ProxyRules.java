package io.sequoia.autoconfigure;

import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The rules on the HTTP proxy: host and port must both be set or neither, and so must
 * username and password.
 */
final class ProxyRules {

	private static final String PREFIX = "sequoia.http.proxy.";

	private static final Pattern HOST = Pattern.compile("[a-zA-Z0-9._-]+|\\[?[0-9a-fA-F:.]+]?");

	private static final Pattern HOSTS = Pattern.compile("(\\*\\.)?[a-zA-Z0-9._-]+|[0-9a-fA-F:.]+");

	private final Violations violations;

	ProxyRules(Violations violations) {
		this.violations = violations;
	}

	void check(SequoiaProperties.Http.Proxy proxy) {
		checkAddress(proxy.getHost(), proxy.getPort());
		checkCredentials(proxy);
		checkNonProxyHosts(proxy);
	}

	private void checkAddress(@Nullable String host, @Nullable Integer port) {
		if (Text.isGiven(host) && this.violations.checkResolved(PREFIX + "host", host, UrlRules.masked(host))
				&& !HOST.matcher(host).matches()) {
			this.violations.add(PREFIX + "host", UrlRules.masked(host), "is not a host",
					"Write only the proxy's host name or address, without scheme, user and port");
		}
		if (Text.isGiven(host) && port == null) {
			this.violations.add(PREFIX + "port", null, "is missing, but needed with 'sequoia.http.proxy.host'",
					"Write the proxy's port, such as 3128");
		}
		if (!Text.isGiven(host) && port != null) {
			this.violations.add(PREFIX + "host", null, "is missing, but needed with 'sequoia.http.proxy.port'",
					"Write the proxy's host name, or remove the port");
		}
		if (port != null) {
			this.violations.checkRange(PREFIX + "port", port, 1, 65535);
		}
	}

	private void checkCredentials(SequoiaProperties.Http.Proxy proxy) {
		String username = proxy.getUsername();
		String password = proxy.getPassword();
		if (Text.isGiven(username) && this.violations.checkResolved(PREFIX + "username", username, username)) {
			checkUsername(proxy.getHost(), username);
		}
		if (Text.isGiven(password)) {
			checkPassword(password);
		}
		if (Text.isGiven(username) && !Text.isGiven(password)) {
			this.violations.add(PREFIX + "password", null, "is missing, but needed with 'sequoia.http.proxy.username'",
					"Write the password, or remove the name");
		}
		if (!Text.isGiven(username) && Text.isGiven(password)) {
			this.violations.add(PREFIX + "username", null, "is missing, but needed with 'sequoia.http.proxy.password'",
					"Write the user name for the proxy, or remove the password");
		}
	}

	private void checkUsername(@Nullable String host, String username) {
		if (username.indexOf(':') >= 0) {
			// the text after the colon may be the password
			this.violations.add(PREFIX + "username",
					username.substring(0, username.indexOf(':') + 1) + InvalidSequoiaConfigurationException.MASK,
					"contains a colon, at which the proxy would split name and password",
					"Write only the name, without the password");
		}
		if (!Text.isGiven(host)) {
			this.violations.add(PREFIX + "host", null, "is missing, but needed with 'sequoia.http.proxy.username'",
					"Write the proxy's host name and port, or remove name and password");
		}
	}

	private void checkPassword(String password) {
		String edges = Text.edges(password);
		if (this.violations.checkResolved(PREFIX + "password", password, InvalidSequoiaConfigurationException.MASK)
				&& edges != null) {
			this.violations.addSecret(PREFIX + "password", edges, "Write it exactly as it was issued");
		}
	}

	private void checkNonProxyHosts(SequoiaProperties.Http.Proxy proxy) {
		List<String> hosts = proxy.getNonProxyHosts();
		for (int i = 0; i < hosts.size(); i++) {
			if (!HOSTS.matcher(hosts.get(i)).matches()) {
				this.violations.add(PREFIX + "non-proxy-hosts[" + i + "]", UrlRules.masked(hosts.get(i)),
						"is neither a host nor a pattern of hosts",
						"Write 'services.example.com' or '*.example.com', without scheme, port and path");
			}
		}
		if (!hosts.isEmpty() && !Text.isGiven(proxy.getHost())) {
			this.violations.add(PREFIX + "host", null,
					"is missing, but needed with 'sequoia.http.proxy.non-proxy-hosts'",
					"Write the proxy's host name and port, or remove the hosts");
		}
	}

}
