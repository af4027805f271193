package io.sequoia.discovery;

import java.net.InetAddress;

import com.google.common.net.InternetDomainName;
import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;

/**
 * What the text of a host says of where it is. No name is looked up.
 */
public final class Hosts {

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
	 * Whether a host lies in the domain above another one, and that domain is in one
	 * hand: no domain of the public suffix list, its private section included, below
	 * which anybody can have a domain or a host, is that domain or lies between the two.
	 * A top-level domain that the list does not know, such as {@code internal}, counts as
	 * one of it.
	 * @param host the host in lower case
	 * @param sibling the other host in lower case
	 * @return whether it does
	 */
	static boolean isInDomainAbove(String host, String sibling) {
		String parent = sibling.substring(sibling.indexOf('.') + 1);
		if (address(sibling) != null || parent.equals(sibling) || !host.endsWith("." + parent)
				|| !InternetDomainName.isValid(host)) {
			return false;
		}
		InternetDomainName suffix = InternetDomainName.from(host).publicSuffix();
		String open = (suffix != null) ? suffix.toString() : host.substring(host.lastIndexOf('.') + 1);
		return parent.endsWith("." + open);
	}

	private static @Nullable InetAddress address(@Nullable String host) {
		return (host != null && !host.isEmpty()) ? NetUtil.createInetAddressFromIpAddressString(host) : null;
	}

}
