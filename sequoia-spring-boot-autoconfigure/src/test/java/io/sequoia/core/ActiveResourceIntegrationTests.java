package io.sequoia.core;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import io.sequoia.Ref;
import io.sequoia.ResourceNotFoundException;
import io.sequoia.VersionConflictException;
import io.sequoia.core.mapping.Linked;
import io.sequoia.core.mapping.ResourceMapper;
import io.sequoia.core.mapping.SequoiaMappingContext;
import io.sequoia.core.mapping.SequoiaResource;
import io.sequoia.core.query.Criteria;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.repository.SequoiaRepository;
import io.sequoia.repository.support.SequoiaRepositoryFactory;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import tools.jackson.databind.json.JsonMapper;

import static io.sequoia.core.query.Inclusion.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Resources that save, delete and reload themselves.
 */
class ActiveResourceIntegrationTests {

	private static final Ref FILM = Ref.of("testmock", "film");

	@AutoClose
	private static final ClientApplication application = ClientApplication
		.on(SequoiaSandbox.builder().emptyCatalogue().furtherOwners("second"));

	private static final SequoiaSandbox sandbox = application.sandbox();

	private static final SequoiaTemplate template = application.template();

	private static final ReactiveSequoiaTemplate reactive = application.reactive();

	private static SequoiaRepository<Film> repository;

	@BeforeAll
	static void start() {
		SequoiaRepositoryFactory factory = new SequoiaRepositoryFactory(template,
				application.bean(SequoiaMappingContext.class), application.bean(ResourceMapper.class));
		factory.setBeanFactory(application.context());
		repository = factory.getRepository(Films.class);
	}

	@BeforeEach
	void prepare() {
		sandbox.clear();
		sandbox.put("metadata", "contents",
				Map.of("name", "film", "title", "Film", "type", "movie", "custom", Map.of("a", 1)));
		sandbox.put("metadata", "assets",
				Map.of("name", "picture", "type", "image", "contentRef", "testmock:film", "title", "Picture"));
		sandbox.requests().clear();
	}

	static Stream<Arguments> readers() {
		return Stream.of(reader("read", () -> template.read(FILM, Film.class)),
				reader("readAll", () -> template.readAll(List.of(FILM), Film.class).get(0)),
				reader("find", () -> template.find(FILM, Film.class).orElseThrow()),
				reader("browse", () -> template.browse(Criteria.all(), Film.class).list().get(0)),
				reader("page", () -> template.browse(Criteria.all(), Film.class).page().resources().get(0)),
				reader("with an inclusion",
						() -> template.read(FILM, Criteria.all().include(resource("assets")), Film.class)),
				reader("store", () -> template.store(Film.of("film", "Film"))),
				reader("storeAll", () -> template.storeAll(List.of(Film.of("film", "Film"), Film.of("b", "B"))).get(0)),
				reader("update", () -> template.update(FILM, Film.class, UnaryOperator.identity())),
				reader("reactive", () -> Objects.requireNonNull(reactive.read(FILM, Film.class).block())),
				reader("untyped service",
						() -> template.service("metadata").resources("contents", Film.class).read(FILM)),
				reader("repository", () -> repository.findById(FILM).orElseThrow()),
				reader("save of a repository", () -> repository.save(template.read(FILM, Film.class))),
				reader("findAll of a repository", () -> repository.findAll().get(0)),
				reader("attach", () -> template.attach(copy(template.read(FILM, Film.class)))));
	}

	private static Arguments reader(String name, Supplier<Film> reader) {
		return Arguments.argumentSet(name, reader);
	}

	@ParameterizedTest
	@MethodSource("readers")
	void resourceIsAttachedHoweverItWasRead(Supplier<Film> reader) {
		Film film = reader.get();
		assertThat(film.isDetached()).isFalse();
		String before = film.version;
		film.title = "Changed";
		assertThat(film.save()).isSameAs(film);
		assertThat(film.version).isNotNull().isNotEqualTo(before);
		film.title = "Changed again";
		film.save();
		assertThat(template.read(FILM, Film.class).title).isEqualTo("Changed again");
	}

