package io.sequoia.autoconfigure;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.netty.handler.ssl.ClientAuth;
import io.sequoia.DiscoveryException;
import io.sequoia.Ref;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.fixture.Content;
import io.sequoia.sandbox.SequoiaSandbox;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A fault of a certificate is reported together with the source of the certificates, and
 * nothing is sent.
 */
class TlsFailuresIntegrationTests {

	private static final String BUNDLE = "those of the SSL bundle 'platform'";

	@TempDir
	static Path directory;

	private static Pki pki;

	@BeforeAll
	static void createCertificates() {
		pki = new Pki(directory);
		pki.authority("authority");
		pki.authority("stranger");
		pki.server("valid", "authority");
		pki.server("expired", "authority", "-startdate", "-2d", "-validity", "1");
		pki.server("early", "authority", "-startdate", "+2d");
		pki.key("otherhost", "authority", "-ext", "san=dns:other.example.com");
		pki.server("unknown", "stranger");
		pki.selfSigned("selfsigned");
		pki.key("client", "stranger");
	}

	@ParameterizedTest
	@CsvSource({ "expired,the server's certificate has expired (NotAfter: ",
			"early,the server's certificate is not valid yet (NotBefore: ",
			"otherhost,'the server''s certificate is for another host (No subject alternative DNS name matching '",
			"unknown,the server's certificate is self-signed or of an unknown authority",
			"selfsigned,the server's certificate is self-signed or of an unknown authority" })
	void certificateOfTheServerIsRefused(String server, String reason) {
		try (TlsPlatform platform = new TlsPlatform(pki.keyStore(server), ClientAuth.NONE)) {
			assertFails(platform.url(), List.of("sequoia.auth.type=none"), reason, BUNDLE);
			assertThat(platform.clients()).isEmpty();
		}
	}

	@Test
	void nobodyVouchesForTheServerWhereNothingIsConfigured() {
		try (TlsPlatform platform = new TlsPlatform(pki.keyStore("valid"), ClientAuth.NONE)) {
			String[] texts = { "self-signed or of an unknown authority", "those of the JVM; set 'sequoia.ssl.bundle'" };
			assertFailure(platform.url(), List.of("sequoia.auth.type=none"), texts);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.2", "TLSv1.3" })
	void certificateOfTheClientIsRefused(String protocol) {
		try (TlsPlatform platform = new TlsPlatform(pki.keyStore("valid", "authority"), ClientAuth.REQUIRE, protocol)) {
			assertFails(platform.url(),
					List.of("sequoia.auth.type=mutual-tls",
							"spring.ssl.bundle.pem.platform.keystore.certificate=" + pki.certificateFile("client"),
							"spring.ssl.bundle.pem.platform.keystore.private-key=" + pki.privateKeyFile("client")),
					"the server refused the ", "client certificate (", "which is " + BUNDLE);
			assertThat(platform.clients()).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "TLSv1.2", "TLSv1.3" })
	void clientHasNoCertificateToPresent(String protocol) {
		try (TlsPlatform platform = new TlsPlatform(pki.keyStore("valid", "authority"), ClientAuth.REQUIRE, protocol)) {
			assertFails(platform.url(), List.of("sequoia.auth.type=none"), " requires a client certificate (",
					"set 'sequoia.ssl.certificate'");
		}
	}

	@Test
	void serverDoesNotSpeakTls() {
		try (SequoiaSandbox sandbox = SequoiaSandbox.start()) {
			URI plain = URI.create(sandbox.registryUrl());
			assertFails("https://localhost:" + plain.getPort(), List.of("sequoia.auth.type=none"),
					"the server does not speak TLS; check scheme and port", "");
		}
	}

	@Test
	void namesThePemFiles() {
		try (TlsPlatform platform = new TlsPlatform(pki.keyStore("expired"), ClientAuth.NONE)) {
			assertFailure(platform.url(),
					List.of("sequoia.auth.type=none",
							"sequoia.ssl.trust-certificate=" + pki.certificateFile("authority")),
					"has expired", "those of the PEM files of 'sequoia.ssl'");
		}
	}

	@ParameterizedTest
	@CsvSource({ "expired,has expired", "early,is not valid yet" })
	void datesOfACertificateHoldThoughItIsTrustedItself(String server, String reason) {
		try (TlsPlatform platform = new TlsPlatform(pki.keyStore(server), ClientAuth.NONE)) {
			assertFailure(platform.url(),
					List.of("sequoia.auth.type=none", "sequoia.ssl.trust-certificate=" + pki.certificateFile(server)),
					reason);
			assertThat(platform.clients()).isEmpty();
		}
	}

	private static void assertFails(String url, List<String> properties, String... texts) {
		assertFailure(url,
				with(properties, "sequoia.ssl.bundle=platform",
						"spring.ssl.bundle.pem.platform.truststore.certificate=" + pki.certificateFile("authority")),
				texts);
	}

	private static void assertFailure(String url, List<String> properties, String... texts) {
		List<String> all = with(properties, "sequoia.registry.url=" + url, "sequoia.owner=testmock");
		try (ConfigurableApplicationContext context = ClientApplication.run(all, SslAutoConfiguration.class)) {
			SequoiaTemplate template = context.getBean(SequoiaTemplate.class);
			assertThatExceptionOfType(DiscoveryException.class)
				.isThrownBy(() -> template.read(Ref.of("testmock", "a"), Content.class))
				.withMessageContainingAll(texts)
				.withMessageContaining("TLS: ");
		}
	}

	private static List<String> with(List<String> properties, String... others) {
		return Stream.concat(properties.stream(), Stream.of(others)).toList();
	}

}
