package io.sequoia.containers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A certificate for {@code localhost} and one for a client, each its own authority, in
 * stores made by the JDK's keytool.
 */
final class TestCertificates {

	static final String PASSWORD = "changeit";

	private final Path directory;

	TestCertificates(Path directory) {
		this.directory = directory;
		generate("server", "CN=localhost", "-ext", "SAN=dns:localhost");
		generate("client", "CN=catalogue");
		Path exported = this.directory.resolve("client.crt");
		keytool("-exportcert", "-alias", "client", "-keystore", clientStore().toString(), "-storepass", PASSWORD,
				"-rfc", "-file", exported.toString());
		keytool("-importcert", "-noprompt", "-alias", "client", "-keystore", trustStore().toString(), "-storetype",
				"PKCS12", "-storepass", PASSWORD, "-file", exported.toString());
		Path server = this.directory.resolve("server.crt");
		keytool("-exportcert", "-alias", "server", "-keystore", serverStore().toString(), "-storepass", PASSWORD,
				"-rfc", "-file", server.toString());
	}

	Path serverStore() {
		return this.directory.resolve("server.p12");
	}

	Path serverCertificate() {
		return this.directory.resolve("server.crt");
	}

	Path clientStore() {
		return this.directory.resolve("client.p12");
	}

	/** Return the trust store of the server. */
	Path trustStore() {
		return this.directory.resolve("trust.p12");
	}

	/**
	 * Return the thumbprint of the client certificate in a token that is bound to it (RFC
	 * 8705).
	 */
	String clientThumbprint() {
		try (InputStream stream = Files.newInputStream(clientStore())) {
			KeyStore store = KeyStore.getInstance("PKCS12");
			store.load(stream, PASSWORD.toCharArray());
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(store.getCertificate("client").getEncoded());
			return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void generate(String alias, String name, String... more) {
		List<String> arguments = new ArrayList<>(List.of("-genkeypair", "-alias", alias, "-keyalg", "EC", "-dname",
				name, "-validity", "2", "-storetype", "PKCS12", "-storepass", PASSWORD, "-keystore",
				this.directory.resolve(alias + ".p12").toString()));
		arguments.addAll(List.of(more));
		keytool(arguments.toArray(String[]::new));
	}

	private static void keytool(String... arguments) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
		command.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC"));
		command.addAll(List.of(arguments));
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			if (process.waitFor() != 0) {
				throw new IllegalStateException("keytool failed: " + command + "\n" + output);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
