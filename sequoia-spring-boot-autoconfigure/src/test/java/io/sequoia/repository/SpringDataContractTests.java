package io.sequoia.repository;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.sequoia.Ref;
import io.sequoia.VersionConflictException;
import io.sequoia.core.ReactiveSequoiaTemplate;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.core.mapping.SequoiaResource;
import io.sequoia.sandbox.LoggedRequest;
import io.sequoia.sandbox.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.PersistenceCreator;
import org.springframework.data.annotation.Transient;
import org.springframework.data.annotation.Version;
import org.springframework.data.domain.Persistable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * The rules of Spring Data's reference on new resources, versions and creators, and the
 * choice of reference and version by JSON, in templates and repositories alike.
 */
class SpringDataContractTests {

	private static final Ref FILM = Ref.of("testmock", "film");

	@AutoClose
	private static final RepositorySandbox sandbox = RepositorySandbox.empty();

	private static final SequoiaTemplate template = sandbox.bean(SequoiaTemplate.class);

	private static final ReactiveSequoiaTemplate reactive = sandbox.bean(ReactiveSequoiaTemplate.class);

	@BeforeEach
	void seed() {
		sandbox.put(Map.of("name", "film", "title", "Film", "type", "movie"));
		sandbox.sandbox().requests().clear();
	}

	@Test
	void jsonNamesDecideWhatIsReferenceAndVersion() {
		RenamedFilms films = sandbox.repository(RenamedFilms.class);
		Renamed read = films.findById(FILM).orElseThrow();
		assertThat(films.save(read.as("Saved")).etag()).isNotEqualTo(read.etag());
		assertSent(Operation.UPDATE, read.etag());
		assertThatExceptionOfType(VersionConflictException.class).isThrownBy(() -> films.save(read));
		assertThatExceptionOfType(VersionConflictException.class).isThrownBy(() -> template.update(read));
		Renamed again = template.read(FILM, Renamed.class);
		Renamed updated = template.update(again.as("Updated"));
		assertThat(films.saveAll(List.of(updated.as("Once more")))).extracting(Renamed::title)
			.containsExactly("Once more");
		ReactiveRenamedFilms reactiveFilms = sandbox.repository(ReactiveRenamedFilms.class);
		Renamed latest = reactiveFilms.findById(FILM).blockOptional().orElseThrow();
		assertThat(reactiveFilms.save(latest.as("Reactive")).blockOptional().orElseThrow().id()).isEqualTo(FILM);
		assertThat(sandbox.sandbox().requests().count(Operation.STORE)).isZero();
		assertThat(template.readAll(List.of(FILM), Renamed.class)).hasSize(1);
		films.delete(films.findById(FILM).orElseThrow());
		assertThat(films.existsById(FILM)).isFalse();
	}

	@Test
	void propertyThatIsOnlyCalledSoInJavaIsNoVersion() {
		MisnamedFilms films = sandbox.repository(MisnamedFilms.class);
		Misnamed read = films.findById(FILM).orElseThrow();
		assertThat(read.version()).isEqualTo("movie");
		films.save(read);
		assertThat(sandbox.sandbox().requests().count(Operation.UPDATE)).isZero();
		assertThat(sandbox.sandbox().requests().count(Operation.STORE)).isOne();
	}

	@Test
	void ownerAndNameUnderOtherNamesMakeTheReference() {
		OwnedFilms films = sandbox.repository(OwnedFilms.class);
		films.delete(new Owned("testmock", "film"));
		assertThat(sandbox.sandbox().requests().of(Operation.DELETE)).singleElement()
			.satisfies((request) -> assertThat(request.path()).endsWith("/testmock:film"));
	}

