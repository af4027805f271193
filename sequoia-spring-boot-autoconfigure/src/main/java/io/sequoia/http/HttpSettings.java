package io.sequoia.http;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.netty.util.NetUtil;
import io.sequoia.Internal;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;

/**
 * The settings of connections.
 *
 * @param connectTimeout the longest time for a connection to be made
 * @param responseTimeout the longest time for one attempt, from request to the end of the
 * answer
 * @param maxResponseSize the largest size of an answer in bytes, after decompression
 * @param maxHeaderSize the largest size of an answer's headers, in bytes
 * @param compression whether to ask for compressed answers
 * @param proxy an HTTP proxy, if one is needed
 * @param pool the connection pool
 * @param ssl the certificates to present and to trust, or {@code null} for the JVM's
 * @param headers the default headers of requests
 */
@Internal
public record HttpSettings(Duration connectTimeout, Duration responseTimeout, int maxResponseSize, int maxHeaderSize,
		boolean compression, @Nullable Proxy proxy, Pool pool, @Nullable Ssl ssl, Map<String, String> headers) {

	/**
	 * Copies the headers.
	 */
	public HttpSettings {
		headers = Map.copyOf(headers);
	}

	/**
	 * Return the settings of an application that configures nothing.
	 * @return the defaults
	 */
	public static HttpSettings defaults() {
		Pool pool = new Pool(64, Duration.ofSeconds(20), Duration.ofMinutes(5), Duration.ofSeconds(10));
		return new HttpSettings(Duration.ofSeconds(5), Duration.ofSeconds(30), 16 * 1024 * 1024, 8 * 1024, true, null,
				pool, null, Map.of());
	}

	/**
	 * The certificates to present and to trust.
	 *
	 * @param name their source, to be read after "of"
	 * @param bundle the certificates
	 */
	public record Ssl(String name, SslBundle bundle) {

		/**
		 * Tell whether there is a certificate to present.
		 * @return {@code true} if there is
		 */
		boolean hasClientCertificate() {
			return this.bundle.getStores().getKeyStore() != null;
		}

	}

	/**
	 * An HTTP proxy.
	 *
	 * @param host its host
	 * @param port its port
	 * @param username the username for it, if it requires one
	 * @param password the password for it, if it requires one
	 * @param nonProxyHosts the hosts that are connected to without it, each a name, an
	 * address, or {@code *.} and a domain
	 */
	public record Proxy(String host, int port, @Nullable String username, @Nullable String password,
			List<String> nonProxyHosts) {

		/**
		 * Copies the hosts.
		 */
		public Proxy {
			nonProxyHosts = nonProxyHosts.stream().map(Proxy::normal).toList();
		}

		/** Write an IPv6 address in the form that Java gives the host of a connection. */
		private static String normal(String host) {
			InetAddress address = (host.indexOf(':') >= 0) ? NetUtil.createInetAddressFromIpAddressString(host) : null;
			return (address != null) ? address.getHostAddress() : host.toLowerCase(Locale.ROOT);
		}

		/**
		 * Tell whether a host is connected to without the proxy.
		 * @param host a name or an address, an IPv6 address with or without brackets
		 * @return {@code true} if it is
		 */
		boolean isBypassed(String host) {
			String known = normal(host);
			return this.nonProxyHosts.stream()
				.anyMatch((pattern) -> pattern.startsWith("*.") ? known.endsWith(pattern.substring(1))
						: known.equals(pattern));
		}

		/** Return the settings without the password. */
		@Override
		public String toString() {
			return this.host + ":" + this.port;
		}

	}

	/**
	 * A connection pool, per host.
	 *
	 * @param maxConnections the largest number of open connections
	 * @param maxIdleTime the time without use after which a connection is closed
	 * @param maxLifeTime the age after which a connection is closed
	 * @param acquireTimeout the longest wait of a call for a connection
	 */
	public record Pool(int maxConnections, Duration maxIdleTime, Duration maxLifeTime, Duration acquireTimeout) {
	}

}
