package io.sequoia.discovery;

import java.net.URI;
import java.util.List;
import java.util.Locale;

import io.sequoia.http.PathRules;
import org.jspecify.annotations.Nullable;

/**
 * The rules on the location of a service, so that a forged registry entry cannot send
 * tokens elsewhere: http or https; https if the registry uses https, and on every host
 * but loopback; no user information, query or fragment; an allowed host; never a
 * link-local address.
 */
final class LocationRules {

	private final URI registry;

	private final List<String> allowedHosts;

	private final boolean allowInsecure;

	/**
	 * Create the rules.
	 * @param registry the address of the registry
	 * @param allowedHosts the allowed hosts, each a name or {@code *.} and a domain; if
	 * there are none, the registry's own host and the hosts of its parent domain
	 * @param allowInsecure whether plain http may go to other hosts than loopback
	 */
	LocationRules(URI registry, List<String> allowedHosts, boolean allowInsecure) {
		this.registry = registry;
		this.allowInsecure = allowInsecure;
		this.allowedHosts = allowedHosts.stream().map((host) -> host.toLowerCase(Locale.ROOT)).toList();
	}

	/**
	 * Check a location that the registry gave.
	 * @param location the location
	 * @return the reason why it is refused, or {@code null} if it is allowed
	 */
	@Nullable String refuse(URI location) {
		String host = location.getHost();
		String scheme = location.getScheme();
		if (host == null || !("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme))) {
			return "is not an absolute http or https URL";
		}
		if (location.getRawUserInfo() != null || location.getRawQuery() != null || location.getRawFragment() != null) {
			return "has user information, a query or a fragment";
		}
		if (PathRules.hasDotSegment(location.getRawPath())) {
			return "has a path with a segment '.' or '..'";
		}
		if ("https".equalsIgnoreCase(this.registry.getScheme()) && !"https".equalsIgnoreCase(scheme)) {
			return "is not https although the registry is";
		}
		if (Hosts.isLinkLocal(host)) {
			return "is a link-local address";
		}
		if (Hosts.isLoopback(host)) {
			return Hosts.isLoopback(this.registry.getHost()) ? null
					: "is a loopback address although the registry is not";
		}
		if (!this.allowInsecure && !"https".equalsIgnoreCase(scheme)) {
			return "is plain http on a host other than loopback; if that is right, set sequoia.registry.allow-insecure";
		}
		return isAllowed(host.toLowerCase(Locale.ROOT)) ? null
				: "is on a host that is not allowed; if it is right, add it to sequoia.registry.allowed-hosts";
	}

	private boolean isAllowed(String host) {
		if (!this.allowedHosts.isEmpty()) {
			return this.allowedHosts.stream().anyMatch((allowed) -> matches(allowed, host));
		}
		String own = this.registry.getHost().toLowerCase(Locale.ROOT);
		return host.equals(own) || Hosts.isInDomainAbove(host, own);
	}

	private static boolean matches(String allowed, String host) {
		return allowed.startsWith("*.") ? host.endsWith(allowed.substring(1)) : host.equals(allowed);
	}

}
