package io.sequoia.repository;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.sequoia.InvalidCriteriaException;
import io.sequoia.core.mapping.SequoiaResource;
import io.sequoia.fixture.LocalServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.annotation.JsonSerialize;
import tools.jackson.databind.ser.std.StdSerializer;
import tools.jackson.databind.util.StdConverter;

import org.springframework.data.annotation.CreatedDate;
import org.springframework.data.domain.Example;
import org.springframework.data.repository.query.QueryByExampleExecutor;
import org.springframework.web.util.UriUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Operands for properties with their own format in JSON have the form of the stored
 * property.
 */
class FormattedOperandIntegrationTests {

	private static final Instant CHRISTMAS = Instant.parse("2014-12-25T12:00:00Z");

	private static final AtomicReference<String> asked = new AtomicReference<>();

	private static DisposableServer server;

	private static RepositorySandbox sandbox;

	@BeforeAll
	static void start() {
		server = LocalServer.create().handle((request, response) -> {
			if (!request.uri().startsWith("/data/contents")) {
				return response.status(404).send();
			}
			asked.set(request.uri());
			return response.header("Content-Type", "application/json").sendString(Mono.just("{\"contents\":[]}"));
		}).bindNow();
		sandbox = RepositorySandbox.empty("sequoia.services.metadata=http://127.0.0.1:" + server.port());
	}

	@AfterAll
	static void stop() {
		sandbox.close();
		server.disposeNow();
	}

	/** Return the conditions of the latest request, decoded. */
	private static String query() {
		return Arrays.stream(asked.get().split("[?&]"))
			.filter((parameter) -> parameter.startsWith("with"))
			.map((parameter) -> UriUtils.decode(parameter, StandardCharsets.UTF_8))
			.collect(Collectors.joining("&"));
	}

	@Test
	void derivedQueriesAskByTheFormatOfTheProperty() {
		Shows shows = sandbox.repository(Shows.class);
		shows.findByReleased(Date.from(CHRISTMAS));
		assertThat(query()).isEqualTo("withReleased=25.12.2014");
		shows.findByReleasedIn(List.of(Date.from(CHRISTMAS), new Date(0)));
		assertThat(query()).isEqualTo("withReleased=25.12.2014||01.01.1970");
		shows.findByReleasedNot(Date.from(CHRISTMAS));
		assertThat(query()).isEqualTo("withReleased=!25.12.2014");
		shows.findBySeconds(CHRISTMAS);
		assertThat(query()).isEqualTo("withSeconds=1419508800.000000000");
		shows.findByRank(Rank.SECOND);
		assertThat(query()).isEqualTo("withRank=1");
		shows.findByLocal(LocalDateTime.parse("2014-12-25T12:00:00"));
		assertThat(query()).isEqualTo("withLocal=2014-12-25T12:00:00");
		shows.findByShort(LocalDateTime.parse("2014-12-25T12:00:00"));
		assertThat(query()).isEqualTo("withBrief=25.12.14 12h");
	}

	@Test
	void ofElementsAndOptionalValuesToo() {
		Shows shows = sandbox.repository(Shows.class);
		shows.findByDaysContaining(LocalDate.parse("2014-12-25"));
		assertThat(query()).isEqualTo("withDays=25.12.2014");
		shows.findByMaybe(LocalDate.parse("2014-12-25"));
		assertThat(query()).isEqualTo("withMaybe=25.12.2014");
		shows.findByCodesContaining("a");
		assertThat(query()).isEqualTo("withCodes=A");
	}

	@Test
	void ofPropertiesThatAreOnlyRead() {
		sandbox.repository(Shows.class).findByMade(CHRISTMAS);
		assertThat(query()).isEqualTo("withCreatedAt=2014");
	}

	@Test
	void aPropertysOwnSerializerAndConverterAreUsed() {
		Shows shows = sandbox.repository(Shows.class);
		shows.findByLoud("quiet");
		assertThat(query()).isEqualTo("withLoud=QUIET");
		shows.findByLoudStartingWith("qu");
		assertThat(query()).isEqualTo("withLoud=QU*");
		shows.findByCents(9.5);
		assertThat(query()).isEqualTo("withCents=950");
	}

	@Test
	void aValueOfAnotherTypeTakesTheFormatThatItCan() {
		Shows shows = sandbox.repository(Shows.class);
		shows.findByReleased("25.12.2014");
		assertThat(query()).isEqualTo("withReleased=25.12.2014");
		shows.findByDay(LocalDate.parse("2014-12-25"));
		assertThat(query()).isEqualTo("withReleased=25.12.2014");
	}

