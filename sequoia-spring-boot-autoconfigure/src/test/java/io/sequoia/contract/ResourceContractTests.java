package io.sequoia.contract;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import io.sequoia.InvalidResourceException;
import io.sequoia.Ref;
import io.sequoia.ResourceNotFoundException;
import io.sequoia.VersionConflictException;
import io.sequoia.contract.Platform.Application;
import io.sequoia.core.RequestOptions;
import io.sequoia.core.SequoiaOperations;
import io.sequoia.core.mapping.SequoiaResource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

import static io.sequoia.core.query.Criteria.where;
import static io.sequoia.core.query.Field.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The reading and writing of resources, the headers of requests, and the details of
 * failures.
 */
@OnEveryPlatform
class ResourceContractTests {

	private static final Ref DRAGONS = Ref.parse("testmock:dragons");

	private static final Ref SUMMER = Ref.parse("testmock:summer");

	private static final Ref ABSENT = Ref.parse("testmock:absent");

	private static final String SEQUOIA_JSON = "application/vnd.piksel+json";

	@Parameter
	Platform platform;

	@BeforeEach
	void reset() {
		this.platform.server().reset();
	}

	@Test
	@Proves({ "4 read one", "4 common fields", "4 timestamps" })
	void readsOne() {
		Film film = template().read(DRAGONS, Film.class);
		assertThat(lastRequest()).hasToString("GET /metadata/data/contents/testmock:dragons?owner=testmock");
		assertThat(film.ref()).isEqualTo(DRAGONS);
		assertThat(film.owner()).isEqualTo("testmock");
		assertThat(film.name()).isEqualTo("dragons");
		assertThat(film.createdAt()).isEqualTo("2019-06-24T10:03:51.466Z");
		assertThat(film.createdBy()).isEqualTo(Ref.parse("root:contract"));
		assertThat(film.version()).matches("[0-9a-f]{40}");
		assertThat(film.tags()).containsExactly("fantasy", "winter");
		assertThat(film.availabilityStartAt()).isEqualTo(OffsetDateTime.parse("2014-06-01T12:00:00Z"));
		assertThat(film.duration()).isEqualTo(Duration.ofMinutes(75));
		assertThat(film.categoryRefs()).containsExactly(Ref.parse("testmock:fantasy"));
		assertThat(film.active()).isTrue();
	}

	@Test
	@Proves({ "4 read many", "5 answers of either type" })
	void readsManyAndLeavesOutWhatIsNotThere() {
		assertThat(template().readAll(List.of(DRAGONS, ABSENT, SUMMER), Film.class)).extracting(Film::ref)
			.containsExactly(DRAGONS, SUMMER);
		assertThat(lastRequest())
			.hasToString("GET /metadata/data/contents/testmock:dragons,testmock:absent,testmock:summer?owner=testmock");
	}

	@Test
	@Proves({ "4 404", "11 error body" })
	void tellsThatThereIsNone() {
		assertThat(template().find(ABSENT, Film.class)).isEmpty();
		assertThatExceptionOfType(ResourceNotFoundException.class).isThrownBy(() -> template().read(ABSENT, Film.class))
			.satisfies((failure) -> assertThat(failure.status()).isEqualTo(404));
	}

	@Test
	@Proves({ "4 store one", "5 content type", "4 timestamps", "4 ref", "P content type twice", "P fields lost" })
	void storesOne() {
		Film stored = template().store(film("new-film"));
		SentRequest request = lastRequest();
		assertThat(request).hasToString("POST /metadata/data/contents?owner=testmock");
		assertThat(request.header("Content-Type")).isEqualTo(SEQUOIA_JSON);
		assertThat(this.platform.server().written("new-film")).isEqualTo(Map.of("owner", "testmock", "name", "new-film",
				"type", "movie", "title", "New film", "duration", "PT1H15M", "availabilityStartAt",
				"2014-12-25T10:03:00.000Z", "tags", List.of("new"), "active", true, "shelf", "not in the descriptor"));
		assertThat(stored.ref()).isEqualTo(Ref.parse("testmock:new-film"));
		assertThat(stored.createdAt()).isNotNull();
		assertThat(stored.version()).matches("[0-9a-f]{40}");
		assertThat(stored.others()).containsEntry("shelf", "not in the descriptor");
	}

