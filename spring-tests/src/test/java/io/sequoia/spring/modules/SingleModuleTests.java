package io.sequoia.spring.modules;

import io.sequoia.Ref;
import io.sequoia.core.mapping.SequoiaResource;
import io.sequoia.repository.ReactiveSequoiaRepository;
import io.sequoia.repository.SequoiaRepository;
import io.sequoia.repository.config.EnableReactiveSequoiaRepositories;
import io.sequoia.repository.config.EnableSequoiaRepositories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.repository.CrudRepository;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Repositories in an application that has no other module of Spring Data.
 */
@ExtendWith(OutputCaptureExtension.class)
class SingleModuleTests {

	@Test
	void springDataReportsNoOtherModule(CapturedOutput output) {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.web(WebApplicationType.NONE)
			.properties("sequoia.registry.url=http://127.0.0.1:1", "sequoia.owner=testmock", "sequoia.auth.type=none",
					"sequoia.repositories.enabled=false")
			.run()) {
			assertThat(context.getBeanNamesForType(Waiting.class)).hasSize(1);
			assertThat(context.getBeanNamesForType(Reactive.class)).hasSize(1);
			assertThat(context.getBeanNamesForType(Plain.class)).hasSize(1);
		}
		assertThat(output).contains("Spring Data Sequoia repositories").doesNotContain("Multiple Spring Data modules");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableSequoiaRepositories(considerNestedRepositories = true, basePackageClasses = SingleModuleTests.class)
	@EnableReactiveSequoiaRepositories(considerNestedRepositories = true, basePackageClasses = SingleModuleTests.class)
	static class Application {

	}

	@SequoiaResource(service = "metadata", name = "contents")
	record Film(@Nullable Ref ref, String title) {
	}

	interface Waiting extends SequoiaRepository<Film> {

	}

	interface Reactive extends ReactiveSequoiaRepository<Film> {

	}

	interface Plain extends CrudRepository<Film, Ref> {

	}

}
