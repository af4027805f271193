package io.sequoia.autoconfigure;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.sequoia.Ref;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.fixture.ClientApplication;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.ClassUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The client in an application with its own web endpoints.
 */
class WebApplicationIntegrationTests {

	private static ConfigurableApplicationContext context;

	@BeforeAll
	static void start() {
		context = ClientApplication.serve(WebApplicationType.SERVLET, Application.class, ConfigurationUnderTest.VALID);
	}

	@AfterAll
	static void stop() {
		context.close();
	}

	@Test
	void leavesEndpointsOfTheApplicationOpen() throws Exception {
		HttpResponse<String> response = get("/x");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).isEqualTo("open");
		assertThat(context.getBean(SequoiaTemplate.class)).isNotNull();
	}

	@Test
	void bringsNoSecurityOfAServer() {
		assertThat(context.getBeanDefinitionNames()).noneMatch((name) -> {
			Class<?> type = context.getType(name);
			return name.contains("springSecurityFilterChain")
					|| (type != null && ClassUtils.getAllInterfacesForClassAsSet(type)
						.stream()
						.anyMatch((implemented) -> implemented.getSimpleName().equals("SecurityFilterChain")));
		});
	}

	@Test
	void takesReferenceAsPathVariable() throws Exception {
		assertThat(get("/refs/testmock:film").body()).isEqualTo("film of testmock");
	}

	@ParameterizedTest
	@ValueSource(strings = { "film", "a:b:c", "a:", ":b", "a:b%20c", "a:..%00" })
	void answersBadRequestToWhatIsNoReference(String ref) throws Exception {
		assertThat(get("/refs/" + ref).statusCode()).isEqualTo(400);
	}

	@ParameterizedTest
	@ValueSource(strings = { "pom.xml", "../sequoia-spring-boot-starter/pom.xml" })
	void dependsOnNothingThatClosesEndpoints(String pom) throws IOException {
		try (Stream<String> lines = Files.lines(Path.of(pom))) {
			assertThat(lines.filter((line) -> line.contains("<artifactId>"))).isNotEmpty()
				.noneMatch(
						(line) -> line.contains("spring-boot-security") || line.contains("spring-boot-starter-security")
								|| line.contains("spring-boot-starter-oauth2"));
		}
		for (String present : List.of(
				"org.springframework.boot.security.oauth2.client.autoconfigure.OAuth2ClientAutoConfiguration",
				"org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration")) {
			assertThat(ClassUtils.isPresent(present, null)).as("not through other classes either: " + present)
				.isFalse();
		}
	}

	private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
		return ClientApplication.get(context, path);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class Application {

		@GetMapping("/x")
		String x() {
			return "open";
		}

		@GetMapping("/refs/{ref}")
		String ref(@PathVariable Ref ref) {
			return ref.name() + " of " + ref.owner();
		}

	}

}
