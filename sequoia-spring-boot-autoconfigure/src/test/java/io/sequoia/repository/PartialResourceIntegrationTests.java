package io.sequoia.repository;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.sequoia.InvalidCriteriaException;
import io.sequoia.core.mapping.SequoiaResource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import org.springframework.data.domain.Example;
import org.springframework.data.domain.ExampleMatcher;
import org.springframework.data.domain.Sort;
import org.springframework.data.repository.query.QueryByExampleExecutor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Projections of types that cannot be created from some of their fields request all of
 * them.
 */
class PartialResourceIntegrationTests {

	@AutoClose
	private static final RepositorySandbox sandbox = RepositorySandbox.empty();

	@BeforeAll
	static void start() {
		sandbox.put(Map.of("name", "a", "title", "A", "type", "movie"));
	}

	@Test
	void recordThatChecksWhatItIsMadeOfIsReadWhole() {
		CheckedFilms films = sandbox.repository(CheckedFilms.class);
		assertThat(films.findNamesByType("movie")).extracting(Named::getName).containsExactly("a");
		assertThat(sandbox.query()).isEqualTo("withType=movie");
		assertThat(films.findCardsByType("movie")).containsExactly(new Card("a"));
		assertThat(sandbox.query()).isEqualTo("withType=movie");
		Checked probe = new Checked("a", "any", "movie");
		assertThat(films
			.<Checked, Named>findBy(Example.of(probe, ExampleMatcher.matching().withIgnorePaths("title")),
					(query) -> query.as(Named.class).firstValue())
			.getName()).isEqualTo("a");
		assertThat(sandbox.repository(ReactiveCheckedFilms.class)
			.findNamesByType("movie")
			.map(Named::getName)
			.collectList()
			.block()).containsExactly("a");
	}

	@Test
	void typeThatAFieldTellsIsReadWhole() {
		assertThat(sandbox.repository(ManyFormed.class).findNamesByType("movie")).extracting(Named::getName)
			.containsExactly("a");
		assertThat(sandbox.query()).isEqualTo("withType=movie");
	}

	@Test
	void typeThatIsMadeOfPartsIsReadInPart() {
		assertThat(sandbox.repository(PlainFilms.class).findNamesByType("movie")).extracting(Named::getName)
			.containsExactly("a");
		assertThat(sandbox.query()).isEqualTo("fields=name&withType=movie");
	}

	@Test
	void resourceWhosePropertyIsSeveralFieldsIsReadWhole() {
		UnwrappedFilms films = sandbox.repository(UnwrappedFilms.class);
		assertThat(films.findHeadsByType("movie")).extracting((head) -> head.getHead().title()).containsExactly("A");
		assertThat(sandbox.query()).isEqualTo("withType=movie");
		assertThat(films.findNamesByType("movie")).extracting(Named::getName).containsExactly("a");
		assertThat(sandbox.query()).isEqualTo("fields=name&withType=movie");
		assertThatExceptionOfType(InvalidCriteriaException.class).isThrownBy(() -> films.findAll(Sort.by("head")))
			.withMessageContaining("'head' is unwrapped");
	}

	interface Named {

		@Nullable String getName();

	}

	record Card(String name) {
	}

	interface CheckedFilms extends SequoiaRepository<Checked>, QueryByExampleExecutor<Checked> {

		List<Named> findNamesByType(String type);

		List<Card> findCardsByType(String type);

	}

	interface ReactiveCheckedFilms extends ReactiveSequoiaRepository<Checked> {

		Flux<Named> findNamesByType(String type);

	}

	interface ManyFormed extends SequoiaRepository<Form> {

		List<Named> findNamesByType(String type);

	}

	interface PlainFilms extends SequoiaRepository<Plain> {

		List<Named> findNamesByType(String type);

	}

	interface Headed {

		Head getHead();

	}

	interface UnwrappedFilms extends SequoiaRepository<Unwrapped> {

		List<Headed> findHeadsByType(String type);

		List<Named> findNamesByType(String type);

	}

	@SequoiaResource(service = "metadata", name = "contents")
	record Unwrapped(@Nullable String name, @Nullable String type, @JsonUnwrapped @Nullable Head head) {
	}

	record Head(@Nullable String title) {
	}

	@SequoiaResource(service = "metadata", name = "contents")
	record Checked(String name, String title, String type) {

		Checked {
			Objects.requireNonNull(title, "there is no title");
		}

	}

	@SequoiaResource(service = "metadata", name = "contents")
	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type", visible = true)
	@JsonSubTypes(@JsonSubTypes.Type(value = Movie.class, name = "movie"))
	abstract static class Form {

		public @Nullable String name;

		public @Nullable String type;

	}

	static class Movie extends Form {

	}

	@SequoiaResource(service = "metadata", name = "contents")
	record Plain(@Nullable String name, int order, @Nullable String type) {
	}

}
