package io.sequoia.sample.documented;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import io.sequoia.core.RequestOptions;
import io.sequoia.sandbox.LoggedRequest;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Slice;
import org.springframework.data.domain.Window;

import static io.sequoia.sample.documented.DocumentedApplication.bean;
import static io.sequoia.sample.documented.DocumentedApplication.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

/**
 * The repositories that {@code docs/repositories.md} shows do what it says.
 */
class RepositoriesPageIntegrationTests {

	private static final Instant START = Instant.parse("2019-01-01T00:00:00Z");

	private final DocumentedBlocks page = DocumentedBlocks.of("docs/repositories.md");

	private final SequoiaSandbox sandbox = bean(SequoiaSandbox.class);

	@BeforeEach
	void clear() {
		this.sandbox.requests().clear();
	}

	@Test
	void savesAndFinds() throws Exception {
		Object catalogue = repository("Catalogue");
		Object added = call(catalogue, "add", " A Repository's Film ");
		assertThat(added).extracting("title").isEqualTo("A Repository's Film");
		List<Object> recent = call(catalogue, "recent");
		assertThat(recent).contains(added).extracting("title").isSorted();
	}

	@Test
	void readsInParts() throws Exception {
		Object films = repository("FilmPages");
		Page<?> page = (Page<?>) this.page.given("films", films).run("PageRequest.of(1, 20").get("page");
		assertThat(page).hasSize(20);
		assertThat(page.getTotalElements()).isGreaterThan(100);
		assertThat(this.sandbox.requests().count(Operation.BROWSE)).isOne();
		Slice<?> slice = call(films, "findByAvailabilityStartAtAfter", START, PageRequest.of(0, 2));
		assertThat(slice.hasNext()).isTrue();
		Map<String, Object> windows = this.page.run("ScrollPosition.keyset()");
		Window<?> window = (Window<?>) windows.get("window");
		assertThat(window).hasSize(50).extracting("name").isSorted();
		assertThat((Window<?>) windows.get("next")).hasSize(50).noneMatch((film) -> window.getContent().contains(film));
		try (Stream<Object> stream = call(films, "streamByType", "movie")) {
			assertThat(stream.limit(3)).hasSize(3);
		}
	}

	@Test
	void showsWhatIsAskedFor() throws Exception {
		Object films = repository("FilmViews");
		List<Object> titles = call(films, "findTitlesByType", "movie");
		assertThat(titles).extracting("title").contains("Paper Lions");
		assertThat(latest().parameter("fields")).isEqualTo("title");
		List<Object> cards = call(films, "findCardsByType", "movie");
		assertThat(cards).extracting("title").contains("Paper Lions");
		assertThat(latest().parameter("fields")).isEqualTo("ref,title");
		Optional<Object> card = call(films, "findByName", "paper-lions", this.page.type("Card"));
		assertThat(card).get().extracting("title").isEqualTo("Paper Lions");
	}

	@Test
	void sendsDeclaredQueries() throws Exception {
		Object films = repository("FilmQueries");
		List<Object> released = call(films, "released", "movie", Instant.parse("2000-01-01T00:00:00Z"), START);
		assertThat(released).isNotEmpty();
		List<Object> others = call(films, "anythingBut", "movie");
		assertThat(others).isNotEmpty();
		List<Object> namesakes = call(films, "namesakes", released.get(0));
		assertThat(namesakes).contains(released.get(0));
		long hits = call(films, "hits", "dragons");
		assertThat(hits).isPositive();
	}

	@Test
	void callsAsMethodsSay() throws Exception {
		Object films = repository("FilmCalls");
		Optional<Object> film = call(films, "findWithPicturesByName", "paper-lions");
		assertThat(film).get().extracting("pictures", LIST).isNotEmpty();
		boolean exists = call(films, "existsByTitle", "Paper Lions");
		assertThat(exists).isTrue();
		List<Object> movies = call(films, "findByType", "movie", "testmock");
		assertThat(movies).isNotEmpty();
		List<Object> started = call(films, "findByTitleStartingWith", "Paper",
				RequestOptions.builder().correlationId("c-1").build());
		assertThat(started).isNotEmpty();
		assertThat(latest().header("X-Correlation-ID")).isEqualTo("c-1");
	}

	@Test
	void answersReactively() throws Exception {
		Object films = repository("ReactiveFilms");
		Flux<Object> movies = call(films, "findByType", "movie");
		assertThat(movies.count().block()).isGreaterThan(100);
		Mono<Long> count = call(films, "countByAvailabilityStartAtAfter", START);
		assertThat(count.block()).isPositive();
	}

	@Test
	void findsByExample() throws Exception {
		List<?> found = (List<?>) this.page.given("examples", repository("FilmExamples"))
			.run("ExampleMatcher matcher")
			.get("found");
		assertThat(found).isNotEmpty()
			.extracting("title", String.class)
			.allSatisfy((title) -> assertThat(title).startsWith("The"));
		assertThat(latest().query())
			.containsAllEntriesOf(Map.of("withType", List.of("movie"), "withTitle", List.of("The*")));
	}

	private Object repository(String name) {
		return bean(this.page.type(name));
	}

	private LoggedRequest latest() {
		List<LoggedRequest> browses = this.sandbox.requests().of(Operation.BROWSE);
		return browses.get(browses.size() - 1);
	}

}
