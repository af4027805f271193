package io.sequoia.repository.boot;

import java.util.Map;

import io.sequoia.autoconfigure.SequoiaAutoConfiguration;
import io.sequoia.autoconfigure.SequoiaRepositoriesAutoConfiguration;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.repository.AfterLoadCallback;
import io.sequoia.repository.BeforeSaveCallback;
import io.sequoia.repository.Film;
import io.sequoia.repository.Picture;
import io.sequoia.repository.ReactiveBeforeSaveCallback;
import io.sequoia.repository.support.SimpleReactiveSequoiaRepository;
import io.sequoia.repository.support.SimpleSequoiaRepository;
import io.sequoia.sandbox.SequoiaSandbox;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import org.springframework.aop.SpringProxy;
import org.springframework.aop.framework.Advised;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.DecoratingProxy;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.TestCompiler;
import org.springframework.data.projection.TargetAware;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.interceptor.TransactionalProxy;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Repositories in an application whose context was prepared at build time.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AheadOfTimeIntegrationTests {

	private final SequoiaSandbox sandbox = SequoiaSandbox.builder().emptyCatalogue().start();

	@BeforeAll
	void store() {
		this.sandbox.put("metadata", "contents", Map.of("name", "a", "title", "Alien", "type", "movie"));
	}

	@AfterAll
	void stop() {
		this.sandbox.close();
	}

	@Test
	@CompileWithForkedClassLoader
	@SuppressWarnings("unchecked")
	void repositoriesWorkInAContextThatWasMadeAtBuildTime() {
		TestCompiler.forSystem().withCompilerOptions("-Xlint:none").with(processed()).compile((compiled) -> {
			try (GenericApplicationContext context = context(new GenericApplicationContext())) {
				compiled.getInstance(ApplicationContextInitializer.class).initialize(context);
				context.refresh();
				Films films = context.getBean(Films.class);
				assertThat(films.findByTitleStartingWith("Ali")).hasSize(1);
				assertThat(films.findTitleByName("a").orElseThrow().getTitle()).isEqualTo("Alien");
				assertThat(films.label()).isEqualTo("1 films");
				assertThat(context.getBean(ReactiveFilms.class).findByTitleStartingWith("Ali").count().block()).isOne();
			}
		});
		assertThat(this.sandbox.requests().count()).isNotZero();
	}

	@Test
	void reflectionIsHinted() {
		RuntimeHints hints = processed().getRuntimeHints();
		assertThat(RuntimeHintsPredicates.proxies()
			.forInterfaces(Films.class, Repository.class, TransactionalProxy.class, Advised.class,
					DecoratingProxy.class))
			.accepts(hints);
		assertThat(RuntimeHintsPredicates.proxies()
			.forInterfaces(Films.Titled.class, TargetAware.class, SpringProxy.class, DecoratingProxy.class))
			.accepts(hints);
		for (Class<?> reached : new Class<?>[] { SimpleSequoiaRepository.class, SimpleReactiveSequoiaRepository.class,
				Film.class, Picture.class }) {
			assertThat(RuntimeHintsPredicates.reflection()
				.onType(reached)
				.withMemberCategory(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS)).as(reached.getName()).accepts(hints);
		}
		for (Class<?> called : new Class<?>[] { BeforeSaveCallback.class, AfterLoadCallback.class,
				ReactiveBeforeSaveCallback.class }) {
			assertThat(RuntimeHintsPredicates.reflection()
				.onType(called)
				.withMemberCategory(MemberCategory.INVOKE_PUBLIC_METHODS)).as(called.getName()).accepts(hints);
		}
		assertThat(this.sandbox.requests().count()).as("requests while the application is built").isZero();
	}

	/** Prepare the context as a build does. */
	private TestGenerationContext processed() {
		this.sandbox.requests().clear();
		TestGenerationContext generation = new TestGenerationContext();
		try (AnnotationConfigApplicationContext building = context(new AnnotationConfigApplicationContext())) {
			building.register(SequoiaRepositoriesAutoConfigurationIntegrationTests.Application.class,
					JacksonAutoConfiguration.class, WebClientAutoConfiguration.class, SequoiaAutoConfiguration.class,
					SequoiaRepositoriesAutoConfiguration.class);
			new ApplicationContextAotGenerator().processAheadOfTime(building, generation);
		}
		generation.writeGeneratedContent();
		return generation;
	}

	private <C extends GenericApplicationContext> C context(C context) {
		context.setClassLoader(getClass().getClassLoader());
		TestPropertyValues.of(ClientApplication.connected(this.sandbox)).applyTo(context);
		return context;
	}

}