	@Test
	void saveSendsTheVersionAndNeverOverwrites() {
		Film film = template.read(FILM, Film.class);
		Film other = template.read(FILM, Film.class);
		other.title = "Other";
		other.save();
		film.title = "Film";
		String version = film.version;
		assertThatExceptionOfType(VersionConflictException.class).isThrownBy(film::save);
		assertThat(film.version).isEqualTo(version);
		assertThat(film.reload()).isSameAs(film);
		assertThat(film.title).isEqualTo("Other");
		film.title = "Mine";
		film.save();
		assertThat(sandbox.requests().of(Operation.UPDATE)).extracting((request) -> request.header("If-Match"))
			.doesNotContainNull();
		assertThat(sandbox.requests().count(Operation.STORE)).isZero();
	}

	@Test
	void fieldsThatTheTypeDoesNotNameAreKept() {
		Film film = template.read(FILM, Film.class);
		film.title = "Changed";
		film.save();
		assertThat(sandbox.resources("metadata", "contents").get(0)).containsEntry("custom", Map.of("a", 1));
		film.further.remove("custom");
		film.save();
		film.reload();
		assertThat(film.further).doesNotContainKey("custom");
	}

	@Test
	void newResourceIsStoredWhenItIsAttached() {
		Film film = template.attach(Film.of("new", "New"));
		assertThat(sandbox.requests().count()).isZero();
		film.save();
		assertThat(film.ref).isEqualTo(Ref.of("testmock", "new"));
		film.title = "Newer";
		film.save();
		assertThat(sandbox.requests().count(Operation.STORE)).isOne();
		assertThat(sandbox.requests().count(Operation.UPDATE)).isOne();
	}

	@Test
	void nameOfANewResourceMayBeMadeForIt() {
		Film film = template.attach(new Film());
		film.title = "Nameless";
		film.type = "movie";
		film.save();
		assertThat(template.read(Objects.requireNonNull(film.ref), Film.class).title).isEqualTo("Nameless");
	}

	@Test
	void deletedResourceIsDetached() {
		Film film = template.read(FILM, Film.class);
		Film other = template.read(FILM, Film.class);
		assertThat(film.delete()).isTrue();
		assertThat(film.isDetached()).isTrue();
		assertThat(other.delete()).isFalse();
		assertThat(template.find(FILM, Film.class)).isEmpty();
		assertThatIllegalStateException().isThrownBy(film::save)
			.withMessageContainingAll(Film.class.getName(), "is detached", "attach(resource)");
	}

	@Test
	void reloadOfAMissingResourceFails() {
		Film film = template.read(FILM, Film.class);
		template.delete(FILM, Film.class);
		assertThatExceptionOfType(ResourceNotFoundException.class).isThrownBy(film::reload);
	}

	@Test
	void optionsOfTheTemplateAreThoseOfTheResource() {
		RequestOptions options = RequestOptions.builder().owner("second").header("X-Region", "es").build();
		Film film = template.with(options).attach(Film.of("film", "Film of second"));
		film.owner = "second";
		film.save();
		film.title = "Changed";
		film.save();
		film.reload();
		film.delete();
		assertThat(sandbox.requests().all().stream().filter((request) -> request.path().contains("/data/"))).hasSize(4)
			.allMatch((request) -> "second".equals(request.parameter("owner"))
					&& "es".equals(request.header("X-Region")));
	}

	@Test
	void resourceReadWithoutItsVersionIsNotSaved() {
		Film film = template.read(FILM, Criteria.all().fields("ref", "title"), Film.class);
		sandbox.requests().clear();
		assertThatIllegalStateException().isThrownBy(film::save).withMessageContaining("without its version");
		assertThat(sandbox.requests().count()).isZero();
		film.reload().save();
	}

	@Test
	void linkedResourcesAreAttachedAndStay() {
		Criteria criteria = Criteria.all().include(resource("assets"));
		Film film = template.read(FILM, criteria, Film.class);
		assertThat(film.pictures).singleElement().satisfies((picture) -> {
			// the descriptor leaves the version out of included resources
			assertThatIllegalStateException().isThrownBy(picture::save).withMessageContaining("version");
			picture.reload().title = "Changed";
			picture.save();
		});
		film.save();
		assertThat(film.pictures).hasSize(1);
		assertThat(template.browse(criteria, Film.class).page().linked("assets", Picture.class)).singleElement()
			.satisfies((picture) -> assertThat(picture.reload().title).isEqualTo("Changed"));
		assertThat(template.browse(criteria, Film.class).linked("assets", Picture.class)).singleElement()
			.satisfies((picture) -> assertThat(picture.isDetached()).isFalse());
	}

