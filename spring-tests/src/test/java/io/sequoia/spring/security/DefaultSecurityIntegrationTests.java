package io.sequoia.spring.security;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spring Security with its defaults: what it protects, and the user that may log in, are
 * the same as without the client.
 */
@ExtendWith(OutputCaptureExtension.class)
class DefaultSecurityIntegrationTests {

	private static final Pattern PASSWORD = Pattern.compile("Using generated security password: (\\S+)");

	@Test
	void userWithGeneratedPasswordMayLogIn(CapturedOutput output) {
		try (ConfigurableApplicationContext context = start(Map.of(), Application.class)) {
			assertThat(status(context, "user", "wrong")).isEqualTo(401);
			assertThat(status(context, "user", password(output))).isEqualTo(200);
		}
	}

	@Test
	void userMayHaveAnotherName(CapturedOutput output) {
		try (ConfigurableApplicationContext context = start(Map.of("spring.security.user.name", "ann"),
				Application.class)) {
			assertThat(status(context, "user", password(output))).isEqualTo(401);
			assertThat(status(context, "ann", password(output))).isEqualTo(200);
		}
	}

	@Test
	void applicationWithUsersHasNoOther(CapturedOutput output) {
		try (ConfigurableApplicationContext context = start(Map.of(), Application.class, Users.class)) {
			assertThat(output).doesNotContain("generated security password");
			assertThat(status(context, "bob", "secret")).isEqualTo(200);
		}
	}

	private static String password(CapturedOutput output) {
		Matcher found = PASSWORD.matcher(output);
		assertThat(found.find()).as("a password in the log").isTrue();
		return found.group(1);
	}

	private static int status(ConfigurableApplicationContext context, String user, String password) {
		return RestTestClient.bindToServer()
			.baseUrl("http://localhost:" + context.getEnvironment().getProperty("local.server.port"))
			.build()
			.get()
			.uri("/x")
			.headers((headers) -> headers.setBasicAuth(user, password))
			.exchange()
			.returnResult(String.class)
			.getStatus()
			.value();
	}

	private static ConfigurableApplicationContext start(Map<String, Object> defaults, Class<?>... sources) {
		return new SpringApplicationBuilder(sources).properties(defaults)
			.run("--server.port=0", "--spring.autoconfigure.exclude=", "--sequoia.registry.url=http://127.0.0.1:1",
					"--sequoia.owner=testmock", "--sequoia.auth.type=none", "--sequoia.repositories.enabled=false");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class Application {

		@GetMapping("/x")
		String x() {
			return "x";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Users {

		@Bean
		UserDetailsService users() {
			return new InMemoryUserDetailsManager(User.withUsername("bob").password("{noop}secret").build());
		}

	}

}
