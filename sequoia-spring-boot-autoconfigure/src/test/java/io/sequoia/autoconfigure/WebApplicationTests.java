package io.sequoia.autoconfigure;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

import io.sequoia.Ref;
import io.sequoia.core.SequoiaTemplate;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A web application with the client beside its own endpoints.
 */
class WebApplicationTests {

	@Test
	void leavesTheApplicationsEndpointsOpenAndUnderstandsReferences() throws Exception {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.properties("server.port=0", "sequoia.registry.url=http://127.0.0.1:1", "sequoia.owner=testmock",
					"sequoia.auth.client-id=id", "sequoia.auth.client-secret=secret")
			.run()) {
			int port = ((WebServerApplicationContext) context).getWebServer().getPort();
			assertThat(get(port, "/x").statusCode()).isEqualTo(200);
			assertThat(get(port, "/refs/testmock:one").body()).isEqualTo("one");
			assertThat(get(port, "/refs/nothing").statusCode()).isEqualTo(400);
			assertThat(context.getBeanDefinitionNames()).noneMatch((name) -> name.contains("SecurityFilterChain"));
			assertThat(context.getBean(SequoiaTemplate.class)).isNotNull();
		}
	}

	private static HttpResponse<String> get(int port, String path) throws Exception {
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
					HttpResponse.BodyHandlers.ofString());
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
		String name(@PathVariable Ref ref) {
			return ref.name();
		}

	}

}
