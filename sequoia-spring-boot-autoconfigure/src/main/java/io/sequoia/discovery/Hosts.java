package io.sequoia.discovery;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Set;

import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;

/**
 * What the text of a host says of where it is. No name is looked up.
 */
public final class Hosts {

	/** Second-level labels below which countries register domains. */
	private static final Set<String> REGISTRIES = Set.of("ac", "ad", "asso", "co", "com", "ed", "edu", "firm", "gen",
			"go", "gob", "gouv", "gov", "govt", "gr", "gv", "id", "ind", "info", "lg", "ltd", "me", "mil", "mod", "ne",
			"net", "nhs", "nic", "nom", "or", "org", "plc", "police", "sch", "school", "web");

	private Hosts() {
	}

	/**
	 * Whether a host is this machine.
	 * @param host a name or an address, an IPv6 address with or without brackets
	 * @return whether it is {@code localhost} or a loopback address
	 */
	public static boolean isLoopback(@Nullable String host) {
		InetAddress address = address(host);
		return "localhost".equalsIgnoreCase(host) || address != null && address.isLoopbackAddress();
	}

	/**
	 * Whether a host is a link-local address, where clouds have their metadata services.
	 * @param host a name or an address, an IPv6 address with or without brackets
	 * @return whether it is
	 */
	public static boolean isLinkLocal(String host) {
		InetAddress address = address(host);
		return address != null && address.isLinkLocalAddress();
	}

	/**
	 * The domain above a host, if all of its hosts are in one hand.
	 * @param host a host in lower case
	 * @return the domain, or {@code null} where it is a top-level domain or one like
	 * {@code co.uk}, below which anybody can have a domain
	 */
	static @Nullable String parentDomain(String host) {
		String parent = host.substring(host.indexOf('.') + 1);
		String top = parent.substring(parent.indexOf('.') + 1);
		if (address(host) != null || parent.equals(host) || top.equals(parent) || top.isEmpty()) {
			return null;
		}
		String second = parent.substring(0, parent.length() - top.length() - 1).toLowerCase(Locale.ROOT);
		return (top.length() == 2 && REGISTRIES.contains(second)) ? null : parent;
	}

	private static @Nullable InetAddress address(@Nullable String host) {
		return (host != null && !host.isEmpty()) ? NetUtil.createInetAddressFromIpAddressString(host) : null;
	}

}
