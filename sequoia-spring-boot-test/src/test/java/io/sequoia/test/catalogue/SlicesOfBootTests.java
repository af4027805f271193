package io.sequoia.test.catalogue;

import java.util.Optional;

import io.sequoia.Ref;
import io.sequoia.ResourceNotFoundException;
import io.sequoia.SequoiaFailure.Details;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.graphql.test.autoconfigure.GraphQlTest;
import org.springframework.boot.test.autoconfigure.json.JsonTest;
import org.springframework.boot.test.json.JacksonTester;
import org.springframework.boot.webflux.test.autoconfigure.WebFluxTest;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.graphql.test.tester.GraphQlTester;
import org.springframework.http.MediaType;
import org.springframework.test.context.NestedTestConfiguration;
import org.springframework.test.context.NestedTestConfiguration.EnclosingConfiguration;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;

/**
 * Shows that Spring Boot's own slices know the types of the client.
 */
@NestedTestConfiguration(EnclosingConfiguration.OVERRIDE)
class SlicesOfBootTests {

	private static final Ref REF = Ref.of("testmock", "my-film");

	private static final Film FILM = new Film(REF, "my-film", "movie", "My Film");

	private static ResourceNotFoundException notFound() {
		return new ResourceNotFoundException("There is no film " + REF, Details.of(null, "metadata", "contents"), null);
	}

	@Nested
	@WebMvcTest(controllers = FilmController.class, properties = "sequoia.web.problem-details=true")
	class WebMvc {

		@MockitoBean
		private FilmService films;

		@Autowired
		private MockMvcTester mvc;

		@Test
		void knowsRefs() {
			given(this.films.find(REF)).willReturn(Optional.of(FILM));
			assertThat(this.mvc.get().uri("/films/testmock:my-film")).hasStatusOk()
				.bodyJson()
				.extractingPath("$.ref")
				.isEqualTo("testmock:my-film");
			assertThat(this.mvc.get().uri("/films/none")).hasStatus(400);
		}

		@Test
		void knowsFailures() {
			given(this.films.find(REF)).willThrow(notFound());
			assertThat(this.mvc.get().uri("/films/testmock:my-film")).hasStatus(404)
				.hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
		}

	}

	@Nested
	@AutoConfigureWebTestClient(timeout = "1m")
	@WebFluxTest(controllers = FilmController.class, properties = "sequoia.web.problem-details=true")
	class WebFlux {

		@MockitoBean
		private FilmService films;

		@Autowired
		private WebTestClient web;

		@Test
		void knowsRefsAndFailures() {
			given(this.films.find(REF)).willReturn(Optional.of(FILM)).willThrow(notFound());
			this.web.get()
				.uri("/films/testmock:my-film")
				.exchange()
				.expectBody()
				.jsonPath("$.title")
				.isEqualTo("My Film");
			this.web.get()
				.uri("/films/testmock:my-film")
				.exchange()
				.expectStatus()
				.isNotFound()
				.expectHeader()
				.contentType(MediaType.APPLICATION_PROBLEM_JSON);
		}

	}

	@Nested
	@GraphQlTest(FilmQueries.class)
	class GraphQl {

		@MockitoBean
		private FilmService films;

		@Test
		void knowsRefs(@Autowired GraphQlTester graphQl) {
			given(this.films.find(REF)).willReturn(Optional.of(FILM));
			graphQl.document("{ film(ref: \"testmock:my-film\") { ref title } }")
				.execute()
				.path("film.ref")
				.entity(Ref.class)
				.isEqualTo(REF)
				.path("film.title")
				.entity(String.class)
				.isEqualTo("My Film");
		}

	}

	@Nested
	@JsonTest
	class Json {

		@Autowired
		private JacksonTester<Film> json;

		@Test
		void knowsRefs() throws Exception {
			assertThat(this.json.write(FILM)).extractingJsonPathStringValue("$.ref").isEqualTo("testmock:my-film");
			assertThat(this.json.parse("{\"ref\":\"testmock:my-film\",\"name\":\"my-film\",\"type\":\"movie\","
					+ "\"title\":\"My Film\"}"))
				.isEqualTo(FILM);
		}

	}

}
