package io.sequoia.benchmarks.bare;

import io.sequoia.benchmarks.StartUp;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * The same application with a WebClient.
 */
@SpringBootApplication(proxyBeanMethods = false)
public class BareApplication {

	@Bean
	WebClient webClient(WebClient.Builder builder) {
		return builder.baseUrl("http://127.0.0.1:1").build();
	}

	public static void main(String[] arguments) {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(BareApplication.class)
			.web(WebApplicationType.NONE)
			.run()) {
			context.getBean(WebClient.class);
			StartUp.say();
		}
	}

}