	@Test
	@Proves("4 upsert")
	void storingTheSameAgainChangesNothing() {
		Film stored = template().store(film("new-film"));
		assertThat(template().store(film("new-film")).version()).isEqualTo(stored.version());
	}

	@Test
	@Proves("4 store many")
	void storesManyInOneRequest() {
		List<Film> stored = template().storeAll(List.of(film("first"), film("second")));
		assertThat(stored).extracting(Film::name).containsExactly("first", "second");
		assertThat(this.platform.sentTo("/contents")).extracting(SentRequest::toString)
			.containsExactly("POST /metadata/data/contents?owner=testmock");
		assertThat(this.platform.server().written("second")).containsEntry("title", "New film");
	}

	@Test
	@Proves("4 store without a name")
	void letsTheServerMakeTheName() {
		try (Application application = this.platform.configured("sequoia.store.generate-names=false")) {
			Map<String, Object> nameless = application.template()
				.service("metadata")
				.resources("contents")
				.store(Map.of("title", "Nameless", "type", "movie"));
			assertThat((String) nameless.get("name")).isNotBlank();
			assertThat(nameless).containsEntry("ref", "testmock:" + nameless.get("name"));
		}
	}

	@Test
	@Proves({ "4 update", "P no If-Match", "P fields lost" })
	void updatesTheVersionThatWasRead() {
		Film film = template().read(DRAGONS, Film.class);
		Film updated = template().update(film.of("Dragons of Summer", film.version()));
		SentRequest request = lastRequest();
		assertThat(request).hasToString("PUT /metadata/data/contents/testmock:dragons?owner=testmock");
		assertThat(request.header("If-Match")).isEqualTo('"' + film.version() + '"');
		assertThat(request.header("Content-Type")).isEqualTo(SEQUOIA_JSON);
		assertThat(updated.title()).isEqualTo("Dragons of Summer");
		assertThat(updated.version()).isNotEqualTo(film.version());
		assertThat(this.platform.server().written("dragons")).as("fields that the type does not have are kept")
			.containsEntry("title", "Dragons of Summer")
			.containsEntry("localisedTitle", Map.of("es", "Dragones de invierno"))
			.containsEntry("alternativeIdentifiers", Map.of("imdb", "tt0000001"))
			.containsEntry("custom", Map.of("shelf", "A7"))
			.doesNotContainKeys("ref", "version", "createdAt");
	}

	@Test
	@Proves("4 version conflict")
	void refusesToUpdateAnotherVersion() {
		Film stale = template().read(DRAGONS, Film.class).of("Lost", "0123456789012345678901234567890123456789");
		assertThatExceptionOfType(VersionConflictException.class).isThrownBy(() -> template().update(stale))
			.withMessageContaining("document cannot be changed - versions do not match")
			.satisfies((failure) -> {
				assertThat(failure.status()).isEqualTo(412);
				assertThat(failure.error()).isEqualTo("Precondition Failed");
			});
	}

	@Test
	@Proves({ "4 delete", "11 204" })
	void deletesOneWithoutABody() {
		assertThat(template().delete(SUMMER, Film.class)).isTrue();
		assertThat(lastRequest()).hasToString("DELETE /metadata/data/contents/testmock:summer?owner=testmock")
			.satisfies((request) -> assertThat(request.header("Content-Type")).isNull());
		assertThat(template().delete(ABSENT, Film.class)).isFalse();
	}

	@Test
	@Proves("4 delete")
	void deletesManyInOneRequest() {
		template().deleteAll(List.of(Ref.parse("testmock:tales-1"), Ref.parse("testmock:tales-2")), Film.class);
		assertThat(this.platform.sentTo("/contents")).extracting(SentRequest::toString)
			.containsExactly("DELETE /metadata/data/contents/testmock:tales-1,testmock:tales-2?owner=testmock");
	}

	@Test
	@Proves("5 accept")
	void asksForThePlatformsMediaTypeOrAConfiguredOne() {
		template().read(DRAGONS, Film.class);
		assertThat(lastRequest().header("Accept")).isEqualTo(SEQUOIA_JSON);
		try (Application application = this.platform.configured("sequoia.content-type=application/json")) {
			application.template().store(film("new-film"));
			assertThat(lastRequest().header("Accept")).isEqualTo("application/json");
			assertThat(lastRequest().header("Content-Type")).isEqualTo("application/json");
		}
	}