	@Test
	void linkedResourcesInAnArrayAreAttached() {
		FilmWithArray film = template.read(FILM, Criteria.all().include(resource("assets")), FilmWithArray.class);
		assertThat(film.pictures).singleElement().satisfies((picture) -> assertThat(picture.isDetached()).isFalse());
	}

	@Test
	void connectionIsNotSerialized() {
		Film film = template.read(FILM, Film.class);
		Film copy = copy(film);
		assertThat(copy.isDetached()).isTrue();
		assertThat(copy.title).isEqualTo("Film");
		assertThatIllegalStateException().isThrownBy(copy::reload).withMessageContaining("is detached");
		template.attach(copy).save();
		JsonMapper json = JsonMapper.builder().build();
		String written = json.writeValueAsString(film);
		assertThat(json.readTree(written).propertyNames()).doesNotContain("detached", "attachment");
		assertThat(json.readValue(written, Film.class).isDetached()).isTrue();
		assertThat(sandbox.resources("metadata", "contents").get(0)).doesNotContainKeys("detached", "attachment");
		List<String> properties = new ArrayList<>();
		application.bean(SequoiaMappingContext.class)
			.getRequiredPersistentEntity(Film.class)
			.forEach((property) -> properties.add(property.getName()));
		assertThat(properties).contains("title").doesNotContain("detached", "attachment");
	}

	@Test
	void finalPropertiesAreRefusedBeforeAnythingIsSent() {
		Fixed fixed = template.attach(new Fixed("fixed"));
		assertThatIllegalStateException().isThrownBy(fixed::save).withMessageContainingAll("'title'", "is final");
		assertThat(sandbox.requests().count()).isZero();
	}

	@Test
	void finalCollectionsAndMapsAreFilledAndKeptBySaving() {
		sandbox.put("metadata", "contents", Map.of("name", "film", "title", "Film", "type", "movie", "categoryRefs",
				List.of("testmock:c1", "testmock:c2"), "ratings", Map.of("BBFC", "12"), "tags", List.of("t1")));
		Collections film = template.read(FILM, Collections.class);
		assertThat(film.categoryRefs).containsExactly("testmock:c1", "testmock:c2");
		assertThat(film.getRatings()).containsEntry("BBFC", "12");
		assertThat(film.tags).containsExactly("t1");
		film.title = "Changed";
		film.categoryRefs.add("testmock:c3");
		film.save();
		assertThat(film.categoryRefs).containsExactly("testmock:c1", "testmock:c2", "testmock:c3");
		assertThat(sandbox.resources("metadata", "contents").get(0)).containsEntry("title", "Changed")
			.containsEntry("categoryRefs", List.of("testmock:c1", "testmock:c2", "testmock:c3"))
			.containsEntry("ratings", Map.of("BBFC", "12"))
			.containsEntry("tags", List.of("t1"));
		assertThat(film.reload().tags).containsExactly("t1");
	}

	@Test
	void newObjectKeepsTheContentOfItsFinalCollections() {
		Collections film = template.attach(new Collections());
		film.name = "new";
		film.categoryRefs.add("testmock:c9");
		film.save();
		assertThat(film.categoryRefs).containsExactly("testmock:c9");
		assertThat(film.reload().categoryRefs).containsExactly("testmock:c9");
	}

	@Test
	void fieldsOutsideOfTheJsonStayAsTheyAre() {
		Marked film = template.read(FILM, Marked.class);
		film.note = "note";
		film.remark = "remark";
		film.title = "Changed";
		film.save();
		film.reload();
		assertThat(film.title).isEqualTo("Changed");
		assertThat(film.note).isEqualTo("note");
		assertThat(film.remark).isEqualTo("remark");
		assertThat(film.fixed).isEqualTo("fixed");
	}

	@Test
	void otherTypesAreNotAttached() {
		assertThatIllegalArgumentException().isThrownBy(() -> reactive.attach("text"))
			.withMessageContaining("ActiveResource");
	}

	@Test
	void blockingOnAnEventLoopIsRefused() {
		Mono<Film> saved = reactive.read(FILM, Film.class).publishOn(Schedulers.parallel()).map(Film::save);
		StepVerifier.create(saved)
			.verifyErrorSatisfies((error) -> assertThat(error).isInstanceOf(IllegalStateException.class)
				.hasMessageNotContaining("detached"));
	}

