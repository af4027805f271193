package io.sequoia.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Authorities, keys and certificates, made anew for each test run.
 */
public final class Pki {

	public static final String PASSWORD = "st0re-pl4nted";

	/** The file with all keys. */
	static final String STORE = "all.p12";

	private final Path directory;

	private final Path store;

	public Pki(Path directory) {
		this.directory = directory;
		this.store = directory.resolve(STORE);
	}

	/**
	 * Make an authority.
	 * @param alias its name
	 */
	public void authority(String alias) {
		keytool(alias, "CN=" + alias, "-ext", "bc:c");
	}

	/**
	 * Make a key and its certificate.
	 * @param alias its name
	 * @param authority the authority that signs it
	 * @param options further options of keytool
	 */
	public void key(String alias, String authority, String... options) {
		keytool(alias, "CN=" + alias,
				Stream.concat(Stream.of("-signer", authority), Arrays.stream(options)).toArray(String[]::new));
	}

	/**
	 * Make a key and its certificate for servers at {@code localhost}.
	 * @param alias its name
	 * @param authority the authority that signs it
	 * @param options further options of keytool
	 */
	void server(String alias, String authority, String... options) {
		key(alias, authority,
				Stream.concat(Stream.of("-ext", "san=dns:localhost"), Arrays.stream(options)).toArray(String[]::new));
	}

	/**
	 * Make a key and a self-signed certificate for {@code localhost}.
	 * @param alias its name
	 */
	public void selfSigned(String alias) {
		keytool(alias, "CN=localhost", "-ext", "san=dns:localhost");
	}

	/** Return the certificates of these keys in one PEM text. */
	String certificates(String... aliases) {
		return Arrays.stream(aliases).map((alias) -> pem("CERTIFICATE", encoded(alias))).collect(Collectors.joining());
	}

	String privateKey(String alias) {
		try {
			return pem("PRIVATE KEY", load().getKey(alias, PASSWORD.toCharArray()).getEncoded());
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	public Path certificateFile(String... aliases) {
		return write(String.join("-", aliases) + ".crt", certificates(aliases));
	}

	public Path privateKeyFile(String alias) {
		return write(alias + ".key", privateKey(alias));
	}

	/** Write the key, encrypted with a password. */
	Path encryptedPrivateKeyFile(String alias, String password) {
		try {
			String algorithm = "PBEWithSHA1AndDESede";
			Cipher cipher = Cipher.getInstance(algorithm);
			cipher.init(Cipher.ENCRYPT_MODE,
					SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec(password.toCharArray())));
			byte[] key = cipher.doFinal(load().getKey(alias, PASSWORD.toCharArray()).getEncoded());
			return write(alias + "-encrypted.key", pem("ENCRYPTED PRIVATE KEY",
					new EncryptedPrivateKeyInfo(cipher.getParameters(), key).getEncoded()));
		}
		catch (IOException | GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Create a key store of one key, with the certificates of others to trust. */
	public KeyStore keyStore(String alias, String... trusted) {
		try {
			KeyStore keyStore = KeyStore.getInstance("PKCS12");
			keyStore.load(null, null);
			keyStore.setKeyEntry(alias, load().getKey(alias, PASSWORD.toCharArray()), PASSWORD.toCharArray(),
					new Certificate[] { load().getCertificate(alias) });
			for (String other : trusted) {
				keyStore.setCertificateEntry(other, load().getCertificate(other));
			}
			return keyStore;
		}
		catch (IOException | GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	Path keyStoreFile(String type, String alias, String... trusted) {
		Path file = this.directory.resolve(alias + "." + type.toLowerCase(Locale.ROOT));
		try (OutputStream stream = Files.newOutputStream(file)) {
			KeyStore source = keyStore(alias, trusted);
			KeyStore target = KeyStore.getInstance(type);
			target.load(null, null);
			target.setKeyEntry(alias, source.getKey(alias, PASSWORD.toCharArray()), PASSWORD.toCharArray(),
					source.getCertificateChain(alias));
			for (String other : trusted) {
				target.setCertificateEntry(other, source.getCertificate(other));
			}
			target.store(stream, PASSWORD.toCharArray());
			return file;
		}
		catch (IOException | GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	Path write(String name, String text) {
		try {
			return Files.writeString(this.directory.resolve(name), text);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private byte[] encoded(String alias) {
		try {
			return load().getCertificate(alias).getEncoded();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private KeyStore load() {
		try (InputStream stream = Files.newInputStream(this.store)) {
			KeyStore keyStore = KeyStore.getInstance("PKCS12");
			keyStore.load(stream, PASSWORD.toCharArray());
			return keyStore;
		}
		catch (IOException | GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void keytool(String alias, String name, String... options) {
		// a store is read often, and its password is no secret that had to be hard to
		// guess
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
						"-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC", "-J-Dkeystore.pkcs12.macIterationCount=1",
						"-J-Dkeystore.pkcs12.keyPbeIterationCount=1", "-J-Dkeystore.pkcs12.certPbeIterationCount=1",
						"-genkeypair", "-alias", alias, "-dname", name, "-keyalg", "EC", "-groupname", "secp256r1",
						"-storetype", "PKCS12", "-storepass", PASSWORD, "-keystore", this.store.toString()));
		command.addAll(List.of(options));
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			assertThat(process.waitFor()).as(output).isZero();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private static String pem(String type, byte[] content) {
		return "-----BEGIN " + type + "-----\n" + Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(content)
				+ "\n-----END " + type + "-----\n";
	}

}
