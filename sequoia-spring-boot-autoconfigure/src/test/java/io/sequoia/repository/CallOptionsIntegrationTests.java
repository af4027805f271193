package io.sequoia.repository;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.sequoia.RequestTimeoutException;
import io.sequoia.core.RequestOptions;
import io.sequoia.sandbox.Fault;
import io.sequoia.sandbox.LoggedRequest;
import io.sequoia.sandbox.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import reactor.core.publisher.Flux;

import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.data.domain.Limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The options of calls in methods: tenant, time limit and others.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CallOptionsIntegrationTests {

	@AutoClose
	private final RepositorySandbox sandbox = RepositorySandbox.empty();

	private final Films films = this.sandbox.repository(Films.class);

	private final ReactiveFilms reactiveFilms = this.sandbox.repository(ReactiveFilms.class);

	@BeforeAll
	void store() {
		this.sandbox.put(Map.of("name", "a", "title", "A", "type", "movie"));
		this.sandbox.sandbox()
			.put("metadata", "assets", Map.of("name", "pic", "type", "image", "contentRef", "testmock:a"));
	}

	@BeforeEach
	void clear() {
		this.films.count();
		this.sandbox.sandbox().requests().clear();
	}

	@Test
	void ownerIsAParameterOfTheMethod() {
		assertThat(this.films.findByType("movie", "other")).isEmpty();
		assertThat(latest().query()).containsEntry("owner", List.of("other"))
			.containsEntry("withType", List.of("movie"));
		assertThat(this.films.countByType("testmock", "movie")).isOne();
		assertThat(this.films.deleteByType("movie", "other")).isZero();
		assertThat(this.reactiveFilms.findByType("other", "movie").collectList().block()).isEmpty();
		assertThat(latest().query()).containsEntry("owner", List.of("other"));
		assertThatIllegalArgumentException().isThrownBy(() -> this.films.findByType("movie", (String) null))
			.withMessageContaining("@Owner");
	}

	@Test
	void optionsAreAParameterOfTheMethod() {
		RequestOptions options = RequestOptions.builder().correlationId("c-1").header("X-A", "b").build();
		assertThat(this.films.findByType("movie", options)).hasSize(1);
		assertThat(latest().header("X-Correlation-ID")).isEqualTo("c-1");
		assertThat(latest().header("X-A")).isEqualTo("b");
		assertThat(this.films.findByType("movie", options, Limit.of(1))).hasSize(1);
		assertThat(this.reactiveFilms.findByType("movie", options).collectList().block()).hasSize(1);
		assertThat(latest().header("X-Correlation-ID")).isEqualTo("c-1");
		assertThat(this.films.findByType("movie", (RequestOptions) null)).hasSize(1);
	}

	@Test
	void ownerWinsOverThatOfTheOptions() {
		RequestOptions options = RequestOptions.builder().owner("testmock").header("X-A", "b").build();
		assertThat(this.films.findByName("a", "other", options)).isEmpty();
		assertThat(latest().header("X-A")).isEqualTo("b");
	}

	@Test
	void timeOutOfAMethodCutsItsCallsShort() {
		this.sandbox.sandbox().faults().next(Operation.BROWSE, Fault.delay(Duration.ofSeconds(20)));
		assertThatExceptionOfType(RequestTimeoutException.class).isThrownBy(() -> this.films.readByType("movie"))
			.withMessageContaining("200");
		// the request may have been too late to be sent
		this.sandbox.sandbox().faults().clear();
		this.sandbox.sandbox().faults().next(Operation.BROWSE, Fault.delay(Duration.ofMillis(400)));
		RequestOptions patient = RequestOptions.builder().timeout(Duration.ofSeconds(20)).build();
		assertThat(this.films.readByTitle("A", patient)).hasSize(1);
	}

	@Test
	void includedResourcesFillTheProperties() {
		Film film = this.films.findWithPicturesByName("a").orElseThrow();
		assertThat(film.pictures()).extracting(Picture::getName).containsExactly("pic");
		assertThat(this.sandbox.query()).isEqualTo("include=assets,parent&perPage=2&withName=a");
		assertThat(this.reactiveFilms.findWithPicturesByName("a").blockFirst().pictures()).hasSize(1);
		assertThat(this.films.findByName("a").orElseThrow().pictures()).isEmpty();
	}

	@Test
	void refusedTimeOutStopsTheStart() {
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
			.isThrownBy(() -> this.sandbox.repository(Hasty.class))
			.withMessageContaining("soon");
	}

	private LoggedRequest latest() {
		List<LoggedRequest> requests = this.sandbox.sandbox().requests().of(Operation.BROWSE);
		return requests.get(requests.size() - 1);
	}

	interface Films extends SequoiaRepository<Film> {

		List<Film> findByType(String type, @Owner @Nullable String owner);

		long countByType(@Owner String owner, String type);

		long deleteByType(String type, @Owner String owner);

		List<Film> findByType(String type, @Nullable RequestOptions options);

		List<Film> findByType(String type, RequestOptions options, Limit limit);

		Optional<Film> findByName(String name, @Owner String owner, RequestOptions options);

		Optional<Film> findByName(String name);

		@Meta(timeout = "200ms")
		List<Film> readByType(String type);

		@Meta(timeout = "200ms")
		List<Film> readByTitle(String title, RequestOptions options);

		@Include({ "assets", "parent" })
		Optional<Film> findWithPicturesByName(String name);

	}

	interface ReactiveFilms extends ReactiveSequoiaRepository<Film> {

		Flux<Film> findByType(@Owner String owner, String type);

		Flux<Film> findByType(String type, RequestOptions options);

		@Include("assets")
		Flux<Film> findWithPicturesByName(String name);

	}

	interface Hasty extends SequoiaRepository<Film> {

		@Meta(timeout = "soon")
		List<Film> readByType(String type);

	}

}
