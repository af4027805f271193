package io.sequoia.newcomer;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.sequoia.AuthenticationFailedException;
import io.sequoia.DiscoveryException;
import io.sequoia.core.RequestOptions;
import io.sequoia.core.SequoiaOperations;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.core.query.Criteria;
import io.sequoia.newcomer.films.Films;
import io.sequoia.newcomer.plain.PlainApplication;
import io.sequoia.sandbox.SequoiaSandbox;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * The usual mistakes of beginners: each ends in a message with the remedy.
 */
@ExtendWith(OutputCaptureExtension.class)
class UsualMistakesIntegrationTests {

	private static SequoiaSandbox sandbox;

	@BeforeAll
	static void start() {
		sandbox = SequoiaSandbox.start();
	}

	@AfterAll
	static void stop() {
		sandbox.close();
	}

	@Test
	void missingOwner(CapturedOutput output) {
		stopsTheStart(Map.of("sequoia.owner", ""));
		assertThat(output).contains("Setting: sequoia.owner", "Reason: is missing",
				"sequoia.owner: Write the name of your tenant, such as 'testmock'");
	}

	@Test
	void urlWithoutScheme(CapturedOutput output) {
		stopsTheStart(Map.of("sequoia.registry.url", "registry.example.com"));
		assertThat(output).contains("Setting: sequoia.registry.url", "Reason: is relative",
				"Write the whole URL, such as 'https://registry.example.com'");
	}

	@Test
	void wrongPort(CapturedOutput output) {
		Throwable failure = failureOf(Map.of("sequoia.registry.url", "http://localhost:" + closedPort()));
		assertThat(failure).isInstanceOf(DiscoveryException.class)
			.hasMessageContaining("connection refused; check sequoia.registry.url, and that the registry runs there");
		assertThat(output).containsOnlyOnce(" WARN ").containsOnlyOnce("check sequoia.registry.url");
	}

	@Test
	void wrongSecret() {
		Throwable failure = failureOf(Map.of("sequoia.auth.client-secret", "wrong"));
		assertThat(failure).isInstanceOf(AuthenticationFailedException.class)
			.hasMessageContaining("check sequoia.auth.client-id and sequoia.auth.client-secret");
	}

	@Test
	void typoInKey(CapturedOutput output) {
		run(Map.of("sequoia.retry.max-atempts", "3")).close();
		assertThat(output).contains("'sequoia.retry.max-atempts'", "did you mean 'sequoia.retry.max-attempts'?");
	}

	@Test
	void wrongOwner() {
		Throwable failure = failureOf(Map.of("sequoia.owner", "testmok"));
		assertThat(failure).isInstanceOf(DiscoveryException.class)
			.hasMessageContaining("check the owner 'testmok' (sequoia.owner), then sequoia.registry.url");
	}

	@Test
	void halfOfCertificatePair(CapturedOutput output) {
		stopsTheStart(Map.of("sequoia.ssl.certificate", "client.pem"));
		assertThat(output).contains("Setting: sequoia.ssl.private-key",
				"is missing, but needed with 'sequoia.ssl.certificate'",
				"Write the file of the certificate's private key");
	}

	@Test
	void durationWithoutUnit(CapturedOutput output) {
		stopsTheStart(Map.of("sequoia.http.response-timeout", "10"));
		assertThat(output).contains("Setting: sequoia.http.response-timeout", "Value: 10",
				"has no unit, so it would be taken for 10 milliseconds", "Write the unit, such as '10s' or '10ms'");
	}

	@Test
	void impossibleRepositoryMethod(CapturedOutput output) {
		stopsTheStart(Map.of(), Films.Application.class);
		assertThat(output).contains("The protocol cannot express a method of a repository", "Films.findByTitel",
				"No property 'titel' found for type 'Film'; Did you mean 'title'");
	}

	@Test
	void unknownResource() {
		try (ConfigurableApplicationContext context = run(Map.of())) {
			Throwable failure = catchThrowable(() -> context.getBean(SequoiaTemplate.class)
				.service("metadata")
				.resources("contnts")
				.count(Criteria.all()));
			assertThat(failure).isInstanceOf(DiscoveryException.class)
				.hasMessageContaining("has no resource 'contnts'; did you mean contents?")
				.hasMessageContaining("correlation id ");
		}
	}

	@Test
	void requiredPlatformThatIsNotThere(CapturedOutput output) {
		stopsTheStart(
				Map.of("sequoia.warm-up", "required", "sequoia.registry.url", "http://localhost:" + closedPort()));
		assertThat(output).contains("APPLICATION FAILED TO START", "check sequoia.registry.url",
				"'sequoia.warm-up' is 'required'");
	}

	@Test
	void requiredPlatformThatRefusesTheSecret(CapturedOutput output) {
		stopsTheStart(Map.of("sequoia.warm-up", "required", "sequoia.auth.client-secret", "wrong"));
		assertThat(output).contains("APPLICATION FAILED TO START",
				"check sequoia.auth.client-id and sequoia.auth.client-secret");
	}

	@Test
	void requiredPlatformThatIsThere(CapturedOutput output) {
		run(Map.of("sequoia.warm-up", "required")).close();
		assertThat(output)
			.containsOnlyOnce("Sequoia client: registry " + sandbox.registryUrl() + ", owner testmock,"
					+ " authentication client-credentials (client " + sandbox.clientId() + ")")
			.containsOnlyOnce("The registry lists ")
			.doesNotContain(sandbox.clientSecret(), "Spring Data", " WARN ");
	}

	@Test
	void ownerOfTheCallThatIsWrong() {
		try (ConfigurableApplicationContext context = run(Map.of())) {
			SequoiaOperations other = context.getBean(SequoiaTemplate.class)
				.with(RequestOptions.builder().owner("testmok").build());
			assertThat(catchThrowable(() -> other.service("metadata").registration()))
				.hasMessageContaining("check the owner 'testmok' (the one of the call)");
		}
	}

	private static void stopsTheStart(Map<String, String> mistake, Class<?>... sources) {
		assertThat(catchThrowable(() -> run(mistake, sources).close())).isNotNull();
	}

	private static Throwable failureOf(Map<String, String> mistake) {
		try (ConfigurableApplicationContext context = run(mistake)) {
			return catchThrowable(() -> context.getBean(SequoiaTemplate.class)
				.service("metadata")
				.resources("contents")
				.count(Criteria.all()));
		}
	}

	private static ConfigurableApplicationContext run(Map<String, String> mistake, Class<?>... sources) {
		Map<String, String> right = Map.of("sequoia.registry.url", sandbox.registryUrl().toString(), "sequoia.owner",
				sandbox.owner(), "sequoia.auth.client-id", sandbox.clientId(), "sequoia.auth.client-secret",
				sandbox.clientSecret());
		List<String> arguments = Stream
			.concat(right.entrySet().stream().filter((entry) -> !mistake.containsKey(entry.getKey())),
					mistake.entrySet().stream())
			.map((entry) -> "--" + entry.getKey() + "=" + entry.getValue())
			.toList();
		return new SpringApplicationBuilder(sources.length > 0 ? sources : new Class<?>[] { PlainApplication.class })
			.web(WebApplicationType.NONE)
			.run(arguments.toArray(String[]::new));
	}

	private static int closedPort() {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