	@Test
	void writtenQueriesAskByTheFormatOfTheProperty() {
		Shows shows = sandbox.repository(Shows.class);
		shows.written(Date.from(CHRISTMAS), CHRISTMAS);
		assertThat(query()).isEqualTo("withReleased=25.12.2014&withStartedAt=2014-12-25T12:00:00.000Z");
		shows.evaluated(Date.from(CHRISTMAS));
		assertThat(query()).isEqualTo("withReleased=25.12.2014");
	}

	@Test
	void examplesAskByTheFormatOfTheProperty() {
		Show show = new Show(null, Date.from(CHRISTMAS), null, Rank.SECOND, null, null, null, Optional.empty(), null,
				null, null, null, null);
		sandbox.repository(Shows.class).findAll(Example.of(show));
		assertThat(query()).isEqualTo("withReleased=25.12.2014&withRank=1");
	}

	@Test
	void reactiveQueriesAskByTheFormatOfTheProperty() {
		ReactiveShows shows = sandbox.repository(ReactiveShows.class);
		shows.findByReleased(Date.from(CHRISTMAS)).blockLast();
		assertThat(query()).isEqualTo("withReleased=25.12.2014");
		shows.written(Date.from(CHRISTMAS)).blockLast();
		assertThat(query()).isEqualTo("withReleased=25.12.2014");
	}

	@Test
	void boundsOfOneTypeAreStillCompared() {
		Shows shows = sandbox.repository(Shows.class);
		assertThatExceptionOfType(InvalidCriteriaException.class)
			.isThrownBy(() -> shows.findByStartedAtBetween(CHRISTMAS, Instant.EPOCH))
			.withMessageContaining("above the upper bound");
	}

	interface Shows extends SequoiaRepository<Show>, QueryByExampleExecutor<Show> {

		List<Show> findByReleased(Date date);

		List<Show> findByReleased(String date);

		@Query("withReleased=:day")
		List<Show> findByDay(LocalDate day);

		List<Show> findByReleasedIn(List<Date> dates);

		List<Show> findByReleasedNot(Date date);

		List<Show> findBySeconds(Instant time);

		List<Show> findByRank(Rank rank);

		List<Show> findByLocal(LocalDateTime time);

		@Query("withBrief=:time")
		List<Show> findByShort(LocalDateTime time);

		List<Show> findByDaysContaining(LocalDate day);

		List<Show> findByMaybe(LocalDate day);

		List<Show> findByCodesContaining(String code);

		List<Show> findByMade(Instant time);

		List<Show> findByLoud(String text);

		List<Show> findByLoudStartingWith(String text);

		List<Show> findByCents(double amount);

		List<Show> findByStartedAtBetween(Instant from, Instant to);

		@Query("withReleased=:date&withStartedAt=:time")
		List<Show> written(Date date, Instant time);

		@Query("withReleased=:#{#date}")
		List<Show> evaluated(Date date);

	}

	interface ReactiveShows extends ReactiveSequoiaRepository<Show> {

		Flux<Show> findByReleased(Date date);

		@Query("withReleased=:date")
		Flux<Show> written(Date date);

	}

	@SequoiaResource(service = "metadata", name = "contents")
	record Show(@Nullable String ref, @JsonFormat(pattern = "dd.MM.yyyy") @Nullable Date released,
			@JsonFormat(shape = JsonFormat.Shape.NUMBER) @Nullable Instant seconds,
			@JsonFormat(shape = JsonFormat.Shape.NUMBER) @Nullable Rank rank, @Nullable LocalDateTime local,
			@JsonProperty("brief") @JsonFormat(pattern = "dd.MM.yy HH'h'") @Nullable LocalDateTime abridged,
			@JsonFormat(pattern = "dd.MM.yyyy") @Nullable List<LocalDate> days,
			@JsonFormat(pattern = "dd.MM.yyyy") Optional<LocalDate> maybe,
			@JsonSerialize(contentUsing = UpperCase.class) @Nullable Set<String> codes,
			@CreatedDate @JsonFormat(pattern = "yyyy", timezone = "UTC") @Nullable Instant made,
			@JsonSerialize(using = UpperCase.class) @Nullable String loud,
			@JsonSerialize(converter = Cents.class) @Nullable Double cents, @Nullable Instant startedAt) {
	}

	enum Rank {

		FIRST, SECOND

	}

	static final class UpperCase extends StdSerializer<String> {

		UpperCase() {
			super(String.class);
		}

		@Override
		public void serialize(String text, JsonGenerator generator, SerializationContext context) {
			generator.writeString(text.toUpperCase(Locale.ROOT));
		}

	}

	static final class Cents extends StdConverter<Double, Long> {

		@Override
		public Long convert(Double amount) {
			return Math.round(amount * 100);
		}

	}

}
