package io.sequoia.repository;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.sequoia.InvalidCriteriaException;
import io.sequoia.Ref;
import io.sequoia.fixture.Content;
import io.sequoia.sandbox.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

import org.springframework.dao.IncorrectResultSizeDataAccessException;
import org.springframework.data.domain.Example;
import org.springframework.data.domain.ExampleMatcher;
import org.springframework.data.domain.ExampleMatcher.GenericPropertyMatchers;
import org.springframework.data.domain.ExampleMatcher.StringMatcher;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Slice;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Window;
import org.springframework.data.repository.query.FluentQuery.FetchableFluentQuery;
import org.springframework.data.repository.query.ListQueryByExampleExecutor;
import org.springframework.data.repository.query.ReactiveQueryByExampleExecutor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Queries by example, and their requests.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExampleIntegrationTests {

	@AutoClose
	private final RepositorySandbox sandbox = RepositorySandbox.empty();

	private final Films films = this.sandbox.repository(Films.class);

	private final ReactiveFilms reactiveFilms = this.sandbox.repository(ReactiveFilms.class);

	@BeforeAll
	void store() {
		Content.seed(this.sandbox.sandbox(), 25, "f%02d", "t");
	}

	@BeforeEach
	void clear() {
		this.sandbox.sandbox().requests().clear();
	}

	@ParameterizedTest
	@MethodSource
	void exampleIsSent(Example<Film> example, String query) {
		this.films.findAll(example);
		assertThat(this.sandbox.query()).isEqualTo(query);
		this.reactiveFilms.findAll(example).collectList().block();
		assertThat(this.sandbox.query()).isEqualTo(query);
		assertThat(this.sandbox.sandbox().requests().count(Operation.BROWSE)).isEqualTo(2);
	}

	static Stream<Arguments> exampleIsSent() {
		ExampleMatcher matcher = ExampleMatcher.matching();
		return Stream.of(arguments(Example.of(film(null, "movie", null)), "withType=movie"),
				arguments(Example.of(film("t", "movie", 3)), "withOrder=3&withTitle=t&withType=movie"),
				arguments(Example.of(film("t", "movie", null), matcher.withIgnorePaths("title")), "withType=movie"),
				arguments(Example.of(film("t", null, null), matcher.withStringMatcher(StringMatcher.STARTING)),
						"withTitle=t*"),
				arguments(
						Example.of(film("t", "movie", null),
								matcher.withMatcher("title", GenericPropertyMatchers.endsWith())),
						"withTitle=*t&withType=movie"),
				arguments(
						Example.of(film("t", null, null),
								matcher.withTransformer("title", (value) -> value.map((title) -> title + "!"))),
						"withTitle=t!"),
				arguments(Example.of(film("t", null, null), ExampleMatcher.matchingAny()), "withTitle=t"),
				arguments(Example.of(film("t", null, null), matcher.withIncludeNullValues()
					.withIgnorePaths("ref", "owner", "name", "version", "active", "releaseYear", "availabilityStartAt",
							"duration", "tags", "categoryRefs", "parentRef", "scores", "position")),
						"withTitle=t&withType=!*"),
				arguments(Example.of(film(null, null, null)), ""));
	}

	@ParameterizedTest
	@MethodSource
	void exampleIsRefused(Example<Film> example, String message) {
		assertThatExceptionOfType(InvalidCriteriaException.class).isThrownBy(() -> this.films.findAll(example))
			.withMessageContaining(message);
		assertThatExceptionOfType(InvalidCriteriaException.class)
			.isThrownBy(() -> this.reactiveFilms.findAll(example).blockLast())
			.withMessageContaining(message);
		assertThat(this.sandbox.sandbox().requests().count()).isZero();
	}

	static Stream<Arguments> exampleIsRefused() {
		ExampleMatcher matcher = ExampleMatcher.matching();
		Example<Film> title = Example.of(film("t", null, null));
		return Stream.of(refused(title, matcher.withStringMatcher(StringMatcher.CONTAINING), "not its middle"),
				refused(title, matcher.withStringMatcher(StringMatcher.REGEX), "no regular expressions"),
				refused(title, matcher.withIgnoreCase(), "ignore case"),
				refused(Example.of(film("t", "movie", null)), ExampleMatcher.matchingAny(), "matchingAny()"),
				refused(Example.of(film("a||b", null, null)), matcher,
						"'title' of the example cannot be used: The operand of equalTo on field 'title' is 'a||b'"),
				refused(Example.of(new Film(null, null, null, null, null, null, null, null, null, null, null,
						List.of("tag"), null, null, null, List.of(), null)), matcher, "'tags'"));
	}

	@Test
	void answersInEveryForm() {
		Example<Film> movies = Example.of(film(null, "movie", null));
		Example<Film> one = Example.of(new Film(Ref.of("testmock", "f07"), null, null, null, null, null, null, null,
				null, null, null, null, null, null, null, List.of(), null));
		assertThat(this.films.findOne(one)).map(Film::name).contains("f07");
		assertThatExceptionOfType(IncorrectResultSizeDataAccessException.class)
			.isThrownBy(() -> this.films.findOne(movies));
		assertThat(this.films.count(movies)).isEqualTo(25);
		assertThat(this.films.exists(one)).isTrue();
		assertThat(this.films.findAll(movies, Sort.by("name").descending())).extracting(Film::name).startsWith("f24");
		assertThat(this.films.findAll(movies, PageRequest.of(1, 20)).getTotalElements()).isEqualTo(25);
		assertThat(this.films.findAll(movies, PageRequest.of(0, 20, Sort.by("name").descending())))
			.extracting(Film::name)
			.startsWith("f24");
		assertThat(this.reactiveFilms.findOne(one).map(Film::name).block()).isEqualTo("f07");
		assertThat(this.reactiveFilms.count(movies).block()).isEqualTo(25);
		assertThat(this.reactiveFilms.exists(one).block()).isTrue();
		assertThat(this.reactiveFilms.findAll(movies, Sort.by("name").descending()).map(Film::name).blockFirst())
			.isEqualTo("f24");
	}

	@Test
	void fluentQueriesAskForWhatTheyShow() {
		Example<Film> movies = Example.of(film(null, "movie", null));
		Titled titled = this.films.findBy(movies,
				(query) -> query.sortBy(Sort.by("name")).as(Titled.class).firstValue());
		assertThat(titled.getTitle()).isEqualTo("t");
		assertThat(this.sandbox.query()).isEqualTo("fields=title&perPage=1&sort=name&withType=movie");
		List<Film> three = this.films.findBy(movies, (query) -> query.project("name").limit(3).all());
		assertThat(three).hasSize(3);
		assertThat(this.sandbox.query()).isEqualTo("fields=name&perPage=3&withType=movie");
		Slice<Film> slice = this.films.findBy(movies, (query) -> query.slice(PageRequest.of(0, 20)));
		assertThat(slice.hasNext()).isTrue();
		Window<Film> window = this.films.findBy(movies, (query) -> query.scroll(ScrollPosition.keyset()));
		assertThat(window).hasSize(25);
		long streamed = this.films.findBy(movies, (query) -> query.stream().count());
		assertThat(streamed).isEqualTo(25);
		Optional<Film> first = this.films.findBy(movies, FetchableFluentQuery::first);
		assertThat(first).isPresent();
		Mono<Titled> later = this.reactiveFilms.findBy(movies, (query) -> query.as(Titled.class).first());
		assertThat(later.map(Titled::getTitle).block()).isEqualTo("t");
		Mono<Page<Film>> page = this.reactiveFilms.findBy(movies, (query) -> query.page(PageRequest.of(0, 5)));
		assertThat(page.block()).hasSize(5);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.films.findBy(movies, (query) -> query.page(nothing())))
			.withMessage("The page must not be null: for all resources use Pageable.unpaged()");
	}

	@SuppressWarnings("NullAway")
	private static Pageable nothing() {
		return null;
	}

	private static Arguments refused(Example<Film> example, ExampleMatcher matcher, String message) {
		return arguments(Example.of(example.getProbe(), matcher), message);
	}

	private static Film film(@Nullable String title, @Nullable String type, @Nullable Integer position) {
		return new Film(null, null, null, null, title, type, null, null, null, null, position, null, null, null, null,
				List.of(), null);
	}

	interface Films extends SequoiaRepository<Film>, ListQueryByExampleExecutor<Film> {

	}

	interface ReactiveFilms extends ReactiveSequoiaRepository<Film>, ReactiveQueryByExampleExecutor<Film> {

	}

	interface Titled {

		String getTitle();

	}

}
