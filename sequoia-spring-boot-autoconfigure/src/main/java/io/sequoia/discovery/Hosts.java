package io.sequoia.discovery;

import java.net.InetAddress;

import com.google.common.net.InternetDomainName;
import io.netty.util.NetUtil;
import io.sequoia.Internal;
import org.jspecify.annotations.Nullable;

/**
 * Tells from the text of a host, without a name look-up, which kind of address it is.
 */
@Internal
public final class Hosts {

	private Hosts() {
	}

	/**
	 * Tell whether a host is this machine.
	 * @param host a name or an address, an IPv6 address with or without brackets
	 * @return whether it is {@code localhost} or a loopback address
	 */
	public static boolean isLoopback(@Nullable String host) {
		InetAddress address = address(host);
		return "localhost".equalsIgnoreCase(host) || address != null && address.isLoopbackAddress();
	}

	/**
	 * Tell whether a host is a link-local address, where clouds have their metadata
	 * services.
	 * @param host a name or an address, an IPv6 address with or without brackets
	 * @return {@code true} if it is
	 */
	public static boolean isLinkLocal(String host) {
		InetAddress address = address(host);
		return address != null && address.isLinkLocalAddress();
	}

	/**
	 * Tell whether a host lies in the parent domain of another host, and that domain
	 * belongs to one party. It does not if a domain of the public suffix list (the
	 * private section included), below which anybody can register a domain or a host, is
	 * that parent domain or lies between it and the host. A top-level domain that the
	 * list does not contain, such as {@code internal}, is treated as one of the list.
	 * @param host the host in lower case
	 * @param sibling the other host in lower case
	 * @return {@code true} if it does
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
