package io.sequoia.autoconfigure;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.sequoia.Ref;
import io.sequoia.SequoiaFailure;
import io.sequoia.autoconfigure.ConfigurationUnderTest.Planted;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.fixture.Content;
import io.sequoia.http.HttpConnections;
import io.sequoia.security.SequoiaTokenSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.client.WebClient;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * No secret is in anything that an application, its operators or its logs can see.
 */
@ExtendWith(OutputCaptureExtension.class)
class SecretsIntegrationTests {

	private static final String BASIC = Base64.getEncoder()
		.encodeToString(("catalogue:" + Planted.SECRET).getBytes(StandardCharsets.UTF_8));

	private static final List<String> ENDPOINTS = List.of("env", "env/sequoia.auth.client-secret",
			"env/sequoia.auth.token", "env/sequoia.clients.archive.auth.client-secret", "env/SEQUOIA_AUTH_CLIENTSECRET",
			"configprops", "configprops/sequoia", "beans", "conditions", "health", "info", "sequoia", "metrics",
			"metrics/http.client.requests", "loggers", "mappings");

	@RegisterExtension
	static final WireMockExtension platform = WireMockExtension.newInstance()
		.options(wireMockConfig().dynamicPort())
		.build();

	@TempDir
	static Path directory;

	private static Pki pki;

	private final Queue<Observation.Context> observations = new ConcurrentLinkedQueue<>();

	@BeforeAll
	static void createKeys() {
		pki = new Pki(directory);
		pki.authority("authority");
		pki.key("client", "authority");
	}

	@BeforeEach
	void serve() {
		platform.stubFor(get(urlPathEqualTo("/services/testmock")).willReturn(okJson("""
				{"services":[{"name":"metadata","location":"%1$s"},{"name":"identity","location":"%1$s"}]}"""
			.formatted(platform.baseUrl()))));
		platform.stubFor(get(urlPathMatching("/data/contents/.*:a"))
			.willReturn(okJson("{\"meta\":{},\"contents\":[{\"title\":\"A\"}]}")));
		platform.stubFor(get(urlPathMatching("/data/contents/.*:refused")).willReturn(status(401)));
	}

	@ParameterizedTest
	@CsvSource({ "client-credentials,never", "client-credentials,always", "token,never", "token,always" })
	void areNowhereToBeSeen(String type, String values, CapturedOutput output) throws Exception {
		platform.stubFor(post(urlPathEqualTo("/oauth/token"))
			.willReturn(okJson("{\"access_token\":\"" + Planted.TOKEN + "\"}")));
		StringBuilder seen = new StringBuilder();
		try (ConfigurableApplicationContext context = run(type, values)) {
			setLogLevel(LogLevel.TRACE);
			try {
				assertThat(read(context, "a")).isNull();
				print(read(context, "refused"), seen);
				platform.stubFor(post(urlPathEqualTo("/oauth/token"))
					.willReturn(status(400).withBody("{\"error\":\"invalid_client\"}")));
				print(read(context, "refused"), seen);
			}
			finally {
				setLogLevel(LogLevel.INFO);
			}
			for (String endpoint : ENDPOINTS) {
				seen.append(fetch(context, endpoint));
			}
			context.getBean(MeterRegistry.class).getMeters().forEach((meter) -> seen.append(meter.getId()));
			this.observations.forEach((observed) -> seen.append(observed).append(observed.getAllKeyValues()));
			Stream
				.of(SequoiaProperties.class, SequoiaConnectionDetails.class, SequoiaTokenSource.class,
						SettingsMapper.class, HttpConnections.class)
				.forEach((bean) -> seen.append(context.getBean(bean)));
			SettingsMapper settings = context.getBean(SettingsMapper.class);
			seen.append(settings.authentication()).append(settings.http()).append(settings.registry());
		}
		platform.verify(getRequestedFor(urlPathMatching("/data/contents/.*")).withHeader("Authorization",
				equalTo("Bearer " + Planted.TOKEN)));
		assertThat(output).contains("TRACE", "io.sequoia.http.requests");
		assertThat(seen.toString()).contains("sequoia.client.operations", "sequoia.auth.token", "401 Unauthorized");
		assertNoSecret(output.getAll() + seen, values);
	}

	@Test
	void areNotPrintedWhereTheApplicationDoesNotStart(CapturedOutput output) {
		List<String> wrong = List.of("sequoia.auth.client-secret=" + Planted.SECRET + " ",
				"sequoia.registry.url=https://me:" + Planted.PASSWORD + "@registry.example.com",
				"sequoia.auth.token=Bearer " + Planted.TOKEN,
				"spring.ssl.bundle.pem.platform.keystore.private-key-password=" + Planted.PASSWORD + "-wrong");
		Throwable failure = catchThrowable(() -> run("client-credentials", "never", wrong.toArray(String[]::new)));
		assertThat(failure).isNotNull();
		StringWriter text = new StringWriter();
		failure.printStackTrace(new PrintWriter(text));
		assertThat(output).contains("APPLICATION FAILED TO START", "sequoia.auth.client-secret", "sequoia.ssl.bundle");
		assertNoSecret(output.getAll() + text, "never");
	}

