package io.sequoia.repository;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import io.sequoia.MalformedResponseException;
import io.sequoia.Ref;
import io.sequoia.core.ReactiveSequoiaOperations;
import io.sequoia.core.SequoiaOperations;
import io.sequoia.core.mapping.ResourceMapper;
import io.sequoia.core.mapping.SequoiaMappingContext;
import io.sequoia.core.mapping.SequoiaResource;
import io.sequoia.core.query.Criteria;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.fixture.LocalServer;
import io.sequoia.repository.support.ReactiveSequoiaRepositoryFactory;
import io.sequoia.repository.support.SequoiaRepositoryFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import tools.jackson.databind.EnumNamingStrategies;
import tools.jackson.databind.annotation.EnumNaming;
import tools.jackson.databind.module.SimpleModule;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.annotation.ReadOnlyProperty;
import org.springframework.data.annotation.Transient;
import org.springframework.util.MimeType;

import static io.sequoia.core.query.Criteria.where;
import static io.sequoia.core.query.Field.field;
import static io.sequoia.core.query.Inclusion.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Value types of a team in an application whose settings for its own JSON differ much
 * from the platform's, in templates and repositories: a server that records bytes
 * receives the platform's JSON, and its answers are understood.
 */
class OwnTypesIntegrationTests {

	private static final Ref REF = Ref.of("testmock", "one");

	private static final String STORED = "{\"ref\":\"testmock:one\",\"owner\":\"testmock\",\"name\":\"one\",\"version\":\"7\","
			+ "\"kind\":\"featureFilm\",\"price\":9.90,\"views\":12345678901234567890,\"uuid\":"
			+ "\"f81d4fae-7dec-11d0-a765-00a0c91e6bf6\",\"uri\":\"https://example.com/\",\"currency\":\"EUR\",\"rank\":3,"
			+ "\"count\":4,\"type\":\"text/html\",\"bytes\":\"AQI=\",\"released\":\"25.12.2014\",\"day\":\"2014-12-25\","
			+ "\"at\":\"2014-12-25T12:00:00.000Z\",\"titles\":{\"pt-BR\":\"Um\"},\"json\":{\"a\":1e400},\"prices\":"
			+ "{\"EUR\":[9.90]},\"rating\":\"A+\",\"custom\":{\"share\":1.10}}";

	private static final AtomicReference<String> content = new AtomicReference<>();

	private static final AtomicReference<String> received = new AtomicReference<>();

	private static final AtomicReference<String> asked = new AtomicReference<>();

	private static DisposableServer server;

	private static ConfigurableApplicationContext context;

	@BeforeAll
	static void start() {
		server = LocalServer.create().handle(OwnTypesIntegrationTests::answer).bindNow();
		context = ClientApplication.run(List.of("sequoia.registry.url=http://127.0.0.1:1", "sequoia.owner=testmock",
				"sequoia.services.metadata=http://127.0.0.1:" + server.port() + "/v1", "sequoia.auth.type=token",
				"sequoia.auth.token=t0ken", "sequoia.retry.enabled=false",
				"spring.jackson.property-naming-strategy=SNAKE_CASE", "spring.jackson.date-format=yyyy",
				"spring.jackson.default-property-inclusion=always", "spring.jackson.serialization.wrap-root-value=true",
				"spring.jackson.serialization.write-single-elem-arrays-unwrapped=true",
				"spring.jackson.datatype.enum.write-enums-using-index=true",
				"spring.jackson.json.write.write-numbers-as-strings=true",
				"spring.jackson.constructor-detector=use_properties_based",
				"spring.jackson.deserialization.fail-on-unknown-properties=true"), Modules.class);
	}

	@AfterAll
	static void stop() {
		context.close();
		server.disposeNow();
	}

	@ParameterizedTest
	@EnumSource
	void aResourceIsSentAsItWasReceived(Face face) {
		content.set(STORED);
		Work read = face.read.apply(REF);
		assertThat(read.json()).hasToString("{a=1e400}");
		assertThat(read.prices()).isEqualTo(Map.of(Currency.getInstance("EUR"), List.of(new BigDecimal("9.90"))));
		assertThat(face.store.apply(read)).isEqualTo(read);
		assertThat(received).hasValue("{\"contents\":[" + STORED + "]}");
	}