	@Test
	void aVersionAmongTheFieldsThatATypeDoesNotNameCounts() {
		OpenFilms films = sandbox.repository(OpenFilms.class);
		Open read = films.findById(FILM).orElseThrow();
		Open saved = films.save(read.as("Saved"));
		assertSent(Operation.UPDATE, read.version());
		assertThatExceptionOfType(VersionConflictException.class).isThrownBy(() -> films.save(read.as("Lost")));
		assertThatExceptionOfType(VersionConflictException.class)
			.isThrownBy(() -> films.saveAll(List.of(read.as("Lost"))));
		ReactiveOpenFilms reactiveFilms = sandbox.repository(ReactiveOpenFilms.class);
		Open again = reactiveFilms.save(saved.as("Reactive")).blockOptional().orElseThrow();
		assertThatExceptionOfType(VersionConflictException.class)
			.isThrownBy(() -> reactiveFilms.save(saved.as("Lost")).block());
		assertThat(sandbox.sandbox().requests().count(Operation.STORE)).isZero();
		films.save(new Open("New", Map.of("owner", "testmock", "name", "new", "type", "movie")));
		assertThat(sandbox.sandbox().requests().count(Operation.STORE)).isOne();
		assertThat(again.title()).isEqualTo("Reactive");
		films.delete(again);
		assertThat(films.existsById(FILM)).as("found by the ref or owner and name among those fields").isFalse();
		assertThat(films.existsById(Ref.of("testmock", "new"))).isTrue();
	}

	@Test
	void persistableSaysItselfWhetherItIsNew() {
		Known known = new Known(FILM, "film", "T", template.read(FILM, Renamed.class).etag());
		KnownFilms films = sandbox.repository(KnownFilms.class);
		ReactiveKnownFilms reactiveFilms = sandbox.repository(ReactiveKnownFilms.class);
		known.fresh = true;
		films.save(known);
		films.saveAll(List.of(known));
		reactiveFilms.save(known).block();
		reactiveFilms.saveAll(List.of(known)).blockLast();
		assertThat(sandbox.sandbox().requests().count(Operation.STORE)).isEqualTo(4);
		assertThat(sandbox.sandbox().requests().count(Operation.UPDATE)).isZero();
		known.fresh = false;
		assertThatExceptionOfType(VersionConflictException.class).isThrownBy(() -> films.save(known));
		assertThatExceptionOfType(VersionConflictException.class).isThrownBy(() -> reactiveFilms.save(known).block());
		assertThat(sandbox.sandbox().requests().count(Operation.STORE)).isEqualTo(4);
	}

	@Test
	void primitiveVersionOfZeroIsNone() {
		CountedFilms films = sandbox.repository(CountedFilms.class);
		ReactiveCountedFilms reactiveFilms = sandbox.repository(ReactiveCountedFilms.class);
		Counted fresh = new Counted(FILM, "film", "T", 0);
		storedWithoutVersion(() -> films.save(fresh));
		storedWithoutVersion(() -> films.saveAll(List.of(fresh)));
		storedWithoutVersion(() -> reactiveFilms.save(fresh).block());
		storedWithoutVersion(() -> template.store(fresh));
		storedWithoutVersion(() -> reactive.store(fresh).block());
		assertThatIllegalArgumentException().isThrownBy(() -> template.update(fresh)).withMessageContaining("version");
		assertThatIllegalArgumentException().isThrownBy(() -> reactive.update(fresh).block());
		assertThat(sandbox.sandbox().requests().count(Operation.UPDATE)).isZero();
		sandbox.sandbox().requests().clear();
		assertThatExceptionOfType(VersionConflictException.class)
			.isThrownBy(() -> films.save(new Counted(FILM, "film", "T", 7)));
		assertSent(Operation.UPDATE, "7");
	}

	@Test
	void wrappedVersionOfZeroIsOne() {
		BoxedFilms films = sandbox.repository(BoxedFilms.class);
		assertThatExceptionOfType(VersionConflictException.class)
			.isThrownBy(() -> films.save(new Boxed(FILM, "film", "T", 0L, "movie")));
		assertSent(Operation.UPDATE, "0");
	}

	@Test
	void persistenceCreatorMakesResources() {
		Created created = template.read(FILM, Created.class);
		assertThat(created.madeBy).isEqualTo("persistence creator");
		assertThat(created.title).isEqualTo("Film");
		assertThat(created.ref).isEqualTo(FILM);
		assertThat(template.read(FILM, Manufactured.class).title()).isEqualTo("made of Film");
		assertThat(template.read(FILM, Both.class).madeBy).as("Jackson's own annotation wins")
			.isEqualTo("json creator");
	}

	/** Check the request only, as the sandbox makes versions itself. */
	private static void storedWithoutVersion(Runnable call) {
		sandbox.sandbox().requests().clear();
		catchThrowable(call::run);
		assertThat(sandbox.sandbox().requests().count(Operation.STORE)).isOne();
		assertThat(sandbox.sandbox().requests().count(Operation.UPDATE)).isZero();
	}

