package io.sequoia.containers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.sequoia.AuthenticationFailedException;
import io.sequoia.Ref;
import io.sequoia.core.SequoiaTemplate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.junit.jupiter.Testcontainers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.ConfigurableApplicationContext;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Keycloak as identity service, WireMock as registry, and a data service that checks
 * every token at Keycloak.
 */
@Tag("long")
@Testcontainers(disabledWithoutDocker = true)
class KeycloakTests {

	private static final Ref FILM = Ref.of("testmock", "film");

	@TempDir
	static Path directory;

	private static TestCertificates certificates;

	private static Keycloak keycloak;

	private static GenericContainer<?> wireMock;

	private static WireMock registry;

	private CheckedService service;

	@BeforeAll
	static void startServers() {
		certificates = new TestCertificates(directory);
		keycloak = new Keycloak().withTls(certificates);
		wireMock = new GenericContainer<>(Images.wireMock()).withExposedPorts(8080)
			.waitingFor(Wait.forHttp("/__admin/health")
				.forStatusCodeMatching((status) -> status < 500)
				.withStartupTimeout(Duration.ofMinutes(3)));
		Stream.of(keycloak, wireMock).parallel().forEach(GenericContainer::start);
		registry = new WireMock(wireMock.getHost(), wireMock.getMappedPort(8080));
	}

	@BeforeEach
	void register() {
		this.service = new CheckedService(keycloak::isActive);
		registerAt(this.service.url());
	}

	@AfterEach
	void stop() {
		this.service.close();
	}

	@Test
	void readsWithATokenOfKeycloak() {
		String url = "http://" + wireMock.getHost() + ":" + wireMock.getMappedPort(8080);
		registerAt(url + "/metadata");
		registry.register(get(urlPathEqualTo("/metadata/data/contents/testmock:film"))
			.willReturn(okJson("{\"meta\":{},\"contents\":[{\"title\":\"Film\"}]}")));
		try (ConfigurableApplicationContext application = connected("catalogue")) {
			assertThat(read(application).title()).isEqualTo("Film");
		}
		registry.verifyThat(getRequestedFor(urlPathEqualTo("/metadata/data/contents/testmock:film"))
			.withHeader("Authorization", matching("Bearer ey.+\\..+\\..+")));
		registry.verifyThat(getRequestedFor(urlEqualTo("/services/testmock")).withoutHeader("Authorization"));
	}

	@Test
	void asksForTheConfiguredScopes() {
		try (ConfigurableApplicationContext application = connected("catalogue", "sequoia.auth.scopes=phone,address")) {
			read(application);
		}
		assertThat(List.of(claims(this.service.tokens().get(0)).path("scope").asString().split(" "))).contains("phone",
				"address");
	}

	@Test
	void neverSendsATokenThatHasEnded() throws Exception {
		try (ConfigurableApplicationContext application = connected("short-lived")) {
			long end = System.nanoTime() + Duration.ofSeconds(9).toNanos();
			callers(8, () -> {
				int reads = 0;
				while (System.nanoTime() < end) {
					assertThat(read(application).title()).isEqualTo("Film");
					reads++;
				}
				return reads;
			});
		}
		assertThat(this.service.tokens()).as("tokens of two seconds, over nine").hasSizeBetween(4, 20);
		// the token may expire on its way to the service, and is replaced then
		assertThat(this.service.answers().stream().filter((status) -> status == 401).count())
			.isLessThanOrEqualTo(this.service.answers().size() / 100);
	}

	@Test
	void replacesTheTokenOfASessionThatWasEnded() throws Exception {
		try (ConfigurableApplicationContext application = connected("with-session")) {
			read(application);
			keycloak.endSessions("with-session");
			callers(20, () -> read(application));
		}
		assertThat(this.service.tokens()).as("one new token for all callers").hasSize(2);
		assertThat(this.service.answers()).contains(401).endsWith(200);
	}

	@Test
	void tellsThatASecretWasRotatedAndGoesOnWithTheNewOne() {
		String secret = keycloak.rotateSecret("rotated");
		try (ConfigurableApplicationContext application = connected("rotated")) {
			assertThatExceptionOfType(AuthenticationFailedException.class).isThrownBy(() -> read(application))
				.withMessageContaining("sequoia.auth.client-secret")
				.withMessageNotContaining("rotated-secret");
		}
		try (ConfigurableApplicationContext application = connected("rotated",
				"sequoia.auth.client-secret=" + secret)) {
			assertThat(read(application).title()).isEqualTo("Film");
		}
	}

