package io.sequoia.repository;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.sequoia.DiscoveryException;
import io.sequoia.InvalidCriteriaException;
import io.sequoia.core.Browse;
import io.sequoia.core.ReactiveBrowse;
import io.sequoia.sandbox.LoggedRequest;
import io.sequoia.sandbox.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.dao.EmptyResultDataAccessException;
import org.springframework.dao.IncorrectResultSizeDataAccessException;
import org.springframework.data.domain.KeysetScrollPosition;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageImpl;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.ScrollPosition;
import org.springframework.data.domain.Slice;
import org.springframework.data.domain.SliceImpl;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Window;
import org.springframework.data.support.WindowIterator;
import org.springframework.data.util.Streamable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The return types of methods, and the requests for them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReturnTypeIntegrationTests {

	@AutoClose
	private final RepositorySandbox sandbox = RepositorySandbox.empty();

	private final Films films = this.sandbox.repository(Films.class);

	private final ReactiveFilms reactiveFilms = this.sandbox.repository(ReactiveFilms.class);

	@BeforeAll
	void store() {
		this.sandbox.sandbox()
			.putAll("metadata", "contents",
					IntStream.range(0, 45)
						.mapToObj((i) -> Map.of("name", name(i), "title", "t", "type", "movie"))
						.toList());
		this.sandbox.put(Map.of("name", "s", "title", "S", "type", "show"));
	}

	@BeforeEach
	void clear() {
		this.sandbox.sandbox().requests().clear();
	}

	@Test
	void oneResource() {
		assertThat(this.films.findByName("f01").title()).isEqualTo("t");
		assertThat(this.films.findOptionalByName("f01")).map(Film::name).contains("f01");
		assertThat(this.films.findOptionalByName("none")).isEmpty();
		assertThat(this.films.findNullableByName("none")).isNull();
		assertThat(this.reactiveFilms.findByName("f01").map(Film::name).block()).isEqualTo("f01");
		assertThat(this.reactiveFilms.findByName("none").blockOptional()).isEmpty();
		assertThat(this.sandbox.query()).isEqualTo("perPage=2&withName=none");
	}

	@Test
	void nothingIsNoResultWhereNullIsNone() {
		assertThatExceptionOfType(EmptyResultDataAccessException.class).isThrownBy(() -> this.films.findByName("none"));
	}

	@Test
	void moreThanOneIsNoResultUnlessTheFirstIsAskedFor() {
		assertThatExceptionOfType(IncorrectResultSizeDataAccessException.class)
			.isThrownBy(() -> this.films.findOptionalByType("movie"));
		assertThatExceptionOfType(IncorrectResultSizeDataAccessException.class)
			.isThrownBy(() -> this.reactiveFilms.findOneByType("movie").block());
		assertThat(this.films.findFirstByTypeOrderByName("movie")).map(Film::name).contains("f00");
		assertThat(this.films.findOptionalByType("movie", Limit.of(1))).isPresent();
		assertThat(this.reactiveFilms.findFirstByTypeOrderByNameDesc("movie").map(Film::name).block()).isEqualTo("f44");
	}

	@Test
	void collections() {
		assertThat(this.films.findSetByType("movie")).hasSize(45);
		assertThat(this.films.findIterableByType("movie")).hasSize(45);
		assertThat(this.films.findArrayByType("movie")).hasSize(45);
		assertThat(this.films.findStreamableByType("movie").map(Film::name).toList()).hasSize(45);
	}

	@Test
	void streamFetchesAsItIsConsumedAndStopsWhenItIsClosed() {
		try (Stream<Film> stream = this.films.streamByType("movie")) {
			assertThat(this.sandbox.sandbox().requests().count(Operation.BROWSE)).isZero();
			assertThat(stream).hasSize(45);
		}
		try (Stream<Film> stream = this.films.streamByTypeOrderByName("movie", PageRequest.of(1, 20))) {
			assertThat(stream).extracting(Film::name).startsWith("f20").endsWith("f39");
		}
		assertThat(this.sandbox.sandbox().requests().count(Operation.BROWSE)).isEqualTo(2);
	}

	@Test
	void futures() throws Exception {
		assertThat(this.films.findFutureByType("movie").get()).hasSize(45);
		assertThat(this.films.countFutureByType("movie").get()).isEqualTo(45);
	}

	@Test
	void pageKnowsTheTotalFromTheSameRequest() {
		Page<Film> page = this.films.findPageByType("movie", PageRequest.of(2, 20, Sort.by("name")));
		assertThat(page).extracting(Film::name).containsExactly("f40", "f41", "f42", "f43", "f44");
		assertThat(page.getTotalElements()).isEqualTo(45);
		assertThat(page.hasNext()).isFalse();
		assertThat(page.hasPrevious()).isTrue();
		assertThat(this.sandbox.query()).isEqualTo("count=true&page=3&perPage=20&sort=name&withType=movie");
		Page<Film> same = this.reactiveFilms.findPageByType("movie", PageRequest.of(2, 20, Sort.by("name"))).block();
		assertThat(same).isEqualTo(page);
		assertThat(this.sandbox.sandbox().requests().count(Operation.BROWSE)).isEqualTo(2);
		assertThat(this.films.findPageByType("movie", Pageable.unpaged()).getTotalElements()).isEqualTo(45);
		assertThat(this.reactiveFilms.findPageByType("movie", Pageable.unpaged()).block()).hasSize(45);
	}

	@Test
	void noValuesAreAnEmptyResultOfEachKindWithoutARequest() {
		Pageable second = PageRequest.of(1, 5, Sort.by("name"));
		assertThat(this.films.findPageByTypeIn(List.of(), second)).isEqualTo(new PageImpl<>(List.of(), second, 0));
		assertThat(this.reactiveFilms.findPageByTypeIn(List.of(), second).block())
			.isEqualTo(new PageImpl<>(List.of(), second, 0));
		assertThat(this.films.findSliceByTypeIn(List.of(), second))
			.isEqualTo(new SliceImpl<>(List.of(), second, false));
		assertThat(this.reactiveFilms.findSliceByTypeIn(List.of(), second).block())
			.isEqualTo(new SliceImpl<>(List.of(), second, false));
		assertThat(this.films.findByTypeIn(List.of(), ScrollPosition.keyset())).isEmpty();
		Browse<Film> browse = this.films.browseByTypeIn(List.of());
		assertThat(browse.list()).isEmpty();
		assertThat(browse.page().totalCount()).hasValue(0);
		assertThatExceptionOfType(EmptyResultDataAccessException.class).isThrownBy(browse::single);
		assertThat(this.reactiveFilms.browseByTypeIn(List.of()).flux().collectList().block()).isEmpty();
		assertThat(this.sandbox.sandbox().requests().count()).isZero();
	}

	@Test
	void limitOfNoneIsAnEmptyResultWithoutARequest() {
		assertThat(this.films.findOptionalByType("movie", Limit.of(0))).isEmpty();
		assertThat(this.films.findByTypeOrderByName("movie", ScrollPosition.keyset(), Limit.of(0))).isEmpty();
		assertThat(this.reactiveFilms.findByType("movie", Limit.of(0)).collectList().block()).isEmpty();
		assertThat(this.films.deleteByType("movie", Limit.of(0))).isZero();
		assertThat(this.sandbox.sandbox().requests().count()).isZero();
	}

	@Test
	void windowHoldsAtMostItsLimitWhateverSizeIsConfigured() {
		try (RepositorySandbox smallPages = RepositorySandbox.empty("sequoia.pagination.per-page=10")) {
			smallPages.sandbox()
				.putAll("metadata", "contents",
						IntStream.range(0, 120)
							.mapToObj((i) -> Map.of("name", "n" + i, "title", "t", "type", "movie"))
							.toList());
			Films paged = smallPages.repository(Films.class);
			assertThat(paged.findByTypeOrderByName("movie", ScrollPosition.keyset(), Limit.of(150))).hasSize(100);
			assertThat(paged.findByTypeOrderByName("movie", ScrollPosition.keyset(), Limit.of(20))).hasSize(20);
			assertThat(paged.findByTypeOrderByName("movie", ScrollPosition.keyset(), Limit.unlimited())).hasSize(10);
		}
	}

	@Test
	void sliceKnowsWhetherAnotherOneFollowsWithoutCounting() {
		Slice<Film> slice = this.films.findSliceByType("movie", PageRequest.of(1, 20, Sort.by("name")));
		assertThat(slice).extracting(Film::name).startsWith("f20").endsWith("f39");
		assertThat(slice.hasNext()).isTrue();
		assertThat(this.sandbox.query()).isEqualTo("page=2&perPage=20&sort=name&withType=movie");
		assertThat(this.films.findSliceByType("movie", slice.nextPageable()).hasNext()).isFalse();
		assertThat(this.reactiveFilms.findSliceByType("movie", PageRequest.of(1, 20, Sort.by("name"))).block())
			.isEqualTo(slice);
		assertThat(this.sandbox.sandbox().requests().count(Operation.BROWSE)).isEqualTo(3);
		assertThat(this.films.findSliceByType("movie", Pageable.unpaged())).hasSize(45);
	}

	@Test
	void listOfAPageIsThatPage() {
		assertThat(this.films.findByTypeOrderByName("movie", PageRequest.of(1, 10))).extracting(Film::name)
			.startsWith("f10")
			.hasSize(10);
		assertThat(this.reactiveFilms.findByTypeOrderByName("movie", PageRequest.of(1, 10)).collectList().block())
			.extracting(Film::name)
			.startsWith("f10")
			.hasSize(10);
		assertThat(this.sandbox.sandbox().requests().count(Operation.BROWSE)).isEqualTo(2);
	}

	@Test
	void pageTooLargeForTheProtocolIsRefused() {
		assertThatExceptionOfType(InvalidCriteriaException.class)
			.isThrownBy(() -> this.films.findPageByType("movie", PageRequest.of(0, 1001)))
			.withMessageContaining("1 to 1000");
		assertThatExceptionOfType(InvalidCriteriaException.class)
			.isThrownBy(() -> this.films.findPageByType("movie",
					PageRequest.of(0, 5, Sort.by(Sort.Order.by("title").ignoreCase()))))
			.withMessageContaining("ignore case");
		assertThatExceptionOfType(InvalidCriteriaException.class)
			.isThrownBy(() -> this.films.findPageByType("movie",
					PageRequest.of(0, 5, Sort.by(Sort.Order.by("title").nullsLast()))))
			.withMessageContaining("missing values");
		assertThatExceptionOfType(InvalidCriteriaException.class)
			.isThrownBy(() -> this.films.findPageByType("movie", PageRequest.of(0, 5, Sort.by("titel"))))
			.withMessageContaining("no property 'titel'");
	}

	@Test
	void windowsFollowOneAnother() {
		Window<Film> first = this.films.findFirst20ByTypeOrderByName("movie", ScrollPosition.keyset());
		assertThat(first).extracting(Film::name).startsWith("f00").hasSize(20);
		assertThat(first.hasNext()).isTrue();
		Window<Film> second = this.films.findFirst20ByTypeOrderByName("movie", first.positionAt(19));
		Window<Film> last = this.films.findFirst20ByTypeOrderByName("movie", second.positionAt(19));
		assertThat(second).extracting(Film::name).startsWith("f20").hasSize(20);
		assertThat(last).extracting(Film::name).startsWith("f40").hasSize(5);
		assertThat(last.hasNext()).isFalse();
		assertThat(this.sandbox.sandbox().requests().count(Operation.BROWSE)).isEqualTo(3);
	}

	@Test
	void windowBeginsAfterEachResourceOfAnother() {
		Window<Film> first = this.films.findFirst20ByTypeOrderByName("movie", ScrollPosition.keyset());
		assertThat(this.films.findFirst20ByTypeOrderByName("movie", first.positionAt(3))).extracting(Film::name)
			.startsWith("f04")
			.endsWith("f19");
		assertThat(this.films.findByTypeOrderByName("movie", first.positionAt(8), Limit.of(7))).extracting(Film::name)
			.containsExactly("f09", "f10", "f11", "f12", "f13");
		Window<Film> second = this.films.findFirst20ByTypeOrderByName("movie", first.positionAt(19));
		Window<Film> rest = this.reactiveFilms.findFirst20ByTypeOrderByName("movie", second.positionAt(9)).block();
		assertThat(rest).extracting(Film::name).startsWith("f30").endsWith("f39");
		assertThat(this.reactiveFilms.findFirst20ByTypeOrderByName("movie", rest.positionAt(0)).block())
			.extracting(Film::name)
			.startsWith("f31")
			.endsWith("f39");
		assertThat(this.films.findFirst20ByTypeOrderByName("movie", rest.positionAt(9))).extracting(Film::name)
			.startsWith("f40")
			.endsWith("f44");
	}

	@Test
	void windowAfterTheLastResourceIsEmpty() {
		Window<Film> all = this.films.findByTypeOrderByName("movie", ScrollPosition.keyset(), Limit.of(100));
		ScrollPosition end = all.positionAt(44);
		Window<Film> none = this.films.findByTypeOrderByName("movie", end, Limit.of(100));
		assertThat(none.isEmpty()).isTrue();
		assertThat(none.hasNext()).isFalse();
		assertThat(this.films.findByTypeOrderByName("movie", end, Limit.of(10)).isEmpty()).isTrue();
	}

	@Test
	void positionWithoutANumberIsRefused() {
		for (String skip : List.of("-1", "1001", "99999999999", "x", "")) {
			assertThatExceptionOfType(InvalidCriteriaException.class)
				.isThrownBy(() -> this.films.findFirst20ByTypeOrderByName("movie",
						ScrollPosition.forward(Map.of("skip", skip))))
				.withMessageContaining("'skip'");
		}
		assertThat(this.sandbox.sandbox().requests().of(Operation.BROWSE)).isEmpty();
	}

	@Test
	void windowsAreScrolledFromTheBeginning() {
		WindowIterator<Film> iterator = WindowIterator
			.of((position) -> this.films.findByTypeOrderByName("movie", position, Limit.of(7)))
			.startingAt(ScrollPosition.offset());
		assertThat(iterator).toIterable().extracting(Film::name).hasSize(45).startsWith("f00").endsWith("f44");
		assertThat(this.sandbox.sandbox().requests().count(Operation.BROWSE)).isEqualTo(7);
	}

	@Test
	void positionCanBeWrittenDownAndReadAgain() {
		Window<Film> first = this.reactiveFilms.findFirst20ByTypeOrderByName("movie", ScrollPosition.keyset()).block();
		JsonMapper json = JsonMapper.shared();
		String written = json.writeValueAsString(((KeysetScrollPosition) first.positionAt(19)).getKeys());
		@SuppressWarnings("unchecked")
		Map<String, Object> read = json.readValue(written, Map.class);
		Window<Film> second = this.reactiveFilms.findFirst20ByTypeOrderByName("movie", ScrollPosition.forward(read))
			.block();
		assertThat(second).extracting(Film::name).startsWith("f20").hasSize(20);
		List<LoggedRequest> browses = this.sandbox.sandbox().requests().of(Operation.BROWSE);
		assertThat(browses).hasSize(2);
		assertThat(read.get("continue").toString())
			.startsWith(browses.get(1).uri().substring("/metadata".length()) + "#");
	}

	@Test
	void positionOfAnotherQueryIsRefused() {
		ScrollPosition movies = this.films.findFirst20ByTypeOrderByName("movie", ScrollPosition.keyset())
			.positionAt(19);
		this.sandbox.sandbox().requests().clear();
		assertThatExceptionOfType(InvalidCriteriaException.class)
			.isThrownBy(() -> this.films.findFirst20ByTypeOrderByName("clip", movies))
			.withMessageContaining("other criteria, Criteria {withType=[clip]");
		assertThatExceptionOfType(InvalidCriteriaException.class)
			.isThrownBy(() -> this.reactiveFilms.findFirst20ByTypeOrderByName("clip", movies).block());
		assertThat(this.sandbox.sandbox().requests().of(Operation.BROWSE)).isEmpty();
		assertThat(this.films.findByTypeOrderByName("movie", movies, Limit.of(7))).extracting(Film::name)
			.startsWith("f20");
	}

	@Test
	void positionOfAnotherKindIsRefused() {
		assertThatExceptionOfType(InvalidCriteriaException.class)
			.isThrownBy(() -> this.films.findFirst20ByTypeOrderByName("movie", ScrollPosition.offset(20)))
			.withMessageContaining("use a Pageable");
		assertThatExceptionOfType(InvalidCriteriaException.class)
			.isThrownBy(() -> this.films.findFirst20ByTypeOrderByName("movie",
					ScrollPosition.backward(Map.of("continue", "/data/contents?continue=x"))))
			.withMessageContaining("only be read forward");
		assertThatExceptionOfType(InvalidCriteriaException.class).isThrownBy(
				() -> this.films.findFirst20ByTypeOrderByName("movie", ScrollPosition.forward(Map.of("name", "f20"))))
			.withMessageContaining("position of a window's resource");
		assertThatExceptionOfType(DiscoveryException.class)
			.isThrownBy(() -> this.films.findFirst20ByTypeOrderByName("movie",
					ScrollPosition.forward(Map.of("continue", "https://evil.example.com/"))));
		assertThatIllegalArgumentException().isThrownBy(() -> this.films.findFirst20ByTypeOrderByName("movie", null))
			.withMessageContaining("ScrollPosition.keyset()");
	}

	@Test
	void browses() {
		Browse<Film> browse = this.films.browseByTypeOrderByName("movie");
		assertThat(this.sandbox.sandbox().requests().count(Operation.BROWSE)).isZero();
		assertThat(browse.list()).hasSize(45);
		assertThat(browse.first()).map(Film::name).contains("f00");
		ReactiveBrowse<Film> reactive = this.reactiveFilms.browseByTypeOrderByName("movie");
		assertThat(reactive.list().block()).hasSize(45);
		assertThat(reactive.flux().take(3).map(Film::name).collectList().block()).containsExactly("f00", "f01", "f02");
		assertThat(reactive.page().block().resources()).hasSize(45);
		assertThat(reactive.pages().count().block()).isEqualTo(1);
		assertThat(reactive.first().map(Film::name).block()).isEqualTo("f00");
	}

	@Test
	void nothingIsSentBeforeASubscription() {
		this.reactiveFilms.findByName("f01");
		this.reactiveFilms.findPageByType("movie", PageRequest.of(0, 5));
		Mono<Film> refused = this.reactiveFilms.findByName("a*");
		assertThat(this.sandbox.sandbox().requests().count()).isZero();
		assertThatExceptionOfType(InvalidCriteriaException.class).isThrownBy(refused::block);
	}

	private static String name(int i) {
		return String.format("f%02d", i);
	}

	interface Films extends SequoiaRepository<Film> {

		Film findByName(String name);

		Optional<Film> findOptionalByName(String name);

		@Nullable Film findNullableByName(String name);

		Optional<Film> findOptionalByType(String type);

		Optional<Film> findOptionalByType(String type, Limit limit);

		Optional<Film> findFirstByTypeOrderByName(String type);

		Set<Film> findSetByType(String type);

		Iterable<Film> findIterableByType(String type);

		Film[] findArrayByType(String type);

		Streamable<Film> findStreamableByType(String type);

		Stream<Film> streamByType(String type);

		Stream<Film> streamByTypeOrderByName(String type, Pageable page);

		CompletableFuture<List<Film>> findFutureByType(String type);

		CompletableFuture<Long> countFutureByType(String type);

		Page<Film> findPageByType(String type, Pageable page);

		Page<Film> findPageByTypeIn(List<String> types, Pageable page);

		Slice<Film> findSliceByType(String type, Pageable page);

		Slice<Film> findSliceByTypeIn(List<String> types, Pageable page);

		long deleteByType(String type, Limit limit);

		List<Film> findByTypeOrderByName(String type, Pageable page);

		Window<Film> findFirst20ByTypeOrderByName(String type, @Nullable ScrollPosition position);

		Window<Film> findByTypeOrderByName(String type, ScrollPosition position, Limit limit);

		Window<Film> findByTypeIn(List<String> types, ScrollPosition position);

		@Query("withType=:type&sort=name")
		Browse<Film> browseByTypeOrderByName(String type);

		@Query("withType=:types")
		Browse<Film> browseByTypeIn(List<String> types);

	}

	interface ReactiveFilms extends ReactiveSequoiaRepository<Film> {

		Mono<Film> findByName(String name);

		Mono<Film> findOneByType(String type);

		Mono<Film> findFirstByTypeOrderByNameDesc(String type);

		Mono<Page<Film>> findPageByType(String type, Pageable page);

		Mono<Slice<Film>> findSliceByType(String type, Pageable page);

		Mono<Page<Film>> findPageByTypeIn(List<String> types, Pageable page);

		Mono<Slice<Film>> findSliceByTypeIn(List<String> types, Pageable page);

		Flux<Film> findByType(String type, Limit limit);

		@Query("withType=:types")
		ReactiveBrowse<Film> browseByTypeIn(List<String> types);

		Flux<Film> findByTypeOrderByName(String type, Pageable page);

		Mono<Window<Film>> findFirst20ByTypeOrderByName(String type, ScrollPosition position);

		@Query("withType=:type&sort=name")
		ReactiveBrowse<Film> browseByTypeOrderByName(String type);

	}

}
