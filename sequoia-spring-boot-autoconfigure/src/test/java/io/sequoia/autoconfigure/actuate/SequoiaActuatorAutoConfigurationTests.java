package io.sequoia.autoconfigure.actuate;

import io.sequoia.autoconfigure.SequoiaAutoConfiguration;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.retry.RecentFailures;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The conditions of the endpoint {@code sequoia}.
 */
class SequoiaActuatorAutoConfigurationTests {

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SequoiaAutoConfiguration.class, SequoiaActuatorAutoConfiguration.class,
				JacksonAutoConfiguration.class, WebClientAutoConfiguration.class))
		.withPropertyValues("sequoia.registry.url=http://localhost:1", "sequoia.owner=testmock",
				"sequoia.auth.type=none");

	@Test
	void nothingIsThereUnlessTheEndpointIsExposed() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(SequoiaEndpoint.class)
			.doesNotHaveBean(RecentFailures.class)
			.doesNotHaveBean(InfoContributor.class));
	}

	@Test
	void exposedEndpointIsThere() {
		this.runner.withPropertyValues("management.endpoints.web.exposure.include=sequoia")
			.run((context) -> assertThat(context).hasSingleBean(SequoiaEndpoint.class)
				.hasSingleBean(SequoiaEndpointWebExtension.class));
	}

	@Test
	void noAccessMeansNoEndpoint() {
		this.runner
			.withPropertyValues("management.endpoints.web.exposure.include=sequoia",
					"management.endpoint.sequoia.access=NONE")
			.run((context) -> assertThat(context).doesNotHaveBean(SequoiaEndpoint.class));
	}

	@Test
	void clientWorksWithoutTheActuator() {
		this.runner
			.withClassLoader(
					new FilteredClassLoader(Endpoint.class.getPackageName(), "org.springframework.boot.actuate"))
			.withPropertyValues("management.endpoints.web.exposure.include=sequoia")
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(SequoiaTemplate.class)
				.doesNotHaveBean(RecentFailures.class));
	}

}
