package io.sequoia.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.sequoia.Ref;
import io.sequoia.core.SequoiaOperations;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.fixture.Content;
import io.sequoia.http.SequoiaWebClientCustomizer;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import org.junit.jupiter.api.Test;

import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.TestCompiler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Several clients in an application whose context was prepared at build time.
 */
@CompileWithForkedClassLoader
class NamedClientsAheadOfTimeIntegrationTests {

	@Test
	void eachCallsItsOwnPlatformWithItsOwnCustomizers() {
		try (SequoiaSandbox main = sandbox("Main"); SequoiaSandbox archive = sandbox("Archive")) {
			processed(main, archive, (context) -> {
				Titles titles = context.getBean(Titles.class);
				assertThat(titles.main()).isEqualTo("Main");
				assertThat(titles.archive()).isEqualTo("Archive");
				assertThat(context.getBean(SequoiaOperations.class)).isSameAs(context.getBean("sequoiaTemplate"));
			});
			assertThat(headers(main)).containsExactly("main");
			assertThat(headers(archive)).containsExactly("archive");
		}
	}

	private static List<String> headers(SequoiaSandbox sandbox) {
		return sandbox.requests().of(Operation.READ).stream().map((read) -> read.header("X-Client")).toList();
	}

	private static SequoiaSandbox sandbox(String title) {
		SequoiaSandbox sandbox = SequoiaSandbox.builder().emptyCatalogue().clientSecret(title + "-secret").start();
		sandbox.put("metadata", "contents", Map.of("name", "film", "title", title, "type", "movie"));
		return sandbox;
	}

	/** Prepare the context as a build does, and run it. */
	@SuppressWarnings("unchecked")
	private static void processed(SequoiaSandbox main, SequoiaSandbox archive,
			Consumer<GenericApplicationContext> assertions) {
		TestGenerationContext generation = new TestGenerationContext();
		try (AnnotationConfigApplicationContext building = context(new AnnotationConfigApplicationContext(), main,
				archive)) {
			building.register(Application.class, JacksonAutoConfiguration.class, WebClientAutoConfiguration.class,
					SequoiaAutoConfiguration.class);
			new ApplicationContextAotGenerator().processAheadOfTime(building, generation);
		}
		generation.writeGeneratedContent();
		TestCompiler.forSystem().withCompilerOptions("-Xlint:none").with(generation).compile((compiled) -> {
			try (GenericApplicationContext context = context(new GenericApplicationContext(), main, archive)) {
				compiled.getInstance(ApplicationContextInitializer.class).initialize(context);
				context.refresh();
				assertions.accept(context);
			}
		});
	}

	private static <C extends GenericApplicationContext> C context(C context, SequoiaSandbox main,
			SequoiaSandbox archive) {
		context.setClassLoader(NamedClientsAheadOfTimeIntegrationTests.class.getClassLoader());
		TestPropertyValues
			.of(ClientApplication.connected(main, "sequoia.clients.archive.registry.url=" + archive.registryUrl(),
					"sequoia.clients.archive.owner=testmock",
					"sequoia.clients.archive.auth.client-id=" + archive.clientId(),
					"sequoia.clients.archive.auth.client-secret=" + archive.clientSecret()))
			.applyTo(context);
		return context;
	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

		@Bean
		SequoiaWebClientCustomizer ofDefault() {
			return (builder) -> builder.defaultHeader("X-Client", "main");
		}

		@Bean
		@Qualifier("archive")
		SequoiaWebClientCustomizer ofArchive() {
			return (builder) -> builder.defaultHeader("X-Client", "archive");
		}

		@Bean
		Titles titles(SequoiaTemplate main, @Qualifier("archive") SequoiaTemplate archive) {
			Ref film = Ref.of("testmock", "film");
			return new Titles(main.read(film, Content.class).title(), archive.read(film, Content.class).title());
		}

	}

	record Titles(String main, String archive) {
	}

}