	@ParameterizedTest
	@EnumSource
	void whatIsNotTheResourcesOwnIsReadButNotSent(Face face) {
		content.set("{\"ref\":\"testmock:one\",\"owner\":\"testmock\",\"name\":\"one\",\"seen\":5,\"cached\":\"x\"}");
		Work read = face.read.apply(REF);
		assertThat(read.seen()).isEqualTo(5);
		assertThat(read.cached()).isNull();
		face.store.apply(read);
		assertThat(received)
			.hasValue("{\"contents\":[{\"ref\":\"testmock:one\",\"owner\":\"testmock\",\"name\":\"one\"}]}");
	}

	@ParameterizedTest
	@EnumSource
	void anEnumIsAskedForAsItIsStored(Face face) {
		content.set(STORED);
		assertThat(face.byKind.apply(Kind.FEATURE_FILM)).hasSize(1);
		assertThat(asked.get()).contains("withKind=featureFilm");
	}

	@Test
	void queriesKnowTheModulesOfTheApplication() {
		content.set(STORED);
		assertThat(repository(Works.class).findByRating(Rating.A_STAR)).hasSize(1);
		assertThat(asked.get()).contains("withRating=A%2B");
		repository(Works.class).findByRatingIn(List.of(Rating.A_STAR, Rating.B));
		assertThat(asked.get()).contains("withRating=A%2B%7C%7CB");
	}

	@ParameterizedTest
	@EnumSource
	void whatATypeRefusesNamesThePlace(Face face) {
		for (String odd : List.of("\"day\":\"soon\"", "\"rank\":\"x\"", "\"prices\":{\"EUR\":[{}]}",
				"\"uuid\":\"-\"")) {
			content.set(STORED.replaceFirst("\\{", "{" + odd + ","));
			assertThatExceptionOfType(MalformedResponseException.class).isThrownBy(() -> face.read.apply(REF))
				.withMessageContaining("contents[0]." + odd.substring(1, odd.indexOf('"', 1)));
		}
	}

	@ParameterizedTest
	@EnumSource
	void depthOfRealContentPassesAndHostileDepthDoesNot(Face face) {
		String metadata = "{\"a\":".repeat(100) + "9.90" + "}".repeat(100);
		String deep = "{\"ref\":\"testmock:one\",\"owner\":\"testmock\",\"name\":\"one\",\"json\":" + metadata + "}";
		content.set(deep);
		Work read = face.read.apply(REF);
		face.store.apply(read);
		assertThat(received).hasValue("{\"contents\":[" + deep + "]}");
		content.set(deep.replace("9.90", "[".repeat(10_000) + "]".repeat(10_000)));
		assertThatExceptionOfType(MalformedResponseException.class).isThrownBy(() -> face.read.apply(REF))
			.withMessageContaining("contents[0].json");
		Map<String, Object> endless = new LinkedHashMap<>();
		endless.put("a", endless);
		received.set("");
		assertThatIllegalArgumentException().isThrownBy(() -> face.store.apply(read.with(endless)));
		assertThat(received).hasValue("");
	}

	@Test
	void includedResourcesKeepTheirNumbers() {
		content.set(STORED + "],\"linked\":{\"assets\":[{\"ref\":\"testmock:a\",\"price\":9.90,\"text\":1e400}]");
		List<Asset> assets = context.getBean(SequoiaOperations.class)
			.browse(Criteria.all().include(resource("assets")), Work.class)
			.page()
			.linked("assets", Asset.class);
		assertThat(assets).containsExactly(new Asset(Ref.of("testmock", "a"), new BigDecimal("9.90"), "1e400"));
	}

	private static Mono<Void> answer(HttpServerRequest request, HttpServerResponse response) {
		if (!request.uri().startsWith("/v1/data/contents")) {
			return response.status(404).send();
		}
		boolean read = request.method().name().equals("GET");
		return request.receive().aggregate().asString().defaultIfEmpty("").flatMap((body) -> {
			(read ? asked : received).set(read ? request.uri() : body);
			String answer = !read ? body
					: "{\"contents\":[" + content.get() + (content.get().contains("],\"linked\"") ? "}}" : "]}");
			return response.header("Content-Type", "application/json").sendString(Mono.just(answer)).then();
		});
	}

