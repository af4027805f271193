package io.sequoia.discovery;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

import io.sequoia.Internal;
import org.jspecify.annotations.Nullable;

/**
 * The rules on the hosts that requests may go to: https, except on loopback or where
 * plain http is allowed, and always if the registry uses https; a host that is allowed;
 * loopback only if the registry is on loopback; never a link-local address. Immutable.
 */
@Internal
public final class HostRules {

	private static final int MAX_PORT = 65535;

	private final URI registry;

	private final boolean allowInsecure;

	private final Predicate<String> allowed;

	private final String key;

	/**
	 * Create the rules.
	 * @param registry the address of the registry
	 * @param allowInsecure whether plain http may go to other hosts than loopback
	 * @param allowed accepts a host, in lower case
	 * @param key the setting that allows hosts
	 */
	public HostRules(URI registry, boolean allowInsecure, Predicate<String> allowed, String key) {
		this.registry = registry;
		this.allowInsecure = allowInsecure;
		this.allowed = allowed;
		this.key = key;
	}

	/**
	 * Accept the hosts of a list.
	 * @param hosts the hosts, each a name or {@code *.} and a domain
	 * @return accepts a host, in lower case
	 */
	public static Predicate<String> listed(List<String> hosts) {
		List<String> patterns = hosts.stream().map((host) -> host.toLowerCase(Locale.ROOT)).toList();
		return (host) -> patterns.stream().anyMatch((pattern) -> matches(pattern, host));
	}

	private static boolean matches(String pattern, String host) {
		return pattern.startsWith("*.") ? host.endsWith(pattern.substring(1)) : host.equals(pattern);
	}

	/**
	 * Tell whether an address has a host and the scheme http or https.
	 * @param address the address
	 * @return {@code true} if it has
	 */
	public static boolean isHttp(URI address) {
		return address.getHost() != null
				&& ("http".equalsIgnoreCase(address.getScheme()) || "https".equalsIgnoreCase(address.getScheme()));
	}

	/**
	 * Check the host and the port of an address.
	 * @param address an absolute http or https address
	 * @return the reason why it is refused, or {@code null} if it is allowed
	 */
	public @Nullable String refuse(URI address) {
		if (address.getPort() == 0 || address.getPort() > MAX_PORT) {
			return "has the port " + address.getPort() + ", which is not from 1 to " + MAX_PORT;
		}
		String host = address.getHost();
		boolean encrypted = "https".equalsIgnoreCase(address.getScheme());
		if ("https".equalsIgnoreCase(this.registry.getScheme()) && !encrypted) {
			return "is not https although the registry is";
		}
		if (Hosts.isLinkLocal(host)) {
			return "is a link-local address";
		}
		if (Hosts.isLoopback(host)) {
			return Hosts.isLoopback(this.registry.getHost()) ? null
					: "is a loopback address although the registry is not";
		}
		if (!this.allowInsecure && !encrypted) {
			return "is plain http on a host other than loopback; if that is right, set sequoia.registry.allow-insecure";
		}
		return this.allowed.test(host.toLowerCase(Locale.ROOT)) ? null
				: "is on a host that is not allowed; if it is right, add it to " + this.key;
	}

}
