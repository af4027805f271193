package io.sequoia.test.catalogue;

import io.sequoia.autoconfigure.SequoiaRepositoriesAutoConfiguration;
import io.sequoia.core.ReactiveSequoiaTemplate;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.sandbox.SequoiaSandbox;
import io.sequoia.test.SequoiaTest;
import io.sequoia.test.WithSandbox;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.graphql.autoconfigure.GraphQlAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;
import org.springframework.core.env.Environment;
import org.springframework.test.context.NestedTestConfiguration;
import org.springframework.test.context.NestedTestConfiguration.EnclosingConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Shows which parts of an application a slice has, and by what that is changed.
 */
@NestedTestConfiguration(EnclosingConfiguration.OVERRIDE)
class SliceIntegrationTests {

	@Nested
	@SequoiaTest
	@WithSandbox
	class Default {

		@Autowired
		private ApplicationContext context;

		@Test
		void hasClientRepositoriesAndJson(@Autowired SequoiaTemplate template,
				@Autowired ReactiveSequoiaTemplate reactive, @Autowired FilmRepository films,
				@Autowired JsonMapper json) {
			Film stored = template.store(Film.named("sliced"));
			assertThat(films.findById(stored.ref())).contains(stored);
			assertThat(reactive.read(stored.ref(), Film.class).block()).isEqualTo(stored);
			assertThat(json.writeValueAsString(new Shout("quiet"))).isEqualTo("\"QUIET\"");
		}

		@Test
		void hasWhatTheApplicationAddsToTheClient(SequoiaSandbox sandbox, @Autowired SequoiaTemplate template) {
			assertThat(this.context.getBeanNamesForType(TeamCustomizer.class)).hasSize(1);
			template.store(Film.named("customized"));
			assertThat(sandbox.requests().all()).isNotEmpty()
				.allSatisfy((request) -> assertThat(request.header("X-Team")).isEqualTo("catalogue"));
		}

		@Test
		void hasNothingElse() {
			for (Class<?> type : new Class<?>[] { FilmService.class, FilmController.class, FilmQueries.class,
					Reports.class, WebMvcAutoConfiguration.class, GraphQlAutoConfiguration.class }) {
				assertThat(this.context.getBeanNamesForType(type)).as(type.getName()).isEmpty();
			}
			assertThat(this.context.containsBean("dispatcherServlet")).isFalse();
			assertThat(this.context.containsBean("dataSource")).isFalse();
		}

	}

	@Nested
	@WithSandbox
	@SequoiaTest(properties = "sequoia.pagination.per-page=7",
			includeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = FilmService.class),
			excludeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = ShoutSerializer.class))
	class Changed {

		@Test
		void hasThePropertiesAndComponentsThatWereAskedFor(@Autowired ApplicationContext context,
				@Autowired Environment environment) {
			assertThat(environment.getProperty("sequoia.pagination.per-page")).isEqualTo("7");
			assertThat(context.getBeanNamesForType(FilmService.class)).hasSize(1);
			assertThat(context.getBeanNamesForType(ShoutSerializer.class)).isEmpty();
			assertThat(context.getBeanNamesForType(TeamCustomizer.class)).hasSize(1);
		}

	}

	@Nested
	@WithSandbox
	@SequoiaTest(useDefaultFilters = false, excludeAutoConfiguration = SequoiaRepositoriesAutoConfiguration.class)
	class Bare {

		@Test
		void hasTheTemplateAlone(@Autowired ApplicationContext context) {
			assertThat(context.getBeanNamesForType(SequoiaTemplate.class)).hasSize(1);
			assertThat(context.getBeanNamesForType(FilmRepository.class)).isEmpty();
			assertThat(context.getBeanNamesForType(TeamCustomizer.class)).isEmpty();
			assertThat(context.getBeanNamesForType(ShoutSerializer.class)).isEmpty();
		}

	}

}
