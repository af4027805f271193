package io.sequoia.discovery;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

import io.sequoia.http.PathRules;
import org.jspecify.annotations.Nullable;

/**
 * The rules on the location of a service, so that a forged registry entry cannot send
 * tokens elsewhere: http or https; no user information, query or fragment; a host that
 * {@link HostRules} allow.
 */
final class LocationRules {

	private final HostRules hosts;

	/**
	 * Create the rules.
	 * @param registry the address of the registry
	 * @param allowedHosts the allowed hosts, each a name or {@code *.} and a domain; if
	 * there are none, the registry's own host and the hosts of its parent domain
	 * @param allowInsecure whether plain http may go to other hosts than loopback
	 */
	LocationRules(URI registry, List<String> allowedHosts, boolean allowInsecure) {
		this.hosts = new HostRules(registry, allowInsecure, allowedHosts.isEmpty()
				? near(registry.getHost().toLowerCase(Locale.ROOT)) : HostRules.listed(allowedHosts),
				"sequoia.registry.allowed-hosts");
	}

	private static Predicate<String> near(String own) {
		return (host) -> host.equals(own) || Hosts.isInDomainAbove(host, own);
	}

	/**
	 * Check a location that the registry gave.
	 * @param location the location
	 * @return the reason why it is refused, or {@code null} if it is allowed
	 */
	@Nullable String refuse(URI location) {
		if (!HostRules.isHttp(location)) {
			return "is not an absolute http or https URL";
		}
		if (location.getRawUserInfo() != null || location.getRawQuery() != null || location.getRawFragment() != null) {
			return "has user information, a query or a fragment";
		}
		if (PathRules.hasDotSegment(location.getRawPath())) {
			return "has a path with a segment '.' or '..'";
		}
		return this.hosts.refuse(location);
	}

}
