package io.sequoia.repository;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import io.sequoia.InvalidCriteriaException;
import io.sequoia.core.mapping.SequoiaResource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Types of the arguments of derived and declared queries: they have the form of the
 * resources' JSON, or the method is refused when the application starts.
 */
class ArgumentTypeIntegrationTests {

	@AutoClose
	private static final RepositorySandbox sandbox = RepositorySandbox.empty();

	@Test
	void valuesAreAskedByAsJsonHasThem() {
		Tracks tracks = sandbox.repository(Tracks.class);
		tracks.findByType(new Kind("movie"));
		assertThat(sandbox.query()).isEqualTo("withType=movie");
		tracks.findByTypeIn(List.of(new Kind("movie"), new Kind("episode")));
		assertThat(sandbox.query()).isEqualTo("withType=movie||episode");
		tracks.findByTypeNotIn(new Kind[] { new Kind("movie"), new Kind("episode") });
		assertThat(sandbox.query()).isEqualTo("withType=!movie&withType=!episode");
		tracks.findByTitle('x');
		assertThat(sandbox.query()).isEqualTo("withTitle=x");
		tracks.findByTitleStartingWith('y');
		assertThat(sandbox.query()).isEqualTo("withTitle=y*");
		tracks.findByName(Currency.getInstance("EUR"));
		assertThat(sandbox.query()).isEqualTo("withName=EUR");
		tracks.findByTags(Mood.GLAD);
		assertThat(sandbox.query()).isEqualTo("withTags=very glad");
		tracks.findByTagsContaining(Mood.SAD);
		assertThat(sandbox.query()).isEqualTo("withTags=sadly");
		tracks.findByCreatedAtAfter(Instant.EPOCH);
		assertThat(sandbox.query()).isEqualTo("withCreatedAt=!/1970-01-01T00:00:00.000Z");
		tracks.declared(new Kind("movie"));
		assertThat(sandbox.query()).isEqualTo("withType=movie");
		tracks.findByVersion(new Kind("any"));
		assertThat(sandbox.query()).as("of a type that is known at the call").isEqualTo("withVersion=any");
		sandbox.repository(ReactiveTracks.class).findByType(new Kind("movie")).blockLast();
		assertThat(sandbox.query()).isEqualTo("withType=movie");
	}

	@ParameterizedTest
	@ValueSource(classes = { OfLocalDateTime.class, OfLocalDateTimes.class, OfArrayOfLocalDateTimes.class,
			OfBound.class, OfObject.class, OfMap.class, OfCollection.class, ReactiveOfObject.class })
	void whatHasNoFormOnTheWireIsRefusedAtStart(Class<?> repository) {
		Throwable failure = catchThrowable(() -> sandbox.repository(repository));
		while (failure != null && !(failure instanceof InvalidCriteriaException)) {
			failure = failure.getCause();
		}
		assertThat(failure).hasMessageContaining(repository.getSimpleName() + ".find").hasMessageContaining("use a");
	}

	interface Tracks extends SequoiaRepository<Track> {

		List<Track> findByType(Kind kind);

		List<Track> findByTypeIn(Collection<Kind> kinds);

		List<Track> findByTypeNotIn(Kind[] kinds);

		List<Track> findByTitle(char letter);

		List<Track> findByTitleStartingWith(Character letter);

		List<Track> findByName(Currency currency);

		List<Track> findByTags(Mood mood);

		List<Track> findByTagsContaining(Mood mood);

		List<Track> findByCreatedAtAfter(Instant time);

		List<Track> findByVersion(Object value);

		@Query("withType=:kind")
		List<Track> declared(Kind kind);

	}

	interface ReactiveTracks extends ReactiveSequoiaRepository<Track> {

		Flux<Track> findByType(Kind kind);

	}

	interface OfLocalDateTime extends SequoiaRepository<Track> {

		List<Track> findByCreatedAt(LocalDateTime time);

	}

	interface OfLocalDateTimes extends SequoiaRepository<Track> {

		List<Track> findByCreatedAtIn(List<LocalDateTime> times);

	}

	interface OfArrayOfLocalDateTimes extends SequoiaRepository<Track> {

		List<Track> findByCreatedAtIn(LocalDateTime[] times);

	}

	interface OfBound extends SequoiaRepository<Track> {

		List<Track> findByCreatedAtBetween(Instant from, LocalDateTime to);

	}

	interface OfObject extends SequoiaRepository<Track> {

		List<Track> findByTitle(Track track);

	}

	interface OfMap extends SequoiaRepository<Track> {

		List<Track> findByTitle(Map<String, String> titles);

	}

	interface OfCollection extends SequoiaRepository<Track> {

		List<Track> findByTitle(List<String> titles);

	}

	interface ReactiveOfObject extends ReactiveSequoiaRepository<Track> {

		Flux<Track> findByTitle(Track track);

	}

	@SequoiaResource(service = "metadata", name = "contents")
	record Track(@Nullable String ref, @Nullable String name, @Nullable String title, @Nullable Kind type,
			@Nullable Instant createdAt, @Nullable List<String> tags, @Nullable String version) {
	}

	record Kind(@JsonValue String value) {
	}

	enum Mood {

		@JsonProperty("very glad")
		GLAD,

		@JsonProperty("sadly")
		SAD

	}

}
