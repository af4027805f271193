package io.sequoia.rig;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Certificates of all kinds, made by the JDK's own tool, and the locks that show them.
 */
final class Certificates {

	private static final String PASSWORD = "changeit";

	private static final String HERE = "san=ip:127.0.0.1";

	private static final Path DIRECTORY = Path.of("target", "certificates");

	private static final Path FILE = DIRECTORY.resolve("certificates.p12");

	private static @Nullable Certificates made;

	private final KeyStore store;

	private Certificates() throws Exception {
		Files.createDirectories(DIRECTORY);
		Files.deleteIfExists(FILE);
		make("authority", "-ext", "bc:c");
		make("good", "-ext", HERE, "-signer", "authority");
		make("expired", "-ext", HERE, "-signer", "authority", "-startdate", "-10d", "-validity", "5");
		make("elsewhere", "-ext", "san=dns:elsewhere.example", "-signer", "authority");
		make("stranger", "-ext", HERE);
		this.store = KeyStore.getInstance("PKCS12");
		try (InputStream stream = Files.newInputStream(FILE)) {
			this.store.load(stream, PASSWORD.toCharArray());
		}
	}

	/** Those of this run. */
	static synchronized Certificates made() {
		try {
			made = (made != null) ? made : new Certificates();
			return made;
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void make(String name, String... options) throws Exception {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias",
						name, "-dname", "CN=" + name, "-keyalg", "EC", "-storetype", "PKCS12", "-storepass", PASSWORD,
						"-keystore", FILE.toString()));
		command.addAll(List.of(options));
		Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
		String output = new String(keytool.getInputStream().readAllBytes());
		assertThat(keytool.waitFor()).as(output).isZero();
	}

	/**
	 * The properties of a client that trusts the authority and has a certificate of its
	 * own.
	 */
	String[] properties() {
		try {
			return pems();
		}
		catch (GeneralSecurityException | IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private String[] pems() throws GeneralSecurityException, IOException {
		return new String[] {
				"sequoia.ssl.trust-certificate="
						+ pem("authority.pem", "CERTIFICATE", this.store.getCertificate("authority").getEncoded()),
				"sequoia.ssl.certificate="
						+ pem("client.pem", "CERTIFICATE", this.store.getCertificate("good").getEncoded()),
				"sequoia.ssl.private-key=" + pem("client-key.pem", "PRIVATE KEY",
						this.store.getKey("good", PASSWORD.toCharArray()).getEncoded()) };
	}

	private static Path pem(String name, String type, byte[] content) throws IOException {
		String text = Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(content);
		return Files.writeString(DIRECTORY.resolve(name),
				"-----BEGIN " + type + "-----\n" + text + "\n-----END " + type + "-----\n");
	}

	/** What the authority vouches for. */
	Lock good() {
		return lock("good", null);
	}

	/** What has expired. */
	Lock expired() {
		return lock("expired", null);
	}

	/** What was made for another host. */
	Lock elsewhere() {
		return lock("elsewhere", null);
	}

	/** What nobody vouches for. */
	Lock stranger() {
		return lock("stranger", null);
	}

	/** What the authority vouches for, and a server that trusts no client. */
	Lock wary() {
		return lock("good", new TrustsNobody());
	}

	private Lock lock(String name, @Nullable X509TrustManager clients) {
		try {
			KeyStore one = KeyStore.getInstance("PKCS12");
			one.load(null, null);
			one.setKeyEntry(name, this.store.getKey(name, PASSWORD.toCharArray()), PASSWORD.toCharArray(),
					this.store.getCertificateChain(name));
			KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
			keys.init(one, PASSWORD.toCharArray());
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(keys.getKeyManagers(), (clients != null) ? new TrustManager[] { clients } : null, null);
			return (client) -> open(client, context, clients != null);
		}
		catch (GeneralSecurityException | IOException ex) {
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
			// an end while the client still sends would be a reset, which hides the alert
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
