package io.sequoia.autoconfigure;

import java.security.KeyStore;
import java.util.List;
import java.util.function.Function;

import io.sequoia.Printable;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.io.ApplicationResourceLoader;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.ssl.pem.PemContent;
import org.springframework.core.io.Resource;

/**
 * The rules on certificates. Files are read, so that errors appear at start rather than
 * in the first call.
 */
final class SslRules {

	private static final String PREFIX = "sequoia.ssl.";

	private final SequoiaProperties.Ssl ssl;

	private final Violations violations;

	SslRules(SequoiaProperties.Ssl ssl, Violations violations) {
		this.ssl = ssl;
		this.violations = violations;
	}

	/**
	 * Check the settings and the files that they name.
	 * @param details the connection details from the settings
	 * @return whether there is a client certificate, or there might be one once the
	 * settings are correct
	 */
	boolean check(PropertiesSequoiaConnectionDetails details) {
		int before = this.violations.size();
		checkOneSource();
		checkPair();
		checkBundleName(details.sslBundleNames());
		checkFile("certificate", this.ssl.getCertificate());
		checkFile("private-key", this.ssl.getPrivateKey());
		checkFile("trust-certificate", this.ssl.getTrustCertificate());
		return this.violations.size() > before || checkContent(details);
	}

	private void checkOneSource() {
		if (Text.isGiven(this.ssl.getBundle()) && (Text.isGiven(this.ssl.getCertificate())
				|| Text.isGiven(this.ssl.getPrivateKey()) || Text.isGiven(this.ssl.getTrustCertificate()))) {
			this.violations.add(PREFIX + "bundle", this.ssl.getBundle(), "is set together with PEM files",
					"Keep either the bundle or 'sequoia.ssl.certificate', 'private-key' and 'trust-certificate'");
		}
	}

	private void checkPair() {
		boolean certificate = Text.isGiven(this.ssl.getCertificate());
		boolean key = Text.isGiven(this.ssl.getPrivateKey());
		if (certificate && !key) {
			this.violations.add(PREFIX + "private-key", null,
					Violations.MISSING + ", but needed with 'sequoia.ssl.certificate'",
					"Write the file of the certificate's private key, or remove the certificate");
		}
		if (key && !certificate) {
			this.violations.add(PREFIX + "certificate", null,
					Violations.MISSING + ", but needed with 'sequoia.ssl.private-key'",
					"Write the file of the key's certificate, or remove the key");
		}
	}

	private void checkBundleName(List<String> known) {
		String bundle = this.ssl.getBundle();
		if (Text.isGiven(bundle) && !known.contains(bundle)) {
			this.violations.add(PREFIX + "bundle", bundle,
					"is not the name of an SSL bundle; "
							+ (known.isEmpty() ? "there are none" : "known are: " + String.join(", ", known)),
					"Write the name of a known bundle, or define 'spring.ssl.bundle.pem." + Printable.of(bundle) + "'");
		}
	}

	private void checkFile(String name, @Nullable String location) {
		// a setting may contain the text of a certificate or key instead of a file name,
		// as in a bundle
		if (!Text.isGiven(location) || PemContent.isPresentInText(location)) {
			return;
		}
		if (!this.violations.checkResolved(PREFIX + name, location, location)) {
			return;
		}
		Resource resource = ApplicationResourceLoader.get().getResource(location);
		if (!resource.exists()) {
			this.violations.add(PREFIX + name, location, "does not exist", "Write the path of a PEM file");
		}
		else if (!resource.isReadable()) {
			this.violations.add(PREFIX + name, location, "cannot be read",
					"Write the path of a PEM file that this process may read");
		}
	}

	private boolean checkContent(PropertiesSequoiaConnectionDetails details) {
		boolean bundle = Text.isGiven(this.ssl.getBundle());
		KeyStore keyStore = load(details, bundle ? "bundle" : "certificate", SslStoreBundle::getKeyStore);
		load(details, bundle ? "bundle" : "trust-certificate", SslStoreBundle::getTrustStore);
		if (!bundle && !CertificatePair.matches(keyStore)) {
			this.violations.addSecret(PREFIX + "private-key", "does not belong to 'sequoia.ssl.certificate'",
					"Write the file of the certificate's own private key");
		}
		return keyStore != null;
	}

	private @Nullable KeyStore load(PropertiesSequoiaConnectionDetails details, String name,
			Function<SslStoreBundle, @Nullable KeyStore> store) {
		try {
			SslBundle bundle = details.sslBundle();
			return (bundle != null) ? store.apply(bundle.getStores()) : null;
		}
		catch (RuntimeException ex) {
			this.violations.add(PREFIX + name, null, "cannot be loaded: " + Printable.reason(ex),
					"Check what is in the files: PEM certificates and an unencrypted PEM private key,"
							+ " or a bundle with its passwords");
			return null;
		}
	}

}