	private static <R> R repository(Class<R> type) {
		boolean reactive = ReactiveSequoiaRepository.class.isAssignableFrom(type);
		SequoiaMappingContext types = context.getBean(SequoiaMappingContext.class);
		ResourceMapper mapper = context.getBean(ResourceMapper.class);
		return reactive
				? new ReactiveSequoiaRepositoryFactory(context.getBean(ReactiveSequoiaOperations.class), types, mapper)
					.getRepository(type)
				: new SequoiaRepositoryFactory(context.getBean(SequoiaOperations.class), types, mapper)
					.getRepository(type);
	}

	private static SequoiaOperations template() {
		return context.getBean(SequoiaOperations.class);
	}

	private static ReactiveSequoiaOperations reactive() {
		return context.getBean(ReactiveSequoiaOperations.class);
	}

	enum Face {

		TEMPLATE((ref) -> template().read(ref, Work.class), (work) -> template().store(work),
				(kind) -> template().browse(where(field("kind").equalTo(kind)), Work.class).list()),

		REACTIVE_TEMPLATE((ref) -> reactive().read(ref, Work.class).block(), (work) -> reactive().store(work).block(),
				(kind) -> reactive().browse(where(field("kind").equalTo(kind)), Work.class)
					.flux()
					.collectList()
					.block()),

		REPOSITORY((ref) -> repository(Works.class).findById(ref).orElseThrow(),
				(work) -> repository(Works.class).save(work), (kind) -> repository(Works.class).findByKind(kind)),

		REACTIVE_REPOSITORY((ref) -> repository(ReactiveWorks.class).findById(ref).block(),
				(work) -> repository(ReactiveWorks.class).save(work).block(),
				(kind) -> repository(ReactiveWorks.class).findByKind(kind).collectList().block());

		final Function<Ref, Work> read;

		final UnaryOperator<Work> store;

		final Function<Kind, List<Work>> byKind;

		Face(Function<Ref, Work> read, UnaryOperator<Work> store, Function<Kind, List<Work>> byKind) {
			this.read = read;
			this.store = store;
			this.byKind = byKind;
		}

	}

	interface Works extends SequoiaRepository<Work> {

		List<Work> findByKind(Kind kind);

		List<Work> findByRating(Rating rating);

		List<Work> findByRatingIn(List<Rating> ratings);

	}

	interface ReactiveWorks extends ReactiveSequoiaRepository<Work> {

		Flux<Work> findByKind(Kind kind);

	}

	@EnumNaming(EnumNamingStrategies.LowerCamelCaseStrategy.class)
	enum Kind {

		FEATURE_FILM

	}

	enum Rating {

		A_STAR, B

	}

	@SequoiaResource(service = "metadata", name = "contents")
	record Work(@Nullable Ref ref, @Nullable String owner, @Nullable String name, @Nullable String version,
			@Nullable Kind kind, @Nullable BigDecimal price, @Nullable BigInteger views, @Nullable UUID uuid,
			@Nullable URI uri, @Nullable Currency currency, OptionalInt rank, @Nullable Long count,
			@Nullable MimeType type, Optional<Text> bytes,
			@JsonFormat(pattern = "dd.MM.yyyy", timezone = "UTC") @Nullable Date released, @Nullable LocalDate day,
			@Nullable Instant at, @Nullable Map<Locale, String> titles, @Nullable Object json,
			@Nullable Map<Currency, List<BigDecimal>> prices, @Nullable Rating rating,
			@Nullable Map<String, Object> custom, @ReadOnlyProperty @Nullable Integer seen,
			@Transient @Nullable String cached) {

		Work with(Map<String, Object> changed) {
			return new Work(this.ref, this.owner, this.name, this.version, this.kind, this.price, this.views, this.uuid,
					this.uri, this.currency, this.rank, this.count, this.type, this.bytes, this.released, this.day,
					this.at, this.titles, this.json, this.prices, this.rating, changed, this.seen, this.cached);
		}

	}

	record Text(@JsonValue String text) {

		@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
		Text {
		}

	}

	record Asset(Ref ref, BigDecimal price, String text) {
	}

	@Configuration(proxyBeanMethods = false)
	static class Modules {

		@Bean
		SimpleModule ratings() {
			return new SimpleModule("ratings").setMixInAnnotation(Rating.class, RatingNames.class);
		}

	}

	enum RatingNames {

		@JsonProperty("A+")
		A_STAR

	}

}
