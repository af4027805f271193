package io.sequoia.benchmarks.starter;

import io.sequoia.benchmarks.StartUp;
import io.sequoia.core.SequoiaTemplate;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A Boot application with the starter.
 */
@SpringBootApplication(proxyBeanMethods = false)
public class StarterApplication {

	public static void main(String[] arguments) {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(StarterApplication.class)
			.web(WebApplicationType.NONE)
			.properties("sequoia.registry.url=http://127.0.0.1:1", "sequoia.owner=bench",
					"sequoia.auth.client-id=bench", "sequoia.auth.client-secret=bench")
			.run()) {
			context.getBean(SequoiaTemplate.class);
			StartUp.say();
		}
	}

}