	@Test
	@Proves("5 user agent")
	void tellsWhoAsks() {
		template().read(DRAGONS, Film.class);
		assertThat(lastRequest().header("User-Agent")).startsWith("sequoia-spring-boot/");
		try (Application application = this.platform.configured("sequoia.http.user-agent=catalogue/7")) {
			application.template().read(DRAGONS, Film.class);
			assertThat(this.platform.sent()).last()
				.satisfies((request) -> assertThat(request.header("User-Agent"))
					.startsWith("catalogue/7 sequoia-spring-boot/"));
		}
	}

	@Test
	@Proves({ "9 every request", "P no correlation id" })
	void sendsOneCorrelationIdWithAllRequestsOfAnOperationAndAnotherWithTheNext() {
		try (Application application = this.platform.configured()) {
			application.template().read(DRAGONS, Film.class);
			assertThat(this.platform.sent()).hasSize(4);
			assertThat(correlationIds()).hasSize(1).allSatisfy((id) -> assertThat(id).matches("[0-9a-f-]{36}"));
			application.template().read(DRAGONS, Film.class);
			assertThat(correlationIds()).hasSize(2);
		}
	}

	@Test
	@Proves("9 configured")
	void takesTheConfiguredCorrelationIdOrItsParts() {
		try (Application application = this.platform.configured("sequoia.correlation.user-id=jane",
				"sequoia.correlation.application-id=catalogue")) {
			application.template().read(DRAGONS, Film.class);
		}
		assertThat(correlationIds()).singleElement().asString().matches("jane/catalogue/[0-9a-f-]{36}");
		this.platform.server().reset();
		try (Application application = this.platform.configured("sequoia.correlation.user-id=jane",
				"sequoia.correlation.application-id=catalogue", "sequoia.correlation.id=fixed")) {
			application.template().read(DRAGONS, Film.class);
		}
		assertThat(correlationIds()).containsExactly("fixed");
	}

	@Test
	@Proves("9 answered")
	void tellsTheCorrelationIdOfTheAnswer() {
		SequoiaOperations correlated = template().with(RequestOptions.builder().correlationId("mine").build());
		assertThatExceptionOfType(InvalidResourceException.class)
			.isThrownBy(() -> correlated.browse(where(field("nonsense").equalTo("x")), Film.class).list())
			.satisfies((failure) -> assertThat(failure.correlationId()).isEqualTo("mine"))
			.withMessageContaining("mine");
	}

	@Test
	@Proves("11 validation")
	void tellsWhatTheServerFoundInvalid() {
		assertThatExceptionOfType(InvalidResourceException.class)
			.isThrownBy(() -> template().browse(where(field("nonsense").equalTo("x")), Film.class).list())
			.satisfies((failure) -> {
				assertThat(failure.status()).isEqualTo(400);
				assertThat(failure.error()).isEqualTo("Bad Request");
				assertThat(failure.validation().source()).isEqualTo("query");
				assertThat(failure.validation().keys()).containsExactly("withNonsense");
			});
	}

	private List<String> correlationIds() {
		return this.platform.sent().stream().map((request) -> request.header("X-Correlation-ID")).distinct().toList();
	}

	private SentRequest lastRequest() {
		List<SentRequest> sent = this.platform.sent();
		return sent.get(sent.size() - 1);
	}

	private SequoiaOperations template() {
		return this.platform.template();
	}

	private static Film film(String name) {
		return new Film(null, null, name, "movie", "New film", null, null, null,
				OffsetDateTime.parse("2014-12-25T12:03+02:00"), Duration.ofMinutes(75), List.of("new"), null, true,
				Map.of("shelf", "not in the descriptor"));
	}

	/**
	 * A resource that keeps unknown fields.
	 */
	@SequoiaResource(service = "metadata", name = "contents")
	record Film(@Nullable Ref ref, @Nullable String owner, @Nullable String name, String type, String title,
			@Nullable String version, @Nullable Instant createdAt, @Nullable Ref createdBy,
			@Nullable OffsetDateTime availabilityStartAt, @Nullable Duration duration, @Nullable List<String> tags,
			@Nullable List<Ref> categoryRefs, boolean active,
			@JsonAnySetter @JsonAnyGetter Map<String, Object> others) {

		Film of(String title, @Nullable String version) {
			return new Film(this.ref, this.owner, this.name, this.type, title, version, this.createdAt, this.createdBy,
					this.availabilityStartAt, this.duration, this.tags, this.categoryRefs, this.active, this.others);
		}

	}

}
