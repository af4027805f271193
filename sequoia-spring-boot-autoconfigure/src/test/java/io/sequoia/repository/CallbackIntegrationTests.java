package io.sequoia.repository;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.sequoia.Ref;
import io.sequoia.core.query.Criteria;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.data.domain.Example;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Pageable;
import org.springframework.data.repository.query.QueryByExampleExecutor;
import org.springframework.data.repository.query.ReactiveQueryByExampleExecutor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The callbacks for resources that are saved and loaded.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CallbackIntegrationTests {

	@AutoClose
	private final RepositorySandbox sandbox = RepositorySandbox.with(Callbacks.class);

	private final Films films = this.sandbox.repository(Films.class);

	private final ReactiveFilms reactiveFilms = this.sandbox.repository(ReactiveFilms.class);

	@BeforeEach
	void store() {
		this.sandbox.sandbox().clear();
		this.sandbox.put(Map.of("name", "f", "title", "F", "type", "movie"));
	}

	@Test
	void savedResourcesGoThroughCallbacksInTheirOrder() {
		assertThat(this.films.save(Film.of("a", "A")).title()).isEqualTo("A before then saved");
		assertThat(sent("a")).isEqualTo("A before then");
		assertThat(this.films.saveAll(List.of(Film.of("b", "B"), Film.of("c", "C")))).extracting(Film::title)
			.containsExactly("B before then saved", "C before then saved");
	}

	@Test
	void reactivelySavedResourcesDoSo() {
		assertThat(this.reactiveFilms.save(Film.of("a", "A")).block().title()).isEqualTo("A slowly saved");
		assertThat(sent("a")).isEqualTo("A slowly");
		Flux<Film> saved = this.reactiveFilms.saveAll(Flux.just(Film.of("b", "B"), Film.of("c", "C")));
		assertThat(saved.map(Film::title).collectList().block()).containsExactly("B slowly saved", "C slowly saved");
	}

	@Test
	void whateverIsLoadedGoesThroughCallbacks() {
		Ref ref = Ref.of("testmock", "f");
		try (Stream<Film> stream = this.films.streamByType("movie")) {
			assertThat(Stream.of(this.films.findById(ref).orElseThrow(), this.films.findAll().get(0),
					this.films.findAllById(List.of(ref)).get(0),
					this.films.findAll(PageRequest.of(0, 1)).getContent().get(0),
					this.films.browse(Criteria.all()).first().orElseThrow(),
					this.films.browse(Criteria.all()).list().get(0),
					this.films.browse(Criteria.all()).page().resources().get(0),
					this.films.findByType("movie", PageRequest.of(0, 1)).get(0), stream.findFirst().orElseThrow(),
					this.films.findAll(Example.of(example())).iterator().next()))
				.extracting(Film::title)
				.containsOnly("F loaded");
		}
		assertThat(this.films.findTitleByType("movie").getTitle()).isEqualTo("F loaded");
	}

	@Test
	void whateverIsLoadedReactivelyGoesThroughCallbacks() {
		Ref ref = Ref.of("testmock", "f");
		Flux<Film> loaded = Flux.concat(this.reactiveFilms.findById(ref), this.reactiveFilms.findAll(),
				this.reactiveFilms.findAllById(List.of(ref)), this.reactiveFilms.browse(Criteria.all()).first(),
				this.reactiveFilms.browse(Criteria.all()).flux(), this.reactiveFilms.findByType("movie"),
				this.reactiveFilms.findAll(Example.of(example())));
		assertThat(loaded.map(Film::title).collectList().block()).hasSize(7).containsOnly("F loaded slowly");
		assertThat(this.reactiveFilms.findTitleByType("movie").map(Titled::getTitle).block())
			.isEqualTo("F loaded slowly");
	}

	private Object sent(String name) {
		return this.sandbox.sandbox()
			.resources("metadata", "contents")
			.stream()
			.filter((content) -> name.equals(content.get("name")))
			.findFirst()
			.orElseThrow()
			.get("title");
	}

	private static Film example() {
		return new Film(null, null, null, null, null, "movie", null, null, null, null, null, null, null, null, null,
				List.of(), null);
	}

	interface Films extends SequoiaRepository<Film>, QueryByExampleExecutor<Film> {

		List<Film> findByType(String type, Pageable page);

		Stream<Film> streamByType(String type);

		Titled findTitleByType(String type);

	}

	interface ReactiveFilms extends ReactiveSequoiaRepository<Film>, ReactiveQueryByExampleExecutor<Film> {

		Flux<Film> findByType(String type);

		Mono<Titled> findTitleByType(String type);

	}

	interface Titled {

		String getTitle();

	}

	@Configuration(proxyBeanMethods = false)
	static class Callbacks {

		@Bean
		BeforeSaveCallback<Film> then() {
			return new Then();
		}

		@Bean
		BeforeSaveCallback<Film> before() {
			return new Before();
		}

		@Bean
		AfterSaveCallback<Film> saved() {
			return (film) -> film.withTitle(film.title() + " saved");
		}

		@Bean
		AfterLoadCallback<Film> loaded() {
			return (film) -> film.withTitle(film.title() + " loaded");
		}

		@Bean
		AfterLoadCallback<Picture> ofAnotherType() {
			return (picture) -> {
				throw new IllegalStateException("Not a picture");
			};
		}

		@Bean
		ReactiveBeforeSaveCallback<Film> reactiveBefore() {
			return (film) -> Mono.just(film.withTitle(film.title() + " slowly"));
		}

		@Bean
		ReactiveAfterSaveCallback<Film> reactiveSaved() {
			return (film) -> Mono.just(film.withTitle(film.title() + " saved"));
		}

		@Bean
		ReactiveAfterLoadCallback<Film> reactiveLoaded() {
			return (film) -> Mono.just(film.withTitle(film.title() + " loaded slowly"));
		}

	}

	@Order(2)
	private static final class Then implements BeforeSaveCallback<Film> {

		@Override
		public Film onBeforeSave(Film film) {
			return film.withTitle(film.title() + " then");
		}

	}

	@Order(1)
	private static final class Before implements BeforeSaveCallback<Film> {

		@Override
		public Film onBeforeSave(Film film) {
			return film.withTitle(film.title() + " before");
		}

	}

}
