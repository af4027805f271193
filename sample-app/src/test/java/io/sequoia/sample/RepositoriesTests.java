package io.sequoia.sample;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.sequoia.core.RequestOptions;
import io.sequoia.repository.config.EnableReactiveSequoiaRepositories;
import io.sequoia.repository.config.EnableSequoiaRepositories;
import io.sequoia.sample.RepositoriesTour.Card;
import io.sequoia.sample.RepositoriesTour.Film;
import io.sequoia.sample.RepositoriesTour.Titled;
import io.sequoia.sandbox.LoggedRequest;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Window;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The repositories of {@code docs/repositories.md} work as the page says.
 */
@SpringBootTest(classes = { SampleApplication.class, RepositoriesTests.Nested.class },
		webEnvironment = WebEnvironment.NONE)
class RepositoriesTests {

	private static final Instant START = Instant.parse("2019-01-01T00:00:00Z");

	@Autowired
	private SequoiaSandbox sandbox;

	@BeforeEach
	void clear() {
		this.sandbox.requests().clear();
	}

	@Test
	void savesAndFinds(@Autowired RepositoriesTour.Catalogue catalogue) {
		Film added = catalogue.add(" A Repository's Film ");
		assertThat(added.title()).isEqualTo("A Repository's Film");
		assertThat(catalogue.recent()).contains(added).extracting(Film::title).isSorted();
	}

	@Test
	void readsInParts(@Autowired RepositoriesTour.FilmPages films) {
		Page<Film> page = RepositoriesTour.secondPage(films);
		assertThat(page).hasSize(20);
		assertThat(page.getTotalElements()).isGreaterThan(100);
		assertThat(this.sandbox.requests().count(Operation.BROWSE)).isOne();
		assertThat(films.findByAvailabilityStartAtAfter(START, PageRequest.of(0, 2)).hasNext()).isTrue();
		Window<Film> window = RepositoriesTour.windows(films);
		assertThat(window).hasSize(50).extracting(Film::name).isSorted();
		try (Stream<Film> stream = films.streamByType("movie")) {
			assertThat(stream.limit(3)).hasSize(3);
		}
	}

	@Test
	void showsWhatIsAskedFor(@Autowired RepositoriesTour.FilmViews films) {
		assertThat(films.findTitlesByType("movie")).extracting(Titled::getTitle).contains("Paper Lions");
		assertThat(latest().parameter("fields")).isEqualTo("title");
		assertThat(films.findCardsByType("movie")).extracting(Card::title).contains("Paper Lions");
		assertThat(latest().parameter("fields")).isEqualTo("ref,title");
		assertThat(films.findByName("paper-lions", Card.class)).map(Card::title).contains("Paper Lions");
	}

	@Test
	void sendsDeclaredQueries(@Autowired RepositoriesTour.FilmQueries films) {
		List<Film> released = films.released("movie", Instant.parse("2000-01-01T00:00:00Z"), START);
		assertThat(released).isNotEmpty();
		assertThat(films.anythingBut("movie")).isNotEmpty();
		assertThat(films.namesakes(released.get(0))).contains(released.get(0));
		assertThat(films.hits("dragons")).isPositive();
	}

	@Test
	void callsAsMethodsSay(@Autowired RepositoriesTour.FilmCalls films) {
		assertThat(films.findWithPicturesByName("paper-lions").orElseThrow().pictures()).isNotEmpty();
		assertThat(films.existsByTitle("Paper Lions")).isTrue();
		assertThat(films.findByType("movie", "testmock")).isNotEmpty();
		assertThat(films.findByTitleStartingWith("Paper", RequestOptions.builder().correlationId("c-1").build()))
			.isNotEmpty();
		assertThat(latest().header("X-Correlation-ID")).isEqualTo("c-1");
	}

	@Test
	void answersReactively(@Autowired RepositoriesTour.ReactiveFilms films) {
		assertThat(films.findByType("movie").count().block()).isGreaterThan(100);
		assertThat(films.countByAvailabilityStartAtAfter(START).block()).isPositive();
	}

	@Test
	void findsByExample(@Autowired RepositoriesTour.FilmExamples films) {
		assertThat(RepositoriesTour.byExample(films)).isNotEmpty()
			.allSatisfy((film) -> assertThat(film.title()).startsWith("The"));
		assertThat(latest().query())
			.containsAllEntriesOf(Map.of("withType", List.of("movie"), "withTitle", List.of("The*")));
	}

	private LoggedRequest latest() {
		List<LoggedRequest> browses = this.sandbox.requests().of(Operation.BROWSE);
		return browses.get(browses.size() - 1);
	}

	@TestConfiguration(proxyBeanMethods = false)
	@EnableSequoiaRepositories(considerNestedRepositories = true)
	@EnableReactiveSequoiaRepositories(considerNestedRepositories = true)
	@Import({ RepositoriesTour.Catalogue.class, RepositoriesTour.TitleTrimmer.class })
	static class Nested {

	}

}
