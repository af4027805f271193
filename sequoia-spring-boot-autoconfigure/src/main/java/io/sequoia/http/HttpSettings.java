package io.sequoia.http;

import java.time.Duration;
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
	 */
	public record Proxy(String host, int port) {
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
