package io.sequoia.rig;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

import io.sequoia.autoconfigure.Pki;
import org.jspecify.annotations.Nullable;

/**
 * Certificates of all kinds, made once for all tests of a JVM, and the locks that present
 * them.
 */
final class Certificates {

	private static final String HERE = "san=ip:127.0.0.1";

	private static @Nullable Certificates made;

	private final Pki pki;

	private final Map<String, KeyManager[]> keys = new ConcurrentHashMap<>();

	private Certificates() throws IOException {
		this.pki = new Pki(Files.createTempDirectory(Path.of("target"), "certificates"));
		this.pki.authority("authority");
		this.pki.key("good", "authority", "-ext", HERE);
		this.pki.key("expired", "authority", "-ext", HERE, "-startdate", "-10d", "-validity", "5");
		this.pki.key("elsewhere", "authority", "-ext", "san=dns:elsewhere.example");
		this.pki.authority("nobody");
		this.pki.key("stranger", "nobody", "-ext", HERE);
	}

	/** Return the certificates of this run. */
	static synchronized Certificates made() {
		try {
			made = (made != null) ? made : new Certificates();
			return made;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return the properties of a client that trusts the authority and has a certificate.
	 */
	String[] properties() {
		return new String[] { "sequoia.ssl.trust-certificate=" + this.pki.certificateFile("authority"),
				"sequoia.ssl.certificate=" + this.pki.certificateFile("good"),
				"sequoia.ssl.private-key=" + this.pki.privateKeyFile("good") };
	}

	/** Create a lock with a certificate of the authority. */
	Lock good() {
		return lock("good", null);
	}

	/** Create a lock with an expired certificate. */
	Lock expired() {
		return lock("expired", null);
	}

	/** Create a lock with a certificate for another host. */
	Lock elsewhere() {
		return lock("elsewhere", null);
	}

	/** Create a lock with a certificate of an unknown authority. */
	Lock stranger() {
		return lock("stranger", null);
	}

	/**
	 * Create a lock with a certificate of the authority, on a server that trusts no
	 * client.
	 */
	Lock wary() {
		return lock("good", new TrustsNobody());
	}

	private Lock lock(String name, @Nullable X509TrustManager clients) {
		try {
			// one of its own, as a session of another lock must not be resumed
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(this.keys.computeIfAbsent(name, this::keys),
					(clients != null) ? new TrustManager[] { clients } : null, null);
			return (client) -> open(client, context, clients != null);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private KeyManager[] keys(String name) {
		try {
			KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
			factory.init(this.pki.keyStore(name), Pki.PASSWORD.toCharArray());
			return factory.getKeyManagers();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Socket open(Socket client, SSLContext context, boolean wary) throws IOException {
		SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(client, null, client.getPort(), false);
		socket.setUseClientMode(false);
		socket.setNeedClientAuth(wary);
		try {
			socket.startHandshake();
			return socket;
		}
		catch (IOException ex) {
			// closing while the client still sends would be a reset, which hides the
			// alert
			client.getInputStream().transferTo(OutputStream.nullOutputStream());
			throw ex;
		}
	}

	private static final class TrustsNobody implements X509TrustManager {

		@Override
		public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
			throw new CertificateException("nobody is trusted");
		}

		@Override
		public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
			throw new CertificateException("nobody is trusted");
		}

		@Override
		public X509Certificate[] getAcceptedIssuers() {
			return new X509Certificate[0];
		}

	}

}
