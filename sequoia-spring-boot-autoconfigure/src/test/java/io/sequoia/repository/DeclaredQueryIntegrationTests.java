package io.sequoia.repository;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

import io.sequoia.InvalidCriteriaException;
import io.sequoia.Ref;
import io.sequoia.sandbox.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Sort;
import org.springframework.data.repository.core.support.PropertiesBasedNamedQueries;
import org.springframework.data.repository.query.Param;
import org.springframework.data.repository.query.QueryCreationException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Queries in annotations.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeclaredQueryIntegrationTests {

	@AutoClose
	private final RepositorySandbox sandbox = RepositorySandbox.empty("catalogue.type=show");

	private final Films films = this.sandbox.repository(Films.class);

	private final ReactiveFilms reactiveFilms = this.sandbox.repository(ReactiveFilms.class);

	@BeforeEach
	void clear() {
		this.sandbox.sandbox().clear();
		this.sandbox.sandbox().requests().clear();
	}

	@Test
	void bindsParametersByName() {
		this.films.byType("movie");
		assertThat(this.sandbox.query()).isEqualTo("sort=-createdAt&withType=movie");
		this.reactiveFilms.byType("movie").blockLast();
		assertThat(this.sandbox.query()).isEqualTo("sort=-createdAt&withType=movie");
		this.films.byParam("movie");
		assertThat(this.sandbox.query()).isEqualTo("withType=movie");
	}

	@Test
	void bindsParametersByPosition() {
		this.films.byPosition("movie", 1999);
		assertThat(this.sandbox.query()).isEqualTo("withScore=1999/&withType=movie");
	}

	@Test
	void bindsParametersBehindOperators() {
		this.films.between(1990, 1999);
		assertThat(this.sandbox.query()).isEqualTo("withScore=1990/1999");
		this.films.neither("movie", "A");
		assertThat(this.sandbox.query()).isEqualTo("withTitle=!A*&withType=!movie");
		this.films.either("movie", "show");
		assertThat(this.sandbox.query()).isEqualTo("withType=movie||show||season");
		this.films.since(Instant.parse("2014-12-25T12:00:00Z"));
		assertThat(this.sandbox.query()).isEqualTo("withAvailabilityStartAt=!/2014-12-25T12:00:00.000Z");
	}

	@Test
	void bindsCollectionsAsAlternatives() {
		this.films.anyOf(List.of("movie", "show"));
		assertThat(this.sandbox.query()).isEqualTo("withType=movie||show");
		assertThat(this.films.anyOf(List.of())).isEmpty();
		assertThat(this.sandbox.sandbox().requests().count(Operation.BROWSE)).isEqualTo(1);
	}

	@Test
	void eachAlternativeHasTheTextBesideTheParameter() {
		this.films.imdb(List.of("tt1", "tt2"));
		assertThat(this.sandbox.query()).isEqualTo("withAlternativeIdentifiers=imdb:tt1||imdb:tt2");
		this.films.notStarting(List.of("The", "A"), "My");
		assertThat(this.sandbox.query()).isEqualTo("withTitle=!The*||A*||My*");
		this.films.tagged(List.of("a", "b"), "c");
		assertThat(this.sandbox.query()).isEqualTo("withTags=a&&c||b&&c");
	}

	@Test
	void emptyCollectionIsNoAlternative() {
		this.films.either("movie", List.of());
		assertThat(this.sandbox.query()).isEqualTo("withType=movie");
		this.films.none(List.of());
		assertThat(this.sandbox.query()).isEqualTo("lang=es");
		this.films.none(List.of("movie", "show"));
		assertThat(this.sandbox.query()).isEqualTo("lang=es&withType=!movie||show");
	}

	@Test
	void leavesColonsWithinValuesAlone() {
		this.films.drama(Ref.parse("testmock:p"));
		assertThat(this.sandbox.query()).isEqualTo("withCategoryRefs=testmock:drama&withParentRef=testmock:p");
		this.films.imdb("tt1");
		assertThat(this.sandbox.query()).isEqualTo("withAlternativeIdentifiers=imdb:tt1");
	}

	@Test
	void evaluatesExpressions() {
		this.films.likeThis(Film.of("a", "A"));
		assertThat(this.sandbox.query()).isEqualTo("withTitle=A&withType=movie");
		this.films.configured();
		assertThat(this.sandbox.query()).isEqualTo("withType=show");
		this.reactiveFilms.likeThis(Film.of("a", "A")).blockLast();
		assertThat(this.sandbox.query()).isEqualTo("withTitle=A");
	}

	@Test
	void decodesWhatIsWritten() {
		this.films.encoded();
		assertThat(this.sandbox.query()).isEqualTo("q=dragons & knights&withTitle=100% :title");
	}

	@Test
	void blanksAndLineBreaksAroundPartsAreNoPartOfThem() {
		this.films.inSeveralLines("movie", "A b");
		assertThat(this.sandbox.query()).isEqualTo("sort=-createdAt&withTitle=A b&withType=movie");
		this.films.blankOnPurpose();
		assertThat(this.sandbox.query()).isEqualTo("withTitle= A B ");
	}

	@Test
	void addsSortPageAndLimit() {
		this.films.byType("movie", Sort.by("title"));
		assertThat(this.sandbox.query()).isEqualTo("sort=-createdAt,title&withType=movie");
		this.films.byType("movie", Limit.of(3));
		assertThat(this.sandbox.query()).isEqualTo("perPage=3&withType=movie");
		this.films.byType("movie", PageRequest.of(1, 5));
		assertThat(this.sandbox.query()).isEqualTo("count=true&page=2&perPage=5&withType=movie");
	}

	@Test
	void countsAndTellsWhatExistsByWhatIsReturned() {
		this.sandbox.put(Map.of("name", "a", "title", "A", "type", "movie"));
		assertThat(this.films.howMany("movie")).isEqualTo(1);
		assertThat(this.films.isThere("movie")).isTrue();
		assertThat(this.films.isThere("show")).isFalse();
		assertThat(this.reactiveFilms.howMany("movie").block()).isEqualTo(1);
		assertThat(this.sandbox.query()).isEqualTo("count=true&perPage=1&resources=false&withType=movie");
		assertThat(this.films.one("a")).map(Film::title).contains("A");
	}

	@ParameterizedTest
	@MethodSource("io.sequoia.repository.DerivedQueryIntegrationTests#valueIsData")
	void valueIsData(String title) {
		this.sandbox.put(Map.of("name", "a", "title", title, "type", "movie"));
		this.sandbox.put(Map.of("name", "b", "title", "other", "type", "movie"));
		assertThat(this.films.titled(title)).extracting(Film::name).containsExactly("a");
		assertThat(this.reactiveFilms.titled(title).map(Film::name).collectList().block()).containsExactly("a");
	}

	@ParameterizedTest
	@ValueSource(strings = { "!a", "*", "a*", "*a", "a||b" })
	void refusesValueThatTheServiceWouldReadAsAnOperator(String title) {
		assertThatExceptionOfType(InvalidCriteriaException.class).isThrownBy(() -> this.films.titled(title))
			.withMessageContaining("Films.titled: :title in withTitle")
			.withMessageContaining("would read as an operator");
		assertThatExceptionOfType(InvalidCriteriaException.class)
			.isThrownBy(() -> this.reactiveFilms.titled(title).blockLast());
		assertThatExceptionOfType(InvalidCriteriaException.class).isThrownBy(() -> this.films.anyOf(List.of(title)));
		this.films.search(title);
		assertThat(this.sandbox.query()).isEqualTo("q=" + title);
	}

	@Test
	void refusesOtherValuesThatCannotBe() {
		assertThatExceptionOfType(InvalidCriteriaException.class).isThrownBy(() -> this.films.titled(null))
			.withMessageContaining("must not be null");
		assertThatExceptionOfType(InvalidCriteriaException.class)
			.isThrownBy(() -> this.films.likeThis(Film.of("a", null)))
			.withMessageContaining("Films.likeThis: the expression in withTitle must not be null");
		assertThatExceptionOfType(InvalidCriteriaException.class).isThrownBy(() -> this.films.texts("a/b", "c"))
			.withMessageContaining("read as a range");
		assertThat(this.sandbox.sandbox().requests().count(Operation.BROWSE)).isZero();
	}

	@Test
	void findsNamedQueries() {
		Properties properties = new Properties();
		properties.setProperty("Film.recent", "withType=:type&sort=-releaseYear");
		Named named = this.sandbox.repository(Named.class,
				(factory) -> factory.setNamedQueries(new PropertiesBasedNamedQueries(properties)));
		named.recent("movie");
		assertThat(this.sandbox.query()).isEqualTo("sort=-releaseYear&withType=movie");
	}

	@ParameterizedTest
	@MethodSource
	void queryIsRefused(Class<?> repository, String message) {
		assertThatExceptionOfType(QueryCreationException.class).isThrownBy(() -> this.sandbox.repository(repository))
			.withMessageContaining(message);
	}

	static Stream<Arguments> queryIsRefused() {
		return Stream.of(refused(UnknownParameter.class, "uses :kind, which is not a parameter of the method"),
				refused(UnknownPosition.class, "uses ?2, which is not a parameter of the method"),
				refused(UnusedParameter.class, "does not use the method's parameter 2"),
				refused(NoParameter.class, "'withType' in the query 'withType' is not a parameter"),
				refused(ListOfNames.class, "'sort' must not contain parameters"),
				refused(IncludedFields.class, "'assets.fields' must not contain parameters"),
				refused(ClientsOwn.class, "The parameter 'owner' is set by the client itself"),
				refused(OwnerOfTheCall.class, "The parameter 'owner' is set by the client itself"),
				refused(PositionOfTheCall.class, "The parameter 'continue' is set by the client itself"),
				refused(TooLarge.class, "perPage must be 1 to 1000"), refused(BadSort.class, "cannot be a field name"),
				refused(IncludedTwice.class, "'assets' is already included"));
	}

	private static Arguments refused(Class<?> repository, String message) {
		return arguments(repository, message);
	}

	interface Films extends SequoiaRepository<Film> {

		@Query("withType=:type&sort=-createdAt")
		List<Film> byType(String type);

		@Query("withType=:kind")
		List<Film> byParam(@Param("kind") String type);

		@Query("withType=?1&withScore=?2/")
		List<Film> byPosition(String type, int year);

		@Query("withScore=:from/:to")
		List<Film> between(int from, int to);

		@Query("withType=!:type&withTitle=!:start*")
		List<Film> neither(String type, String start);

		@Query("withType=:one||:other||season")
		List<Film> either(String one, String other);

		@Query("withAvailabilityStartAt=!/:time")
		List<Film> since(Instant time);

		@Query("withType=:types")
		List<Film> anyOf(Collection<String> types);

		@Query("withCategoryRefs=testmock:drama&withParentRef=:parent")
		List<Film> drama(Ref parent);

		@Query("withAlternativeIdentifiers=imdb::id")
		List<Film> imdb(String id);

		@Query("withAlternativeIdentifiers=imdb::ids")
		List<Film> imdb(Collection<String> ids);

		@Query("withTitle=!:starts*||:start*")
		List<Film> notStarting(Collection<String> starts, String start);

		@Query("withType=:one||:others")
		List<Film> either(String one, Collection<String> others);

		@Query("lang=es&withType=!:types")
		List<Film> none(Collection<String> types);

		@Query("withTags=:some%26%26:other")
		List<Film> tagged(Collection<String> some, String other);

		@Query("withType=:#{#film.type}&withTitle=?#{#film.title}")
		List<Film> likeThis(Film film);

		@Query("withType=:${catalogue.type}")
		List<Film> configured();

		@Query("q=dragons%20%26%20knights&withTitle=100%25%20%3Atitle")
		List<Film> encoded();

		@Query("""
				withType=:type
				& withTitle = :title
				&sort=-createdAt
				""")
		List<Film> inSeveralLines(String type, String title);

		@Query(" withTitle=%20A B%20 ")
		List<Film> blankOnPurpose();

		@Query("withType=:type&sort=-createdAt")
		List<Film> byType(String type, Sort sort);

		@Query("withType=:type")
		List<Film> byType(String type, Limit limit);

		@Query("withType=:type")
		Page<Film> byType(String type, Pageable page);

		@Query("withType=:type")
		long howMany(String type);

		@Query("withType=:type")
		boolean isThere(String type);

		@Query("withName=:name")
		Optional<Film> one(String name);

		@Query("withTitle=:title")
		List<Film> titled(@Nullable String title);

		@Query("q=:text")
		List<Film> search(String text);

		@Query("withName=:from/:to")
		List<Film> texts(String from, String to);

	}

	interface ReactiveFilms extends ReactiveSequoiaRepository<Film> {

		@Query("withType=:type&sort=-createdAt")
		Flux<Film> byType(String type);

		@Query("withTitle=:title")
		Flux<Film> titled(String title);

		@Query("withTitle=:#{#film.title}")
		Flux<Film> likeThis(Film film);

		@Query("withType=:type")
		Mono<Long> howMany(String type);

	}

	interface Named extends SequoiaRepository<Film> {

		List<Film> recent(String type);

	}

	interface UnknownParameter extends SequoiaRepository<Film> {

		@Query("withType=:kind")
		List<Film> byType(String type);

	}

	interface UnknownPosition extends SequoiaRepository<Film> {

		@Query("withType=?2")
		List<Film> byType(String type);

	}

	interface UnusedParameter extends SequoiaRepository<Film> {

		@Query("withType=:type")
		List<Film> byType(String type, String title);

	}

	interface NoParameter extends SequoiaRepository<Film> {

		@Query("withType")
		List<Film> byType();

	}

	interface ListOfNames extends SequoiaRepository<Film> {

		@Query("sort=:field")
		List<Film> sorted(String field);

	}

	interface IncludedFields extends SequoiaRepository<Film> {

		@Query("include=assets&assets.fields=:field")
		List<Film> included(String field);

	}

	interface ClientsOwn extends SequoiaRepository<Film> {

		@Query("owner=other")
		List<Film> ofOthers();

	}

	interface OwnerOfTheCall extends SequoiaRepository<Film> {

		@Query("withType=movie&owner=:owner")
		List<Film> of(String owner);

	}

	interface PositionOfTheCall extends SequoiaRepository<Film> {

		@Query("continue=:position")
		List<Film> from(String position);

	}

	interface TooLarge extends SequoiaRepository<Film> {

		@Query("perPage=5000")
		List<Film> many();

	}

	interface BadSort extends SequoiaRepository<Film> {

		@Query("sort=a b")
		List<Film> sorted();

	}

	interface IncludedTwice extends SequoiaRepository<Film> {

		@Include("assets")
		@Query("include=assets")
		List<Film> included();

	}

}
