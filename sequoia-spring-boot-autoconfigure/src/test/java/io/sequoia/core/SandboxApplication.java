package io.sequoia.core;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sequoia.autoconfigure.SequoiaAutoConfiguration;
import io.sequoia.http.SequoiaWebClientCustomizer;
import io.sequoia.sandbox.SequoiaSandbox;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * An application without a web server, connected to a sandbox.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({ SequoiaAutoConfiguration.class, JacksonAutoConfiguration.class,
		WebClientAutoConfiguration.class, LifecycleAutoConfiguration.class })
public class SandboxApplication {

	@Bean
	SimpleMeterRegistry meterRegistry() {
		return new SimpleMeterRegistry();
	}

	public static ConfigurableApplicationContext run(SequoiaSandbox sandbox, String... properties) {
		return run(Stream.concat(connection(sandbox), Arrays.stream(properties)).toList());
	}

	public static ConfigurableApplicationContext run(SequoiaSandbox sandbox, Class<?> configuration,
			String... properties) {
		return new SpringApplicationBuilder(SandboxApplication.class, configuration).web(WebApplicationType.NONE)
			.properties(Stream.concat(connection(sandbox), Arrays.stream(properties)).toArray(String[]::new))
			.run();
	}

	public static ConfigurableApplicationContext run(SequoiaSandbox sandbox, SequoiaWebClientCustomizer customizer) {
		return new SpringApplicationBuilder(SandboxApplication.class).web(WebApplicationType.NONE)
			.properties(connection(sandbox).toArray(String[]::new))
			.initializers((context) -> context.getBeanFactory().registerSingleton("customizer", customizer))
			.run();
	}

	public static ConfigurableApplicationContext run(List<String> properties, Class<?>... sources) {
		return new SpringApplicationBuilder(SandboxApplication.class).sources(sources)
			.web(WebApplicationType.NONE)
			.properties(properties.toArray(String[]::new))
			.run();
	}

	private static Stream<String> connection(SequoiaSandbox sandbox) {
		return Stream.of("sequoia.registry.url=" + sandbox.registryUrl(), "sequoia.owner=" + sandbox.owner(),
				"sequoia.auth.client-id=" + sandbox.clientId(), "sequoia.auth.client-secret=" + sandbox.clientSecret());
	}

}