	@Test
	void reactiveResourceSavesWithoutBlocking() {
		Mono<Note> changed = reactive.read(FILM, Note.class).publishOn(Schedulers.parallel()).flatMap((note) -> {
			note.title = "Changed";
			return note.save();
		}).flatMap((note) -> {
			note.title = "Again";
			return note.save();
		}).flatMap(Note::reload);
		StepVerifier.create(changed).assertNext((note) -> assertThat(note.title).isEqualTo("Again")).verifyComplete();
		Note note = template.read(FILM, Note.class);
		Note other = template.read(FILM, Note.class);
		other.title = "Early";
		StepVerifier.create(other.save()).expectNextCount(1).verifyComplete();
		note.title = "Late";
		StepVerifier.create(note.save()).verifyError(VersionConflictException.class);
		StepVerifier.create(note.delete()).expectNext(true).verifyComplete();
		StepVerifier.create(note.save()).verifyError(IllegalStateException.class);
		Note fresh = reactive.attach(new Note());
		fresh.title = "Fresh";
		StepVerifier.create(fresh.save()).assertNext((saved) -> assertThat(saved.version).isNotNull()).verifyComplete();
	}

	private static Film copy(Film film) {
		try {
			ByteArrayOutputStream bytes = new ByteArrayOutputStream();
			try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
				out.writeObject(film);
			}
			try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
				return (Film) in.readObject();
			}
		}
		catch (IOException | ClassNotFoundException ex) {
			throw new IllegalStateException(ex);
		}
	}

	interface Films extends SequoiaRepository<Film> {

	}

	@SequoiaResource(service = "metadata", name = "contents")
	static class Film extends ActiveResource<Film> implements Serializable {

		private static final long serialVersionUID = 1L;

		public @Nullable Ref ref;

		public @Nullable String owner;

		public @Nullable String name;

		public @Nullable String title;

		public @Nullable String type;

		public @Nullable String version;

		@Linked("assets")
		public ArrayList<Picture> pictures = new ArrayList<>();

		private final LinkedHashMap<String, Serializable> further = new LinkedHashMap<>();

		static Film of(String name, String title) {
			Film film = new Film();
			film.name = name;
			film.title = title;
			film.type = "movie";
			return film;
		}

		@JsonAnyGetter
		Map<String, Serializable> further() {
			return this.further;
		}

		@JsonAnySetter
		void further(String field, Object value) {
			this.further.put(field, (Serializable) value);
		}

	}

	@SequoiaResource(service = "metadata", name = "contents")
	static class FilmWithArray extends ActiveResource<FilmWithArray> {

		public @Nullable Ref ref;

		public @Nullable String version;

		@Linked("assets")
		public Picture[] pictures = {};

	}

	@SequoiaResource(service = "metadata", name = "assets")
	static class Picture extends ActiveResource<Picture> implements Serializable {

		private static final long serialVersionUID = 1L;

		public @Nullable Ref ref;

		public @Nullable String owner;

		public @Nullable String name;

		public @Nullable String title;

		public @Nullable String type;

		public @Nullable String contentRef;

		public @Nullable String version;

	}

	@SequoiaResource(service = "metadata", name = "contents")
	static class Note extends ReactiveActiveResource<Note> {

		public @Nullable Ref ref;

		public @Nullable String owner;

		public @Nullable String name;

		public @Nullable String title;

		public String type = "movie";

		public @Nullable String version;

	}

	@SequoiaResource(service = "metadata", name = "contents")
	static class Collections extends ActiveResource<Collections> {

		public @Nullable Ref ref;

		public @Nullable String name;

		public @Nullable String title;

		public String type = "movie";

		public @Nullable String version;

		public final List<String> categoryRefs = new ArrayList<>();

		private final Map<String, String> ratings = new LinkedHashMap<>();

		public final List<String> tags = List.of();

		public Map<String, String> getRatings() {
			return this.ratings;
		}

	}

	@SequoiaResource(service = "metadata", name = "contents")
	static class Marked extends ActiveResource<Marked> {

		public @Nullable Ref ref;

		public @Nullable String title;

		public @Nullable String type;

		public @Nullable String version;

		@JsonIgnore
		public @Nullable String note;

		@JsonIgnore
		public final String fixed = "fixed";

		public transient @Nullable String remark;

	}

	@SequoiaResource(service = "metadata", name = "contents")
	static class Fixed extends ActiveResource<Fixed> {

		public @Nullable String version;

		public final String title;

		Fixed(String title) {
			this.title = title;
		}

	}

}
