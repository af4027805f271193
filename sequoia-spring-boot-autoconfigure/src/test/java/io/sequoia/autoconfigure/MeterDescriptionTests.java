package io.sequoia.autoconfigure;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.core.query.Criteria;
import io.sequoia.newcomer.plain.PlainApplication;
import io.sequoia.sandbox.SequoiaSandbox;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

class MeterDescriptionTests {

	@Test
	void everyMeterOfTheClientHasADescription() {
		try (SequoiaSandbox sandbox = SequoiaSandbox.start();
				ConfigurableApplicationContext context = new SpringApplicationBuilder(PlainApplication.class)
					.web(WebApplicationType.NONE)
					.initializers((application) -> application.getBeanFactory()
						.registerSingleton("meterRegistry", new SimpleMeterRegistry()))
					.run("--sequoia.registry.url=" + sandbox.registryUrl(), "--sequoia.owner=" + sandbox.owner(),
							"--sequoia.auth.client-id=" + sandbox.clientId(),
							"--sequoia.auth.client-secret=" + sandbox.clientSecret())) {
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			registry.config().meterFilter(context.getBean("sequoiaMeterDescriptions", MeterFilter.class));
			context.getBean(SequoiaTemplate.class).service("metadata").resources("contents").count(Criteria.all());
			assertThat(registry.getMeters()).extracting(Meter::getId)
				.filteredOn((id) -> id.getName().startsWith("sequoia.") || id.getName().startsWith("spring.retry"))
				.hasSizeGreaterThan(4)
				.allSatisfy((id) -> assertThat(id.getDescription()).as(id.getName()).isNotBlank());
		}
	}

}
