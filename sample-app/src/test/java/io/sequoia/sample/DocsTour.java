package io.sequoia.sample;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.sequoia.InvalidResourceException;
import io.sequoia.Ref;
import io.sequoia.SequoiaFailure;
import io.sequoia.core.Browse;
import io.sequoia.core.RequestOptions;
import io.sequoia.core.ResourcePage;
import io.sequoia.core.SequoiaOperations;
import io.sequoia.core.mapping.Linked;
import io.sequoia.core.mapping.SequoiaResource;
import io.sequoia.core.query.Criteria;
import io.sequoia.core.query.Field;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;

import static io.sequoia.core.query.Criteria.where;
import static io.sequoia.core.query.Field.field;
import static io.sequoia.core.query.Inclusion.resource;

/**
 * The Java of the pages in {@code docs}, so that it compiles and runs.
 */
final class DocsTour {

	private final SequoiaOperations sequoia;

	DocsTour(SequoiaOperations sequoia) {
		this.sequoia = sequoia;
	}

	// criteria

	List<Content> movies() {
		Criteria movies = where(field("type").equalTo("movie"))
			.and(field("availabilityStartAt").greaterThanOrEqualTo("2020"))
			.orderBy("createdAt")
			.desc();

		List<Content> contents = this.sequoia.browse(movies, Content.class).list();
		return contents;
	}

	List<Criteria> refined(Criteria movies) {
		Criteria withImages = movies.include(resource("assets").fields("ref", "url").orderBy("name"))
			.and(field("assets.type").equalTo("image"));
		Criteria offered = movies.intersect("offers", where(field("type").equalTo("linear")));
		return List.of(withImages, offered);
	}

	Criteria onPurpose() {
		return where(field("type").equalTo(Field.expression("movie||episode")));
	}

	// resources

	@SequoiaResource(service = "metadata", name = "contents")
	public record Content(@Nullable Ref ref, @Nullable String owner, @Nullable String name, String title,
			@Nullable String type, @Nullable String version) {
	}

	Content read() {
		Content content = this.sequoia.read(Ref.of("testmock", "paper-lions"), Content.class);
		return content;
	}

	List<Object> untyped(Ref ref) {
		Map<String, Object> content = this.sequoia.service("metadata").resources("contents").read(ref);
		String raw = this.sequoia.service("metadata")
			.get("/data/contents/{ref}?owner={owner}", String.class, ref, "testmock");
		return List.of(content, raw);
	}

	SequoiaOperations patient() {
		SequoiaOperations patient = this.sequoia
			.with(RequestOptions.builder().timeout(Duration.ofMinutes(5)).maxAttempts(20).build());
		return patient;
	}

	// pages

	void stream(Consumer<Content> index) {
		try (Stream<Content> movies = this.sequoia.browse(where(field("type").equalTo("movie")), Content.class)
			.stream()) {
			movies.forEach(index);
		}
	}

	void resume(Criteria criteria, Consumer<Content> index) {
		Browse<Content> browse = this.sequoia.browse(criteria, Content.class);
		try {
			browse.pages().forEach((page) -> page.resources().forEach(index));
		}
		catch (DataAccessException ex) {
			String position = ((SequoiaFailure) ex).position();
			if (position == null) {
				throw ex;
			}
			browse.from(position).pages().forEach((page) -> page.resources().forEach(index));
		}
	}

	List<List<Content>> inTwoGoes() {
		ResourcePage<Content> page = this.sequoia.browse(Criteria.all(), Content.class).page();
		String position = page.next().orElseThrow();

		List<Content> rest = this.sequoia.browse(Criteria.all(), Content.class).from(position).list();
		return List.of(page.resources(), rest);
	}

	// included resources

	@SequoiaResource(service = "metadata", name = "contents")
	record Film(Ref ref, String title, String type, @Linked("assets") List<Picture> pictures,
			@Linked("categories") List<Category> categories, @Linked("parent") @Nullable Film parent) {
	}

	@SequoiaResource(service = "metadata", name = "assets")
	record Picture(Ref ref, String type, String url) {
	}

	@SequoiaResource(service = "metadata", name = "categories")
	record Category(Ref ref, String title) {
	}

	List<Film> filled() {
		Criteria complete = where(field("type").equalTo("movie")).include(resource("assets").fields("ref", "url"),
				resource("categories"), resource("parent"));

		List<Film> films = this.sequoia.browse(complete, Film.class).list();
		return films;
	}

	List<String> linked() {
		Criteria withAssets = where(field("type").equalTo("movie")).include(resource("assets").fields("ref", "url"));
		List<String> urls;
		try (Stream<Picture> pictures = this.sequoia.browse(withAssets, Content.class)
			.linked("assets", Picture.class)) {
			urls = pictures.map(Picture::url).toList();
		}
		return urls;
	}

	Film readWithPictures(Ref ref) {
		Film film = this.sequoia.read(ref, Criteria.all().include(resource("assets").fields("ref", "url")), Film.class);
		return film;
	}

	// batches

	List<Object> storeAll() {
		List<Object> stored = this.sequoia
			.storeAll(List.of(new Film(Ref.of("testmock", "film"), "Film", "movie", List.of(), List.of(), null),
					new Picture(Ref.of("testmock", "picture"), "image", "https://pictures.example.com/1.jpg")));
		return stored;
	}

	Collection<Ref> storeOrReport(List<Content> contents) {
		try {
			this.sequoia.storeAll(contents);
		}
		catch (DataAccessException ex) {
			SequoiaFailure.BatchOutcome outcome = ((SequoiaFailure) ex).batch();
			if (outcome == null) {
				throw ex;
			}
			List<Ref> again = new ArrayList<>(outcome.notApplied());
			again.addAll(outcome.unknown());
			return again;
		}
		return List.of();
	}

	// validation

	@SequoiaResource(service = "metadata", name = "contents")
	public record Trailer(@Nullable Ref ref, @Nullable String name, @NotBlank String title, String type,
			@Nullable @Size(max = 3) List<String> tags, @Nullable String version) {
	}

	List<String> storeOrExplain(List<Trailer> trailers) {
		try {
			this.sequoia.storeAll(trailers);
		}
		catch (InvalidResourceException ex) {
			return ex.violations()
				.stream()
				.map((violation) -> trailers.get(violation.index()).title() + ": " + violation.statement())
				.toList();
		}
		return List.of();
	}

	// retry

	Content readPatiently(Ref ref) {
		RequestOptions options = RequestOptions.builder()
			.timeout(Duration.ofSeconds(5)) // instead of max-time
			.maxAttempts(20) // instead of max-attempts
			.backOff(Duration.ofMillis(10)) // instead of interval
			.retryStatus(404, 409) // besides status-codes
			.build();
		Content content = this.sequoia.with(options).read(ref, Content.class);
		return content;
	}

}
