package io.sequoia.containers;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * An application with the starter only.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class CatalogueApplication {

	static ConfigurableApplicationContext run(String... properties) {
		return new SpringApplicationBuilder(CatalogueApplication.class).web(WebApplicationType.NONE)
			.properties(properties)
			.properties("spring.main.banner-mode=off")
			.run();
	}

}
