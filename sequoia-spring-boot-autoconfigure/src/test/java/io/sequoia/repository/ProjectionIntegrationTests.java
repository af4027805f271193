package io.sequoia.repository;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.sequoia.InvalidCriteriaException;
import io.sequoia.Ref;
import io.sequoia.core.Browse;
import io.sequoia.core.ReactiveBrowse;
import io.sequoia.core.mapping.SequoiaResource;
import io.sequoia.sandbox.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Slice;
import org.springframework.data.domain.Window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Projections: the results, and that only the necessary fields are requested.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProjectionIntegrationTests {

	@AutoClose
	private final RepositorySandbox sandbox = RepositorySandbox.empty();

	private final Films films = this.sandbox.repository(Films.class);

	private final ReactiveFilms reactiveFilms = this.sandbox.repository(ReactiveFilms.class);

	@BeforeAll
	void store() {
		this.sandbox.put(Map.of("name", "a", "title", "A", "type", "movie", "order", 3, "releaseYear", 1999));
		this.sandbox.put(Map.of("name", "b", "title", "B", "type", "movie", "order", 4, "releaseYear", 2000));
		this.sandbox.sandbox()
			.put("metadata", "assets", Map.of("name", "pic", "type", "image", "contentRef", "testmock:a"));
	}

	@BeforeEach
	void clear() {
		this.sandbox.sandbox().requests().clear();
	}

	@Test
	void closedInterfaceAsksForItsFieldsOnly() {
		assertThat(this.films.findTitlesByTypeOrderByName("movie")).extracting(Titled::getTitle, Titled::getPosition)
			.containsExactly(tuple("A", 3), tuple("B", 4));
		assertThat(this.sandbox.query()).isEqualTo("fields=title,order&sort=name&withType=movie");
		assertThat(this.reactiveFilms.findTitlesByType("movie").map(Titled::getTitle).collectList().block())
			.containsExactlyInAnyOrder("A", "B");
		assertThat(this.sandbox.query()).isEqualTo("fields=title,order&withType=movie");
	}

	@Test
	void objectAsksForItsFieldsOnly() {
		assertThat(this.films.findCardsByTypeOrderByName("movie")).containsExactly(
				new Card(Ref.of("testmock", "a"), "A", 1999), new Card(Ref.of("testmock", "b"), "B", 2000));
		assertThat(this.sandbox.query()).isEqualTo("fields=ref,title,releaseYear&sort=name&withType=movie");
		assertThat(this.reactiveFilms.findCardByName("a").block())
			.isEqualTo(new Card(Ref.of("testmock", "a"), "A", 1999));
	}

	@Test
	void openInterfaceAsksForEverything() {
		assertThat(this.films.findLabelsByTypeOrderByName("movie")).extracting(Labelled::getLabel)
			.containsExactly("A (1999)", "B (2000)");
		assertThat(this.sandbox.query()).isEqualTo("sort=name&withType=movie");
	}

	@Test
	void callChoosesTheProjection() {
		assertThat(this.films.findByName("a", Titled.class)).map(Titled::getTitle).contains("A");
		assertThat(this.sandbox.query()).isEqualTo("fields=title,order&perPage=2&withName=a");
		assertThat(this.films.findByName("a", Card.class)).map(Card::releaseYear).contains(1999);
		assertThat(this.films.findByName("a", Film.class)).map(Film::title).contains("A");
		assertThat(this.sandbox.query()).isEqualTo("perPage=2&withName=a");
		assertThat(this.reactiveFilms.findByName("a", Titled.class).map(Titled::getTitle).block()).isEqualTo("A");
		assertThat(this.reactiveFilms.findByType("movie", Card.class).collectList().block()).hasSize(2);
		assertThatExceptionOfType(InvalidCriteriaException.class)
			.isThrownBy(() -> this.films.findByName("a", Coloured.class))
			.withMessageContaining("no property 'colour'");
	}

	@Test
	void everyKindOfResultCanBeProjected() {
		assertThat(this.films.findPageByType("movie", PageRequest.of(0, 1))).extracting(Titled::getTitle)
			.containsExactly("A");
		assertThat(this.films.findSliceByType("movie", PageRequest.of(1, 1))).extracting(Titled::getTitle)
			.containsExactly("B");
		assertThat(this.films.findWindowByType("movie", ScrollPosition.keyset())).hasSize(2)
			.first()
			.isInstanceOf(Titled.class);
		try (Stream<Titled> stream = this.films.streamByType("movie")) {
			assertThat(stream).hasSize(2);
		}
		assertThat(this.films.browseByType("movie").first()).map(Titled::getTitle).contains("A");
		assertThat(this.films.browseByType("movie").page().resources()).extracting(Titled::getTitle)
			.containsExactly("A", "B");
		assertThat(this.reactiveFilms.findPageByType("movie", PageRequest.of(0, 1)).block())
			.extracting(Titled::getTitle)
			.containsExactly("A");
		assertThat(this.reactiveFilms.browseByType("movie").flux().map(Titled::getTitle).collectList().block())
			.containsExactly("A", "B");
		assertThat(this.sandbox.sandbox().requests().of(Operation.BROWSE))
			.allSatisfy((request) -> assertThat(request.query()).containsEntry("fields", List.of("title,order")));
	}

	@Test
	void includedResourcesArePartOfAProjection() {
		assertThat(this.films.findIllustratedByName("a").getPictures()).extracting(Pictured::getName)
			.containsExactly("pic");
		assertThat(this.sandbox.query()).isEqualTo("fields=title,ref&include=assets&perPage=2&withName=a");
	}

	@Test
	void needsNoMoreFieldsForNumbersThatCannotBeMissing() {
		Numbereds numbereds = this.sandbox.repository(Numbereds.class);
		assertThat(numbereds.findByType("movie")).extracting(Titled::getTitle).containsExactlyInAnyOrder("A", "B");
		assertThat(this.sandbox.query()).isEqualTo("fields=title,order&withType=movie");
	}

	interface Films extends SequoiaRepository<Film> {

		List<Titled> findTitlesByTypeOrderByName(String type);

		List<Card> findCardsByTypeOrderByName(String type);

		List<Labelled> findLabelsByTypeOrderByName(String type);

		<P> Optional<P> findByName(String name, Class<P> type);

		Page<Titled> findPageByType(String type, Pageable page);

		Slice<Titled> findSliceByType(String type, Pageable page);

		Window<Titled> findWindowByType(String type, ScrollPosition position);

		Stream<Titled> streamByType(String type);

		@Query("withType=:type")
		Browse<Titled> browseByType(String type);

		@Include("assets")
		Illustrated findIllustratedByName(String name);

	}

	interface ReactiveFilms extends ReactiveSequoiaRepository<Film> {

		Flux<Titled> findTitlesByType(String type);

		Mono<Card> findCardByName(String name);

		<P> Mono<P> findByName(String name, Class<P> type);

		<P> Flux<P> findByType(String type, Class<P> projection);

		Mono<Page<Titled>> findPageByType(String type, Pageable page);

		@Query("withType=:type")
		ReactiveBrowse<Titled> browseByType(String type);

	}

	interface Numbereds extends SequoiaRepository<Numbered> {

		List<Titled> findByType(String type);

	}

	@SequoiaResource(service = "metadata", name = "contents")
	record Numbered(@Nullable Ref ref, @Nullable String title, @Nullable String type,
			@JsonProperty("order") int position, int releaseYear) {
	}

	interface Titled {

		String getTitle();

		Integer getPosition();

	}

	interface Labelled {

		@Value("#{target.title + ' (' + target.releaseYear + ')'}")
		String getLabel();

	}

	interface Coloured {

		String getColour();

	}

	interface Illustrated {

		String getTitle();

		List<Pictured> getPictures();

	}

	interface Pictured {

		String getName();

	}

	record Card(Ref ref, String title, @Nullable Integer releaseYear) {
	}

}
