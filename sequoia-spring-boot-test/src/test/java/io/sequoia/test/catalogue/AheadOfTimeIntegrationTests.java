package io.sequoia.test.catalogue;

import java.util.stream.Stream;

import io.sequoia.sandbox.SequoiaSandbox;
import io.sequoia.test.SequoiaTest;
import io.sequoia.test.WithSandbox;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.testkit.engine.EngineTestKit;

import org.springframework.aot.AotDetector;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.TestCompiler;
import org.springframework.test.context.aot.AotTestContextInitializers;
import org.springframework.test.context.aot.TestContextAotGenerator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests whose contexts were prepared at build time, as for a native image.
 */
@CompileWithForkedClassLoader
class AheadOfTimeIntegrationTests {

	@Test
	void aSliceHasItsSandbox() {
		TestGenerationContext generation = new TestGenerationContext();
		TestContextAotGenerator generator = new TestContextAotGenerator(generation.getGeneratedFiles(),
				generation.getRuntimeHints());
		generator.processAheadOfTime(Stream.of(Prepared.class));
		generation.writeGeneratedContent();
		TestCompiler.forSystem().withCompilerOptions("-Xlint:none").with(generation).compile((compiled) -> {
			System.setProperty(AotDetector.AOT_ENABLED, "true");
			try {
				EngineTestKit.engine("junit-jupiter")
					.selectors(DiscoverySelectors.selectClass(Prepared.class))
					.execute()
					.testEvents()
					.assertStatistics((tests) -> tests.succeeded(2).failed(0));
			}
			finally {
				System.clearProperty(AotDetector.AOT_ENABLED);
			}
		});
	}

	@SequoiaTest
	@WithSandbox
	static class Prepared {

		@Test
		void findsWhatTheSandboxHas(@Autowired FilmRepository films, SequoiaSandbox sandbox) {
			assertThat(new AotTestContextInitializers().isSupportedTestClass(Prepared.class)).isTrue();
			Film stored = films.save(Film.named("prepared"));
			assertThat(films.findById(stored.ref())).contains(stored);
			assertThat(sandbox.requests().all()).isNotEmpty();
		}

		@Test
		void beginsWithAnEmptyLog(SequoiaSandbox sandbox) {
			assertThat(sandbox.requests().all()).isEmpty();
		}

	}

}
