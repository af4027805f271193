package io.sequoia.autoconfigure;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.sequoia.DiscoveryException;
import io.sequoia.Ref;
import io.sequoia.ServiceUnavailableException;
import io.sequoia.contract.Proves;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.fixture.Content;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.context.ConfigurableApplicationContext;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The servers that the client trusts, and the certificate that it presents.
 */
class TlsIntegrationTests {

	private static final String NO_TOKEN = "sequoia.auth.type=none";

	@TempDir
	Path directory;

	private PemFiles pem;

	private WireMockServer server;

	@BeforeEach
	void createCertificateOfLocalhost() {
		this.pem = PemFiles.createIn(this.directory);
	}

	@AfterEach
	void stop() {
		this.server.stop();
	}

	@Test
	@Proves("P TLS not verified")
	void refusesACertificateThatNobodyVouchesFor() {
		start(wireMockConfig());
		assertRefused("localhost", NO_TOKEN);
	}

	@Test
	@Proves("P TLS not verified")
	void refusesTheCertificateOfAnotherHost() {
		start(wireMockConfig());
		assertRefused("127.0.0.1", NO_TOKEN, "sequoia.ssl.trust-certificate=" + this.pem.certificate());
	}

	@Test
	void trustsTheConfiguredCertificate() {
		start(wireMockConfig());
		assertReads(NO_TOKEN, "sequoia.ssl.trust-certificate=" + this.pem.certificate());
	}

	@Test
	@Proves("1 client certificate")
	void presentsItsCertificateToRegistryAndServices() {
		start(wireMockConfig().needClientAuth(true)
			.trustStorePath(this.directory.resolve(Pki.STORE).toString())
			.trustStorePassword(Pki.PASSWORD)
			.trustStoreType("PKCS12"));
		assertReads("sequoia.auth.type=mutual-tls", "sequoia.ssl.trust-certificate=" + this.pem.certificate(),
				"sequoia.ssl.certificate=" + this.pem.certificate(),
				"sequoia.ssl.private-key=" + this.pem.privateKey());
		this.server.verify(getRequestedFor(urlEqualTo("/services/testmock")).withoutHeader("Authorization"));
		assertRefused("localhost", NO_TOKEN, "sequoia.ssl.trust-certificate=" + this.pem.certificate());
	}

	private void assertReads(String... properties) {
		try (ConfigurableApplicationContext context = run("localhost", properties)) {
			assertThat(read(context).title()).isEqualTo("A");
		}
	}

	private void assertRefused(String host, String... properties) {
		this.server.resetRequests();
		try (ConfigurableApplicationContext context = run(host, properties)) {
			assertThatExceptionOfType(DiscoveryException.class).isThrownBy(() -> read(context))
				.withCauseInstanceOf(ServiceUnavailableException.class);
		}
		assertThat(this.server.getAllServeEvents()).isEmpty();
	}

	private static Content read(ConfigurableApplicationContext context) {
		return context.getBean(SequoiaTemplate.class).read(Ref.of("testmock", "a"), Content.class);
	}

	private ConfigurableApplicationContext run(String host, String... properties) {
		List<String> all = new ArrayList<>(List.of(properties));
		all.add("sequoia.registry.url=https://" + host + ":" + this.server.httpsPort());
		all.add("sequoia.owner=testmock");
		return ClientApplication.run(all);
	}

	private void start(WireMockConfiguration configuration) {
		this.server = new WireMockServer(configuration.httpDisabled(true)
			.dynamicHttpsPort()
			.keystorePath(this.directory.resolve(Pki.STORE).toString())
			.keystorePassword(Pki.PASSWORD)
			.keyManagerPassword(Pki.PASSWORD)
			.keystoreType("PKCS12"));
		this.server.start();
		this.server.stubFor(get(urlEqualTo("/services/testmock"))
			.willReturn(okJson("{\"services\":[{\"name\":\"metadata\",\"location\":\"https://localhost:"
					+ this.server.httpsPort() + "\"}]}")));
		this.server.stubFor(get(urlPathMatching("/data/contents/.*"))
			.willReturn(okJson("{\"meta\":{},\"contents\":[{\"title\":\"A\"}]}")));
	}

}