	@Test
	void noCallOfManyFailsWhileTheSecretInAFileIsRotated() throws Exception {
		Path file = Files.writeString(directory.resolve("client-secret"), "rotating-secret\n");
		AtomicBoolean over = new AtomicBoolean();
		try (ConfigurableApplicationContext application = connected("rotating", "sequoia.auth.client-secret=",
				"sequoia.auth.client-secret-location=file:" + file, "sequoia.retry.enabled=false")) {
			CompletableFuture<Void> rotation = CompletableFuture.runAsync(() -> {
				try {
					awaitTokens(1);
					replace(file, keycloak.rotateSecret("rotating"));
					awaitTokens(2);
					// ends the tokens, so that only the new secret gets another one
					keycloak.endSessions("rotating");
					awaitTokens(3);
				}
				finally {
					over.set(true);
				}
			});
			callers(200, () -> {
				int reads = 0;
				while (!over.get()) {
					assertThat(read(application).title()).isEqualTo("Film");
					reads++;
				}
				return reads;
			});
			rotation.join();
		}
		assertThat(this.service.tokens()).hasSize(3);
	}

	private void awaitTokens(int count) {
		await().atMost(Duration.ofSeconds(30)).until(() -> this.service.tokens().size() >= count);
	}

	private static void replace(Path file, String content) {
		try {
			Path written = Files.writeString(file.resolveSibling("client-secret.new"), content);
			Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Test
	void presentsTheCertificateThatItsTokenIsBoundTo() {
		String[] tls = { "sequoia.auth.token-uri=" + keycloak.tlsTokenUri(), "sequoia.ssl.bundle=platform",
				"spring.ssl.bundle.jks.platform.keystore.location=file:" + certificates.clientStore(),
				"spring.ssl.bundle.jks.platform.keystore.type=PKCS12",
				"spring.ssl.bundle.jks.platform.keystore.password=" + TestCertificates.PASSWORD,
				"spring.ssl.bundle.jks.platform.truststore.location=file:" + certificates.serverStore(),
				"spring.ssl.bundle.jks.platform.truststore.type=PKCS12",
				"spring.ssl.bundle.jks.platform.truststore.password=" + TestCertificates.PASSWORD };
		try (ConfigurableApplicationContext application = connected("bound", tls)) {
			read(application);
		}
		assertThat(claims(this.service.tokens().get(0)).at("/cnf/x5t#S256").asString())
			.isEqualTo(certificates.clientThumbprint());
	}

	@Test
	void isRefusedABoundTokenWithoutACertificate() {
		try (ConfigurableApplicationContext application = connected("bound")) {
			assertThatExceptionOfType(AuthenticationFailedException.class).isThrownBy(() -> read(application));
		}
		assertThat(this.service.answers()).isEmpty();
	}

	private static Content read(ConfigurableApplicationContext application) {
		return application.getBean(SequoiaTemplate.class).read(FILM, Content.class);
	}

	private static ConfigurableApplicationContext connected(String clientId, String... properties) {
		List<String> all = new ArrayList<>(
				List.of("sequoia.registry.url=http://" + wireMock.getHost() + ":" + wireMock.getMappedPort(8080),
						"sequoia.owner=testmock", "sequoia.auth.token-uri=" + keycloak.tokenUri(),
						"sequoia.auth.client-id=" + clientId, "sequoia.auth.client-secret=" + clientId + "-secret"));
		all.addAll(List.of(properties));
		return CatalogueApplication.run(all.toArray(String[]::new));
	}

	private static void registerAt(String location) {
		registry.removeMappings();
		registry.register(get(urlEqualTo("/services/testmock"))
			.willReturn(okJson("{\"services\":[{\"name\":\"metadata\",\"location\":\"" + location + "\"}]}")));
	}

	private static JsonNode claims(String token) {
		byte[] payload = Base64.getUrlDecoder().decode(token.split("\\.")[1]);
		return JsonMapper.shared().readTree(new String(payload, StandardCharsets.UTF_8));
	}

	private static void callers(int count, Callable<?> call) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(count);
		try {
			Collection<Future<Object>> running = new ArrayList<>();
			for (int i = 0; i < count; i++) {
				running.add(threads.submit(call::call));
			}
			for (Future<Object> each : running) {
				each.get();
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

}
