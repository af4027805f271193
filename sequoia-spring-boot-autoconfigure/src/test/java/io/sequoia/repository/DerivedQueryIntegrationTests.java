package io.sequoia.repository;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.sequoia.InvalidCriteriaException;
import io.sequoia.Ref;
import io.sequoia.fixture.Content;
import io.sequoia.sandbox.LoggedRequest;
import io.sequoia.sandbox.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.dao.DataAccessException;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Sort;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Queries that are derived from the names of methods, and their requests. Each method is
 * called on a blocking and on a reactive repository.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DerivedQueryIntegrationTests {

	private static final Instant START = Instant.parse("2014-12-25T12:00:00Z");

	private static final Instant END = Instant.parse("2015-12-25T12:00:00Z");

	@AutoClose
	private final RepositorySandbox sandbox = RepositorySandbox.empty();

	private final Films films = this.sandbox.repository(Films.class);

	private final ReactiveFilms reactiveFilms = this.sandbox.repository(ReactiveFilms.class);

	@BeforeEach
	void clear() {
		this.sandbox.sandbox().clear();
		this.sandbox.sandbox().requests().clear();
	}

	@ParameterizedTest(name = "{0} sends {2}")
	@MethodSource
	void keywordSendsParameter(String method, List<Object> values, String query) {
		call(this.films, method, values);
		assertThat(this.sandbox.query()).isEqualTo(query);
		this.sandbox.sandbox().requests().clear();
		call(this.reactiveFilms, method, values);
		assertThat(this.sandbox.query()).isEqualTo(query);
	}

	static Stream<Arguments> keywordSendsParameter() {
		return Stream.of(keyword("findByType", "withType=movie", "movie"),
				keyword("findByTypeIs", "withType=movie", "movie"),
				keyword("findByTypeEquals", "withType=movie", "movie"),
				keyword("findByTypeNot", "withType=!movie", "movie"),
				keyword("findByTypeIn", "withType=movie||show", List.of("movie", "show")),
				keyword("findByNameIn", "withName=a||b", (Object) new String[] { "a", "b" }),
				keyword("findByTypeNotIn", "withType=!movie&withType=!show", List.of("movie", "show")),
				keyword("findByAvailabilityStartAtBetween",
						"withAvailabilityStartAt=2014-12-25T12:00:00.000Z/2015-12-25T12:00:00.000Z", START, END),
				keyword("findByAvailabilityStartAtLessThan", "withAvailabilityStartAt=!2014-12-25T12:00:00.000Z/",
						START),
				keyword("findByAvailabilityStartAtLessThanEqual", "withAvailabilityStartAt=/2014-12-25T12:00:00.000Z",
						START),
				keyword("findByAvailabilityStartAtGreaterThan", "withAvailabilityStartAt=!/2014-12-25T12:00:00.000Z",
						START),
				keyword("findByAvailabilityStartAtGreaterThanEqual",
						"withAvailabilityStartAt=2014-12-25T12:00:00.000Z/", START),
				keyword("findByAvailabilityStartAtBefore", "withAvailabilityStartAt=!2014-12-25T12:00:00.000Z/", START),
				keyword("findByAvailabilityStartAtAfter", "withAvailabilityStartAt=!/2014-12-25T12:00:00.000Z", START),
				keyword("findByTitleStartingWith", "withTitle=The*", "The"),
				keyword("findByTitleStartsWith", "withTitle=The*", "The"),
				keyword("findByTitleEndingWith", "withTitle=*end", "end"),
				keyword("findByTitleLike", "withTitle=The*", "The*"),
				keyword("findByTitleIsLike", "withTitle=*end", "*end"),
				keyword("findByParentRefIsNull", "withParentRef=!*"),
				keyword("findByParentRefIsNotNull", "withParentRef=*"),
				keyword("findByParentRefExists", "withParentRef=*"), keyword("findByActiveTrue", "withActive=true"),
				keyword("findByActiveIsFalse", "withActive=false"),
				keyword("findByTagsContaining", "withTags=new", "new"),
				keyword("findByTagsNotContaining", "withTags=!new", "new"),
				keyword("findByCategoryRefsContains", "withCategoryRefs=testmock:drama", Ref.parse("testmock:drama")),
				keyword("findByParentRef", "withParentRef=testmock:p", Ref.parse("testmock:p")),
				keyword("findByRef", "withRef=testmock:p", Ref.parse("testmock:p")),
				keyword("findByPosition", "withOrder=3", 3),
				keyword("findByTypeAndActiveTrue", "withActive=true&withType=movie", "movie"),
				keyword("findByAvailabilityStartAtGreaterThanAndAvailabilityStartAtLessThan",
						"withAvailabilityStartAt=!/2014-12-25T12:00:00.000Z&withAvailabilityStartAt=!2015-12-25T12:00:00.000Z/",
						START, END),
				keyword("findByTypeOrType", "withType=movie||show", "movie", "show"),
				keyword("findByTypeOrTypeIn", "withType=movie||show||season", "movie", List.of("show", "season")),
				keyword("findDistinctByType", "withType=movie", "movie"),
				keyword("findByTypeOrderByAvailabilityStartAtDescTitleAsc",
						"sort=-availabilityStartAt,title&withType=movie", "movie"),
				keyword("findAllByOrderByPosition", "sort=order"), keyword("findAllBy", ""),
				keyword("findFirstByType", "perPage=1&withType=movie", "movie"),
				keyword("findTop10ByType", "perPage=10&withType=movie", "movie"),
				keyword("findTop250ByType", "withType=movie", "movie"),
				keyword("readByType", "withType=movie", "movie"), keyword("queryByType", "withType=movie", "movie"),
				keyword("searchByType", "withType=movie", "movie"), keyword("getByType", "withType=movie", "movie"),
				keyword("streamByType", "withType=movie", "movie"),
				keyword("countByType", "count=true&perPage=1&resources=false&withType=movie", "movie"),
				keyword("existsByType", "count=true&perPage=1&resources=false&withType=movie", "movie"),
				keyword("deleteByType", "fields=ref&withType=movie", "movie"),
				keyword("removeByType", "withType=movie", "movie"),
				keyword("deleteByType", "fields=ref&perPage=5&withType=movie", "movie", Limit.of(5)),
				keyword("findByType", "sort=-order,title,scores.imdb&withType=movie", "movie",
						Sort.by("position").descending().and(Sort.by("title", "scores.imdb"))),
				keyword("findByTypeOrderByTitle", "sort=title,name&withType=movie", "movie", Sort.by("name")),
				keyword("findByTypeOrderByTitle", "sort=title&withType=movie", "movie", Sort.unsorted()),
				keyword("findByType", "perPage=7&withType=movie", "movie", Limit.of(7)),
				keyword("findByType", "withType=movie", "movie", Limit.unlimited()),
				keyword("findByType", "page=3&perPage=20&sort=title&withType=movie", "movie",
						PageRequest.of(2, 20, Sort.by("title"))),
				keyword("findByType", "sort=title&withType=movie", "movie", Pageable.unpaged(Sort.by("title"))));
	}

	@Test
	void refusesAPropertyThatTheServiceHasNoFilterOf() {
		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> this.films.findByDurationGreaterThan(Duration.ofMinutes(90)))
			.withMessageContaining("has no filter 'withDuration' of 'contents'");
		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> this.reactiveFilms.findByDurationGreaterThan(Duration.ofMinutes(90)).blockLast())
			.withMessageContaining("has no filter 'withDuration' of 'contents'");
		assertThat(this.sandbox.sandbox().requests().count(Operation.BROWSE)).isZero();
	}

	@Test
	void documentationShowsWhatKeywordsSend() throws IOException {
		Set<String> sent = keywordSendsParameter().map(Arguments::get)
			.map((keyword) -> keyword[0] + " sends " + keyword[2])
			.collect(Collectors.toSet());
		List<String> shown = Pattern.compile("^\\| .* \\| `(\\w+)\\(.*\\)` \\| `(\\S+)`", Pattern.MULTILINE)
			.matcher(Files.readString(Path.of("../docs/repositories.md")).replace("\\|", "|"))
			.results()
			.map((row) -> row.group(1) + " sends " + row.group(2))
			.toList();
		assertThat(shown).hasSizeGreaterThan(25).allSatisfy((row) -> assertThat(sent).contains(row));
	}

	@ParameterizedTest
	@MethodSource
	void valueIsData(String title) {
		this.sandbox.put(Map.of("name", "a", "title", title, "type", "movie"));
		this.sandbox.put(Map.of("name", "b", "title", "other", "type", "movie"));
		assertThat(this.films.findByTitle(title)).extracting(Film::name).containsExactly("a");
		assertThat(this.reactiveFilms.findByTitle(title).map(Film::name).collectList().block()).containsExactly("a");
		assertThat(this.films.findByTitleStartingWith(title)).extracting(Film::name).containsExactly("a");
	}

	static Stream<String> valueIsData() {
		return Stream.of("a&owner=other", "a=b", "100%", "1+1", "a,b", "AC/DC", "a|b", "What?!", "5*5", "-desc", "#1",
				"Ωμέγα 🎬", "%26", ":title", "?1", "#{7*7}", "${user.home}");
	}

	@ParameterizedTest
	@MethodSource
	void refusesValueThatTheServiceWouldReadAsAnOperator(String method, Object value) {
		assertThatExceptionOfType(InvalidCriteriaException.class)
			.isThrownBy(() -> call(this.films, method, List.of(value)))
			.withMessageContaining("Films." + method)
			.withMessageContaining("would read");
		assertThatExceptionOfType(InvalidCriteriaException.class)
			.isThrownBy(() -> call(this.reactiveFilms, method, List.of(value)));
		assertThat(this.sandbox.sandbox().requests().count(Operation.BROWSE)).isZero();
	}

	static Stream<Arguments> refusesValueThatTheServiceWouldReadAsAnOperator() {
		return Stream.of(arguments("findByTitle", "!a"), arguments("findByTitle", "*"), arguments("findByTitle", "a*"),
				arguments("findByTitle", "*a"), arguments("findByTitle", "a||b"), arguments("findByTypeNot", "!a"),
				arguments("findByTypeIn", List.of("a", "!b")), arguments("findByTypeNotIn", List.of("a||b")),
				arguments("findByTitleStartingWith", "*a"), arguments("findByTitleLike", "*a||b"),
				arguments("findByTagsContaining", "!new"), arguments("findByTypeGreaterThan", "a/b"),
				arguments("deleteByType", "*"), arguments("countByType", "!x"));
	}

	@ParameterizedTest
	@MethodSource
	void refusesValueOfAnotherForm(String method, @Nullable Object value, String message) {
		assertThatExceptionOfType(InvalidCriteriaException.class)
			.isThrownBy(() -> call(this.films, method, Arrays.asList(value)))
			.withMessageContaining(message);
	}

	static Stream<Arguments> refusesValueOfAnotherForm() {
		return Stream.of(arguments("findByTitle", null, "must not be null"),
				arguments("findByTitleLike", "The", "one '*', at its start or its end"),
				arguments("findByTitleLike", "*The*", "one '*', at its start or its end"),
				arguments("findByTitleLike", "*", "one '*', at its start or its end"),
				arguments("findByTitle", "",
						"The value for Films.findByTitle: Is on property 'title' cannot be used: "
								+ "The operand of equalTo on field 'title' must not be empty"),
				arguments("findByTypeIn", Arrays.asList("a", null), "must not be null"));
	}

	@Test
	void asksNothingWhereNothingCanMatch() {
		this.sandbox.put(Map.of("name", "a", "title", "A", "type", "movie"));
		assertThat(this.films.findByTypeIn(List.of())).isEmpty();
		assertThat(this.reactiveFilms.findByTypeIn(List.of()).collectList().block()).isEmpty();
		assertThat(this.films.countByTypeIn(List.of())).isZero();
		assertThat(this.films.deleteByTypeIn(List.of())).isZero();
		assertThat(this.reactiveFilms.countByTypeIn(List.of()).block()).isZero();
		assertThat(this.films.findFirstByTypeIn(List.of())).isNull();
		assertThat(this.sandbox.sandbox().requests().count(Operation.BROWSE)).isZero();
		assertThat(this.films.findByTypeNotIn(List.of())).hasSize(1);
		assertThatIllegalArgumentException().isThrownBy(() -> this.films.findByTypeIn(null));
	}

	@Test
	void limitsWithoutFetchingAhead() {
		Content.seed(this.sandbox.sandbox(), 260, "f%03d", "t");
		assertThat(this.films.findTop10ByType("movie")).hasSize(10);
		assertThat(this.reactiveFilms.findTop10ByType("movie").collectList().block()).hasSize(10);
		assertThat(this.sandbox.sandbox().requests().count(Operation.BROWSE)).isEqualTo(2);
		assertThat(this.films.findTop250ByType("movie")).hasSize(250);
		assertThat(this.reactiveFilms.findTop250ByType("movie").collectList().block()).hasSize(250);
		assertThat(this.sandbox.sandbox().requests().count(Operation.BROWSE)).isEqualTo(8);
	}

	@Test
	void countsAndTellsWhatExistsWithoutReadingResources() {
		this.sandbox.put(Map.of("name", "a", "title", "A", "type", "movie"));
		this.sandbox.put(Map.of("name", "b", "title", "B", "type", "movie"));
		assertThat(this.films.countByType("movie")).isEqualTo(2);
		assertThat(this.films.countByTypeIn(List.of("movie", "show"))).isEqualTo(2);
		assertThat(this.films.existsByType("movie")).isTrue();
		assertThat(this.films.existsByType("show")).isFalse();
		assertThat(this.reactiveFilms.countByType("movie").block()).isEqualTo(2);
		assertThat(this.reactiveFilms.existsByType("movie").block()).isTrue();
		assertThat(this.reactiveFilms.existsByType("show").block()).isFalse();
	}

	@Test
	void deletesWhatMatches() {
		for (int i = 0; i < 130; i++) {
			this.sandbox.put(Map.of("name", "f" + i, "title", "t", "type", (i < 125) ? "movie" : "show"));
		}
		assertThat(this.films.removeByTypeOrderByName("show")).extracting(Film::name)
			.containsExactly("f125", "f126", "f127", "f128", "f129");
		assertThat(this.films.deleteByType("show")).isZero();
		assertThat(this.films.deleteByType("movie", Limit.of(5))).isEqualTo(5);
		assertThat(this.reactiveFilms.deleteByType("movie", Limit.of(5)).block()).isEqualTo(5);
		this.sandbox.sandbox().requests().clear();
		assertThat(this.films.deleteByType("movie")).isEqualTo(115);
		List<LoggedRequest> deletions = this.sandbox.sandbox().requests().of(Operation.DELETE);
		assertThat(deletions).hasSize(2);
		assertThat(this.films.count()).isZero();
		this.sandbox.put(Map.of("name", "a", "title", "A", "type", "movie"));
		assertThat(this.reactiveFilms.removeByType("movie").collectList().block()).hasSize(1);
		this.sandbox.put(Map.of("name", "a", "title", "A", "type", "movie"));
		assertThat(this.reactiveFilms.deleteByType("movie").block()).isEqualTo(1);
		assertThat(this.films.count()).isZero();
	}

	private static Arguments keyword(String method, String query, Object... values) {
		return arguments(method, List.of(values), query);
	}

	private static @Nullable Object call(Object repository, String name, List<?> values) {
		Method method = Arrays.stream(ReflectionUtils.getAllDeclaredMethods(repository.getClass().getInterfaces()[0]))
			.filter((candidate) -> candidate.getName().equals(name) && takes(candidate, values))
			.findFirst()
			.orElseThrow();
		ReflectionUtils.makeAccessible(method);
		Object result = ReflectionUtils.invokeMethod(method, repository, values.toArray());
		if (result instanceof Stream<?> stream) {
			try (stream) {
				return stream.toList();
			}
		}
		return (result instanceof Mono<?> mono) ? mono.block()
				: (result instanceof Flux<?> flux) ? flux.collectList().block() : result;
	}

	private static boolean takes(Method method, List<?> values) {
		Class<?>[] types = method.getParameterTypes();
		return types.length == values.size() && IntStream.range(0, types.length)
			.allMatch((i) -> values.get(i) == null || ClassUtils.isAssignableValue(types[i], values.get(i)));
	}

	interface Films extends SequoiaRepository<Film> {

		List<Film> findByType(String type);

		List<Film> findByTypeIs(String type);

		List<Film> findByTypeEquals(String type);

		List<Film> findByTypeNot(String type);

		List<Film> findByTypeIn(Collection<String> types);

		List<Film> findByNameIn(String[] names);

		List<Film> findByTypeNotIn(Collection<String> types);

		List<Film> findByAvailabilityStartAtBetween(Instant from, Instant to);

		List<Film> findByAvailabilityStartAtLessThan(Instant time);

		List<Film> findByAvailabilityStartAtLessThanEqual(Instant time);

		List<Film> findByAvailabilityStartAtGreaterThan(Instant time);

		List<Film> findByAvailabilityStartAtGreaterThanEqual(Instant time);

		List<Film> findByAvailabilityStartAtBefore(Instant time);

		List<Film> findByAvailabilityStartAtAfter(Instant time);

		List<Film> findByDurationGreaterThan(Duration duration);

		List<Film> findByTitle(@Nullable String title);

		List<Film> findByTitleStartingWith(String title);

		List<Film> findByTitleStartsWith(String title);

		List<Film> findByTitleEndingWith(String title);

		List<Film> findByTitleLike(String title);

		List<Film> findByTitleIsLike(String title);

		List<Film> findByParentRefIsNull();

		List<Film> findByParentRefIsNotNull();

		List<Film> findByParentRefExists();

		List<Film> findByActiveTrue();

		List<Film> findByActiveIsFalse();

		List<Film> findByTagsContaining(String tag);

		List<Film> findByTagsNotContaining(String tag);

		List<Film> findByCategoryRefsContains(Ref category);

		List<Film> findByParentRef(Ref parent);

		List<Film> findByRef(Ref ref);

		List<Film> findByPosition(int position);

		List<Film> findByTypeGreaterThan(String type);

		List<Film> findByTypeAndActiveTrue(String type);

		List<Film> findByAvailabilityStartAtGreaterThanAndAvailabilityStartAtLessThan(Instant from, Instant to);

		List<Film> findByTypeOrType(String one, String other);

		List<Film> findByTypeOrTypeIn(String one, Collection<String> others);

		List<Film> findDistinctByType(String type);

		List<Film> findByTypeOrderByAvailabilityStartAtDescTitleAsc(String type);

		List<Film> findAllByOrderByPosition();

		List<Film> findAllBy();

		List<Film> findTop10ByType(String type);

		List<Film> findTop250ByType(String type);

		List<Film> readByType(String type);

		List<Film> queryByType(String type);

		List<Film> searchByType(String type);

		List<Film> getByType(String type);

		List<Film> removeByType(String type);

		List<Film> removeByTypeOrderByName(String type);

		List<Film> findByType(String type, Sort sort);

		List<Film> findByType(String type, Limit limit);

		List<Film> findByType(String type, Pageable page);

		List<Film> findByTypeOrderByTitle(String type, Sort sort);

		@Nullable Film findFirstByType(String type);

		@Nullable Film findFirstByTypeIn(Collection<String> types);

		Stream<Film> streamByType(String type);

		long countByType(String type);

		int countByTypeIn(Collection<String> types);

		boolean existsByType(String type);

		long deleteByType(String type);

		Integer deleteByTypeIn(Collection<String> types);

		int deleteByType(String type, Limit limit);

	}

	interface ReactiveFilms extends ReactiveSequoiaRepository<Film> {

		Flux<Film> findByType(String type);

		Flux<Film> findByTypeIs(String type);

		Flux<Film> findByTypeEquals(String type);

		Flux<Film> findByTypeNot(String type);

		Flux<Film> findByTypeIn(Collection<String> types);

		Flux<Film> findByNameIn(String[] names);

		Flux<Film> findByTypeNotIn(Collection<String> types);

		Flux<Film> findByAvailabilityStartAtBetween(Instant from, Instant to);

		Flux<Film> findByAvailabilityStartAtLessThan(Instant time);

		Flux<Film> findByAvailabilityStartAtLessThanEqual(Instant time);

		Flux<Film> findByAvailabilityStartAtGreaterThan(Instant time);

		Flux<Film> findByAvailabilityStartAtGreaterThanEqual(Instant time);

		Flux<Film> findByAvailabilityStartAtBefore(Instant time);

		Flux<Film> findByAvailabilityStartAtAfter(Instant time);

		Flux<Film> findByDurationGreaterThan(Duration duration);

		Flux<Film> findByTitle(String title);

		Flux<Film> findByTitleStartingWith(String title);

		Flux<Film> findByTitleStartsWith(String title);

		Flux<Film> findByTitleEndingWith(String title);

		Flux<Film> findByTitleLike(String title);

		Flux<Film> findByTitleIsLike(String title);

		Flux<Film> findByParentRefIsNull();

		Flux<Film> findByParentRefIsNotNull();

		Flux<Film> findByParentRefExists();

		Flux<Film> findByActiveTrue();

		Flux<Film> findByActiveIsFalse();

		Flux<Film> findByTagsContaining(String tag);

		Flux<Film> findByTagsNotContaining(String tag);

		Flux<Film> findByCategoryRefsContains(Ref category);

		Flux<Film> findByParentRef(Ref parent);

		Flux<Film> findByRef(Ref ref);

		Flux<Film> findByPosition(int position);

		Flux<Film> findByTypeGreaterThan(String type);

		Flux<Film> findByTypeAndActiveTrue(String type);

		Flux<Film> findByAvailabilityStartAtGreaterThanAndAvailabilityStartAtLessThan(Instant from, Instant to);

		Flux<Film> findByTypeOrType(String one, String other);

		Flux<Film> findByTypeOrTypeIn(String one, Collection<String> others);

		Flux<Film> findDistinctByType(String type);

		Flux<Film> findByTypeOrderByAvailabilityStartAtDescTitleAsc(String type);

		Flux<Film> findAllByOrderByPosition();

		Flux<Film> findAllBy();

		Flux<Film> findTop10ByType(String type);

		Flux<Film> findTop250ByType(String type);

		Flux<Film> readByType(String type);

		Flux<Film> queryByType(String type);

		Flux<Film> searchByType(String type);

		Flux<Film> getByType(String type);

		Flux<Film> removeByType(String type);

		Flux<Film> removeByTypeOrderByName(String type);

		Flux<Film> findByType(String type, Sort sort);

		Flux<Film> findByType(String type, Limit limit);

		Flux<Film> findByType(String type, Pageable page);

		Flux<Film> findByTypeOrderByTitle(String type, Sort sort);

		Mono<Film> findFirstByType(String type);

		Flux<Film> streamByType(String type);

		Mono<Long> countByType(String type);

		Mono<Integer> countByTypeIn(Collection<String> types);

		Mono<Boolean> existsByType(String type);

		Mono<Long> deleteByType(String type);

		Mono<Integer> deleteByType(String type, Limit limit);

	}

}
