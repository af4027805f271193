package io.sequoia.sample;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import io.sequoia.Ref;
import io.sequoia.core.RequestOptions;
import io.sequoia.core.mapping.Linked;
import io.sequoia.core.mapping.SequoiaResource;
import io.sequoia.repository.BeforeSaveCallback;
import io.sequoia.repository.Include;
import io.sequoia.repository.Meta;
import io.sequoia.repository.Owner;
import io.sequoia.repository.Query;
import io.sequoia.repository.ReactiveSequoiaRepository;
import io.sequoia.repository.SequoiaRepository;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.data.domain.Example;
import org.springframework.data.domain.ExampleMatcher;
import org.springframework.data.domain.KeysetScrollPosition;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Slice;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Window;
import org.springframework.data.repository.query.ListQueryByExampleExecutor;

/**
 * The Java of {@code docs/repositories.md}, so that it compiles and runs.
 */
final class RepositoriesTour {

	private RepositoriesTour() {
	}

	@SequoiaResource(service = "metadata", name = "contents")
	record Film(@Nullable Ref ref, @Nullable String name, @Nullable String version, @Nullable String type,
			@Nullable String title, @Nullable Instant availabilityStartAt, @Linked("assets") List<Picture> pictures) {
	}

	@SequoiaResource(service = "metadata", name = "assets")
	record Picture(Ref ref, String url) {
	}

	interface FilmRepository extends SequoiaRepository<Film> {

		List<Film> findByTypeAndAvailabilityStartAtAfterOrderByTitle(String type, Instant start);

	}

	static class Catalogue {

		private final FilmRepository films;

		Catalogue(FilmRepository films) {
			this.films = films;
		}

		Film add(String title) {
			return this.films
				.save(new Film(null, null, null, "movie", title, Instant.parse("2025-01-01T00:00:00Z"), List.of()));
		}

		List<Film> recent() {
			return this.films.findByTypeAndAvailabilityStartAtAfterOrderByTitle("movie",
					Instant.parse("2020-01-01T00:00:00Z"));
		}

	}

	interface FilmPages extends SequoiaRepository<Film> {

		Page<Film> findByType(String type, Pageable page);

		Slice<Film> findByAvailabilityStartAtAfter(Instant start, Pageable page);

		Window<Film> findFirst50ByTypeOrderByName(String type, ScrollPosition position);

		Stream<Film> streamByType(String type);

	}

	static Page<Film> secondPage(FilmPages films) {
		Page<Film> page = films.findByType("movie", PageRequest.of(1, 20, Sort.by("title")));
		return page;
	}

	static Window<Film> windows(FilmPages films) {
		Window<Film> window = films.findFirst50ByTypeOrderByName("movie", ScrollPosition.keyset());
		KeysetScrollPosition last = (KeysetScrollPosition) window.positionAt(window.size() - 1);
		Map<String, Object> keys = last.getKeys();

		Window<Film> next = films.findFirst50ByTypeOrderByName("movie", ScrollPosition.forward(keys));
		return next;
	}

	interface Titled {

		String getTitle();

	}

	record Card(Ref ref, String title) {
	}

	interface FilmViews extends SequoiaRepository<Film> {

		List<Titled> findTitlesByType(String type);

		List<Card> findCardsByType(String type);

		<T> Optional<T> findByName(String name, Class<T> view);

	}

	interface FilmQueries extends SequoiaRepository<Film> {

		@Query("withType=:type&withAvailabilityStartAt=:from/:to&sort=-createdAt")
		List<Film> released(String type, Instant from, Instant to);

		@Query("withType=!?1")
		List<Film> anythingBut(String type);

		@Query("withTitle=:#{#film.title}")
		List<Film> namesakes(Film film);

		@Query("q=:words")
		long hits(String words);

	}

	interface FilmCalls extends SequoiaRepository<Film> {

		@Include("assets")
		Optional<Film> findWithPicturesByName(String name);

		@Meta(timeout = "2s")
		boolean existsByTitle(String title);

		List<Film> findByType(String type, @Owner String owner);

		List<Film> findByTitleStartingWith(String start, RequestOptions options);

	}

	interface ReactiveFilms extends ReactiveSequoiaRepository<Film> {

		Flux<Film> findByType(String type);

		Mono<Long> countByAvailabilityStartAtAfter(Instant start);

	}

	interface FilmExamples extends SequoiaRepository<Film>, ListQueryByExampleExecutor<Film> {

	}

	static List<Film> byExample(FilmExamples films) {
		Film like = new Film(null, null, null, "movie", "The", null, List.of());
		ExampleMatcher matcher = ExampleMatcher.matching().withMatcher("title", (title) -> title.startsWith());

		List<Film> found = films.findAll(Example.of(like, matcher));
		return found;
	}

	static class TitleTrimmer implements BeforeSaveCallback<Film> {

		@Override
		public Film onBeforeSave(Film film) {
			String title = (film.title() != null) ? film.title().strip() : null;
			return new Film(film.ref(), film.name(), film.version(), film.type(), title, film.availabilityStartAt(),
					film.pictures());
		}

	}

}
