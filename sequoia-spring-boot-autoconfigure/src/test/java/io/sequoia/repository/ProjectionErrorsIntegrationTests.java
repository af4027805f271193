package io.sequoia.repository;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.data.domain.Example;
import org.springframework.data.domain.ExampleMatcher;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Pageable;
import org.springframework.data.repository.query.ReactiveQueryByExampleExecutor;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * A projection that fails with an error, such as of a class that is missing, fails the
 * call at once: Reactor would throw the error at a thread of the client.
 */
class ProjectionErrorsIntegrationTests {

	private static final Duration LONG = Duration.ofSeconds(20);

	private static RepositorySandbox application;

	private static ReactiveFilms films;

	@BeforeAll
	static void start() {
		application = RepositorySandbox.empty();
		application.put(Map.of("name", "alien", "title", "Alien", "type", "movie"));
		films = application.repository(ReactiveFilms.class);
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@Test
	void failsAFlux() {
		fails(films.findByTitle("Alien").collectList());
	}

	@Test
	void failsAMono() {
		fails(films.findOneByTitle("Alien"));
	}

	@Test
	void failsAPage() {
		fails(films.findByType("movie", PageRequest.of(0, 10)));
	}

	@Test
	void failsAQueryByExample() {
		Example<Film> example = Example.of(Film.of(null, "Alien"),
				ExampleMatcher.matching().withIgnorePaths("pictures"));
		Mono<Broken> found = films.findBy(example, (query) -> query.as(Broken.class).first());
		fails(found);
	}

	private static void fails(Mono<?> call) {
		assertThatIllegalStateException().isThrownBy(() -> call.block(LONG)).withMessageContaining("missing/Part");
	}

	interface ReactiveFilms extends ReactiveSequoiaRepository<Film>, ReactiveQueryByExampleExecutor<Film> {

		Flux<Broken> findByTitle(String title);

		Mono<Broken> findOneByTitle(String title);

		Mono<Page<Broken>> findByType(String type, Pageable page);

	}

	record Broken(String title) {

		Broken {
			throw new NoClassDefFoundError("missing/Part");
		}

	}

}