	private static void assertSent(Operation operation, @Nullable String version) {
		List<LoggedRequest> sent = sandbox.sandbox().requests().of(operation);
		assertThat(sent).isNotEmpty();
		assertThat(sent.get(0).headers()).containsEntry("if-match", "\"" + version + "\"");
	}

	@SequoiaResource(service = "metadata", name = "contents")
	record Renamed(@JsonProperty("ref") @Nullable Ref id, @Nullable String name, String title, String type,
			@JsonProperty("version") @Nullable String etag) {

		Renamed as(String title) {
			return new Renamed(this.id, this.name, title, this.type, this.etag);
		}

	}

	interface RenamedFilms extends SequoiaRepository<Renamed> {

	}

	interface ReactiveRenamedFilms extends ReactiveSequoiaRepository<Renamed> {

	}

	@SequoiaResource(service = "metadata", name = "contents")
	record Misnamed(@Nullable Ref ref, @Nullable String name, String title, @JsonProperty("type") String version) {
	}

	interface MisnamedFilms extends SequoiaRepository<Misnamed> {

	}

	@SequoiaResource(service = "metadata", name = "contents")
	record Open(String title, @JsonAnySetter @JsonAnyGetter Map<String, Object> others) {

		Open as(String title) {
			return new Open(title, this.others);
		}

		String version() {
			return String.valueOf(this.others.get("version"));
		}

	}

	interface OpenFilms extends SequoiaRepository<Open> {

	}

	interface ReactiveOpenFilms extends ReactiveSequoiaRepository<Open> {

	}

	@SequoiaResource(service = "metadata", name = "contents")
	record Owned(@JsonProperty("owner") String tenant, @JsonProperty("name") String key) {
	}

	interface OwnedFilms extends SequoiaRepository<Owned> {

	}

	@SequoiaResource(service = "metadata", name = "contents")
	static class Known implements Persistable<Ref> {

		@Id
		private final @Nullable Ref id;

		public final String name;

		public final String title;

		public final String type = "movie";

		@Version
		public final @Nullable String version;

		@Transient
		boolean fresh;

		@PersistenceCreator
		Known(@Nullable Ref id, String name, String title, @Nullable String version) {
			this.id = id;
			this.name = name;
			this.title = title;
			this.version = version;
		}

		@Override
		public @Nullable Ref getId() {
			return this.id;
		}

		@Override
		public boolean isNew() {
			return this.fresh;
		}

	}

	interface KnownFilms extends SequoiaRepository<Known> {

	}

	interface ReactiveKnownFilms extends ReactiveSequoiaRepository<Known> {

	}

	@SequoiaResource(service = "metadata", name = "contents")
	record Counted(@Nullable Ref ref, String name, String title, @JsonProperty("version") @Version long revision,
			String type) {

		Counted(@Nullable Ref ref, String name, String title, long revision) {
			this(ref, name, title, revision, "movie");
		}

	}

	interface CountedFilms extends SequoiaRepository<Counted> {

	}

	interface ReactiveCountedFilms extends ReactiveSequoiaRepository<Counted> {

	}

	@SequoiaResource(service = "metadata", name = "contents")
	record Boxed(@Nullable Ref ref, String name, String title, @Version @Nullable Long version, String type) {
	}

	interface BoxedFilms extends SequoiaRepository<Boxed> {

	}

	@SequoiaResource(service = "metadata", name = "contents")
	static final class Created {

		final Ref ref;

		final String title;

		final String madeBy;

		Created(Ref ref) {
			this(ref, "no title", "other constructor");
		}

		@PersistenceCreator
		Created(Ref ref, String title) {
			this(ref, title, "persistence creator");
		}

		private Created(Ref ref, String title, String madeBy) {
			this.ref = Objects.requireNonNull(ref);
			this.title = Objects.requireNonNull(title);
			this.madeBy = madeBy;
		}

	}

	@SequoiaResource(service = "metadata", name = "contents")
	record Manufactured(String title) {

		@PersistenceCreator
		static Manufactured of(String title) {
			return new Manufactured("made of " + title);
		}

	}

	@SequoiaResource(service = "metadata", name = "contents")
	static final class Both {

		final String madeBy;

		@PersistenceCreator
		Both(String title) {
			this.madeBy = "persistence creator";
		}

		@JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
		Both(@JsonProperty("title") String title, @JsonProperty("name") String name) {
			this.madeBy = "json creator";
		}

	}

}
