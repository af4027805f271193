package io.sequoia.http;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;

/**
 * How connections are made and used.
 *
 * @param connectTimeout the longest time for a connection to be made
 * @param responseTimeout the longest time for one attempt, from request to the end of the
 * answer
 * @param maxResponseSize how many bytes of an answer are taken at most, after inflating
 * @param maxHeaderSize how many bytes the headers of an answer have at most
 * @param compression whether to ask for compressed answers
 * @param proxy an HTTP proxy, if one is needed
 * @param pool the connection pool
 * @param ssl the certificates to present and to trust, or {@code null} for the JVM's
 * @param headers the headers of requests that do not say otherwise
 */
public record HttpSettings(Duration connectTimeout, Duration responseTimeout, int maxResponseSize, int maxHeaderSize,
		boolean compression, @Nullable Proxy proxy, Pool pool, @Nullable Ssl ssl, Map<String, String> headers) {

	/**
	 * Copies the headers.
	 */
	public HttpSettings {
		headers = Map.copyOf(headers);
	}

	/**
	 * The settings of an application that configures nothing.
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
	 * @param name where they come from, to be read after "of"
	 * @param bundle the certificates
	 */
	public record Ssl(String name, SslBundle bundle) {

		/**
		 * Whether there is a certificate to present.
		 * @return whether there is
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
	 * @param username the name to log in to it by, if it wants one
	 * @param password the password to log in to it by, if it wants one
	 * @param nonProxyHosts the hosts that are connected to without it, each a name, an
	 * address, or {@code *.} and a domain
	 */
	public record Proxy(String host, int port, @Nullable String username, @Nullable String password,
			List<String> nonProxyHosts) {

		/**
		 * Copies the hosts.
		 */
		public Proxy {
			nonProxyHosts = nonProxyHosts.stream().map((bypassed) -> bypassed.toLowerCase(Locale.ROOT)).toList();
		}

		/**
		 * Whether a host is connected to without the proxy.
		 * @param host a name or an address
		 * @return whether it is
		 */
		boolean isBypassed(String host) {
			String lower = host.toLowerCase(Locale.ROOT);
			return this.nonProxyHosts.stream()
				.anyMatch((pattern) -> pattern.startsWith("*.") ? lower.endsWith(pattern.substring(1))
						: lower.equals(pattern));
		}

		/** Not the password. */
		@Override
		public String toString() {
			return this.host + ":" + this.port;
		}

	}

	/**
	 * A connection pool, per host.
	 *
	 * @param maxConnections how many connections are open at most
	 * @param maxIdleTime after which time without use a connection is closed
	 * @param maxLifeTime after which age a connection is closed
	 * @param acquireTimeout how long a call waits for a connection at most
	 */
	public record Pool(int maxConnections, Duration maxIdleTime, Duration maxLifeTime, Duration acquireTimeout) {
	}

}
