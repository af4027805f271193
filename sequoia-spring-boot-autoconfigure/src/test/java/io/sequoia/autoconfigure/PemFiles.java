package io.sequoia.autoconfigure;

import java.nio.file.Path;

/**
 * A new key and its self-signed certificate as PEM files.
 */
record PemFiles(Path certificate, Path privateKey) {

	static PemFiles createIn(Path directory) {
		Pki pki = new Pki(directory);
		pki.selfSigned("localhost");
		return new PemFiles(pki.certificateFile("localhost"), pki.privateKeyFile("localhost"));
	}

}
