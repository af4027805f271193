package io.sequoia.discovery;

import java.net.URI;
import java.util.List;
import java.util.Locale;

import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;

/**
 * Where a service may be, so that a forged registry entry cannot send tokens elsewhere:
 * http or https, https if the registry is, no user information, query or fragment, on an
 * allowed host, never a link-local address.
 */
final class LocationRules {

	private final URI registry;

	private final List<String> allowedHosts;

	/**
	 * Create the rules.
	 * @param registry the address of the registry
	 * @param allowedHosts the allowed hosts, each a name or {@code *.} and a domain; if
	 * there are none, the registry's own host and the hosts of its parent domain
	 */
	LocationRules(URI registry, List<String> allowedHosts) {
		this.registry = registry;
		this.allowedHosts = allowedHosts.stream().map((host) -> host.toLowerCase(Locale.ROOT)).toList();
	}

	/**
	 * Check a location that the registry gave.
	 * @param location the location
	 * @return why it is refused, or {@code null} if it is allowed
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
		if ("https".equalsIgnoreCase(this.registry.getScheme()) && !"https".equalsIgnoreCase(scheme)) {
			return "is not https although the registry is";
		}
		if (isLinkLocal(host)) {
			return "is a link-local address";
		}
		if (isLoopback(host)) {
			return isLoopback(this.registry.getHost()) ? null : "is a loopback address although the registry is not";
		}
		return isAllowed(host.toLowerCase(Locale.ROOT)) ? null
				: "is on a host that is not allowed; if it is right, add it to sequoia.registry.allowed-hosts";
	}

	private boolean isAllowed(String host) {
		if (!this.allowedHosts.isEmpty()) {
			return this.allowedHosts.stream().anyMatch((allowed) -> matches(allowed, host));
		}
		String own = this.registry.getHost().toLowerCase(Locale.ROOT);
		return host.equals(own)
				|| (!isAddress(own) && parentDomain(own) != null && host.endsWith("." + parentDomain(own)));
	}

	private static boolean matches(String allowed, String host) {
		return allowed.startsWith("*.") ? host.endsWith(allowed.substring(1)) : host.equals(allowed);
	}

	/** The domain above a host, unless that would be a top-level domain. */
	private static @Nullable String parentDomain(String host) {
		String parent = host.substring(host.indexOf('.') + 1);
		return (parent.length() < host.length() && parent.indexOf('.') > 0) ? parent : null;
	}

	private static boolean isLoopback(@Nullable String host) {
		return host != null && (host.equalsIgnoreCase("localhost") || isIpv4(host) && host.startsWith("127.")
				|| host.equals("[::1]"));
	}

	private static boolean isLinkLocal(String host) {
		return isIpv4(host) && host.startsWith("169.254.") || host.toLowerCase(Locale.ROOT).matches("\\[fe[89ab].*");
	}

	private static boolean isAddress(String host) {
		return isIpv4(host) || host.startsWith("[");
	}

	private static boolean isIpv4(String host) {
		return NetUtil.isValidIpV4Address(host);
	}

}