	@Test
	void areNotInWhatTheCausesOfFailuresKeep() throws IOException {
		ResponseDefinitionBuilder reset = aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER);
		platform.stubFor(get(urlPathMatching("/data/contents/.*:reset")).willReturn(reset));
		ByteArrayOutputStream kept = new ByteArrayOutputStream();
		try (ObjectOutputStream objects = new ObjectOutputStream(kept);
				ConfigurableApplicationContext context = run("client-credentials", "never",
						"sequoia.retry.enabled=false")) {
			platform.stubFor(post(urlPathEqualTo("/oauth/token")).willReturn(reset));
			objects.writeObject(read(context, "reset"));
			platform.stubFor(post(urlPathEqualTo("/oauth/token"))
				.willReturn(okJson("{\"access_token\":\"" + Planted.TOKEN + "\"}")));
			objects.writeObject(read(context, "reset"));
		}
		platform.verify(getRequestedFor(urlPathMatching("/data/contents/.*:reset")).withHeader("Authorization",
				equalTo("Bearer " + Planted.TOKEN)));
		String text = kept.toString(StandardCharsets.ISO_8859_1);
		assertThat(text).contains("token of identity", "read of metadata/contents", "WebClientRequestException");
		assertNoSecret(text, "never");
	}

	@Test
	void areFoundWhereTheyAre() {
		assertThat(catchThrowable(() -> assertNoSecret("Basic " + BASIC, "always"))).isNotNull();
		assertThat(catchThrowable(() -> assertNoSecret("password=" + Pki.PASSWORD, "never"))).isNotNull();
	}

	/**
	 * Check for secrets. Values of Spring Boot's own keys are visible if the application
	 * shows values.
	 */
	private static void assertNoSecret(String text, String values) {
		for (String secret : List.of(Planted.SECRET, Planted.TOKEN, BASIC)) {
			assertThat(text.contains(secret)).as(() -> around(text, secret)).isFalse();
		}
		if (values.equals("never")) {
			assertThat(text.contains(Planted.PASSWORD)).as(() -> around(text, Planted.PASSWORD)).isFalse();
			assertThat(text.contains(Pki.PASSWORD)).as(() -> around(text, Pki.PASSWORD)).isFalse();
		}
	}

	private static String around(String text, String secret) {
		int at = text.indexOf(secret);
		return (at < 0) ? secret : text.substring(Math.max(0, at - 300), Math.min(text.length(), at + 100));
	}

	private static Throwable read(ConfigurableApplicationContext context, String name) {
		return catchThrowable(
				() -> context.getBean(SequoiaTemplate.class).read(Ref.of("testmock", name), Content.class));
	}

	private static void print(Throwable failure, StringBuilder seen) {
		assertThat(failure).isInstanceOf(SequoiaFailure.class);
		StringWriter text = new StringWriter();
		failure.printStackTrace(new PrintWriter(text));
		seen.append(text).append(((SequoiaFailure) failure).details());
	}

	private static String fetch(ConfigurableApplicationContext context, String endpoint)
			throws IOException, InterruptedException {
		return ClientApplication.get(context, "/actuator/" + endpoint).body();
	}

	private static void setLogLevel(LogLevel level) {
		LoggingSystem.get(SecretsIntegrationTests.class.getClassLoader())
			.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, level);
	}

	private ConfigurableApplicationContext run(String type, String values, String... further) {
		List<String> properties = new ArrayList<>(List.of("sequoia.registry.url=" + platform.baseUrl(),
				"sequoia.owner=testmock", "sequoia.auth.type=" + type, "sequoia.retry.enabled=false",
				"sequoia.ssl.bundle=platform", "sequoia.clients.archive.auth.client-id=archivist",
				"sequoia.clients.archive.auth.client-secret=" + Planted.SECRET,
				"sequoia.clients.archive.auth.type=client-credentials",
				"spring.ssl.bundle.pem.platform.keystore.certificate=" + pki.certificateFile("client"),
				"spring.ssl.bundle.pem.platform.keystore.private-key="
						+ pki.encryptedPrivateKeyFile("client", Planted.PASSWORD),
				"spring.ssl.bundle.pem.platform.keystore.private-key-password=" + Planted.PASSWORD,
				"spring.ssl.bundle.jks.other.keystore.location=" + pki.keyStoreFile("PKCS12", "client"),
				"spring.ssl.bundle.jks.other.keystore.password=" + Pki.PASSWORD,
				"spring.http.codecs.log-request-details=true", "management.endpoints.web.exposure.include=*",
				"management.endpoint.health.show-details=always", "management.endpoint.env.show-values=" + values,
				"management.endpoint.configprops.show-values=" + values));
		if (type.equals("token")) {
			properties.add("sequoia.auth.token=" + Planted.TOKEN);
		}
		else {
			properties
				.addAll(List.of("sequoia.auth.client-id=catalogue", "sequoia.auth.client-secret=" + Planted.SECRET));
		}
		properties.addAll(List.of(further));
		return ClientApplication.serve(WebApplicationType.SERVLET, List.of(Application.class), properties,
				new Recorder(this.observations));
	}

	/** Records the data that tracers get. */
	record Recorder(Queue<Observation.Context> contexts) implements ObservationHandler<Observation.Context> {

		@Override
		public void onStop(Observation.Context context) {
			this.contexts.add(context);
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		WebClient another(WebClient.Builder builder) {
			return builder.build();
		}

	}

}
