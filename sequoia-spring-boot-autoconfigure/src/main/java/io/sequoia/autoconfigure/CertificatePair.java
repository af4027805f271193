package io.sequoia.autoconfigure;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.util.Collections;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Checks that a private key belongs to its certificate: of two files, one may be older
 * than the other.
 */
final class CertificatePair {

	private static final Map<String, String> SIGNATURES = Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA",
			"EdDSA", "EdDSA");

	private static final byte[] SIGNED = { 's', 'e', 'q', 'u', 'o', 'i', 'a' };

	private CertificatePair() {
	}

	/**
	 * Tell whether the keys of a store belong to their certificates.
	 * @param store the store of a PEM bundle, whose keys have no password; or
	 * {@code null}
	 * @return {@code false} if one does not; keys of other kinds than RSA, EC and EdDSA
	 * are not checked
	 */
	static boolean matches(@Nullable KeyStore store) {
		if (store == null) {
			return true;
		}
		try {
			for (String alias : Collections.list(store.aliases())) {
				Key key = store.getKey(alias, null);
				if (key instanceof PrivateKey own && !matches(own, store.getCertificate(alias))) {
					return false;
				}
			}
			return true;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("The key store cannot be read", ex);
		}
	}

	private static boolean matches(PrivateKey key, Certificate certificate) throws GeneralSecurityException {
		if (!key.getAlgorithm().equals(certificate.getPublicKey().getAlgorithm())) {
			return false;
		}
		String algorithm = SIGNATURES.get(key.getAlgorithm());
		if (algorithm == null) {
			return true;
		}
		Signature signature = Signature.getInstance(algorithm);
		signature.initSign(key);
		signature.update(SIGNED);
		byte[] signed = signature.sign();
		signature.initVerify(certificate.getPublicKey());
		signature.update(SIGNED);
		return signature.verify(signed);
	}

}
