package io.sequoia.sample;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import io.sequoia.Ref;
import io.sequoia.ResourceNotFoundException;
import io.sequoia.SequoiaFailure;
import io.sequoia.VersionConflictException;
import io.sequoia.core.ReactiveSequoiaTemplate;
import io.sequoia.core.RequestOptions;
import io.sequoia.core.ResourcePage;
import io.sequoia.core.SequoiaOperations;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.core.mapping.SequoiaResource;
import io.sequoia.core.query.Criteria;
import io.sequoia.repository.SequoiaRepository;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;

import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Service;

import static io.sequoia.core.query.Criteria.where;
import static io.sequoia.core.query.Field.field;
import static io.sequoia.core.query.Field.textSearch;
import static io.sequoia.core.query.Inclusion.resource;

/**
 * The Java of the README, so that it compiles and runs.
 */
final class ReadmeTour {

	private static final Logger logger = LoggerFactory.getLogger(ReadmeTour.class);

	private ReadmeTour() {
	}

	@SequoiaResource(service = "metadata", name = "contents")
	record Film(@Nullable Ref ref, @Nullable String name, @Nullable String version, String type, String title,
			@Nullable Duration duration, @JsonAnySetter @JsonAnyGetter Map<String, Object> others) {

		Film withTitle(String title) {
			return new Film(this.ref, this.name, this.version, this.type, title, this.duration, this.others);
		}

	}

	@SequoiaResource(service = "metadata", name = "assets")
	record Asset(Ref ref, Ref contentRef, String url) {
	}

	@Service
	static class Films {

		private final SequoiaTemplate sequoia;

		Films(SequoiaTemplate sequoia) {
			this.sequoia = sequoia;
		}

		Film add(String title) {
			return this.sequoia.store(new Film(null, null, null, "movie", title, null, Map.of()));
		}

		Optional<Film> find(String name) {
			return this.sequoia.find(Ref.of("testmock", name), Film.class);
		}

		Film rename(Ref ref, String title) {
			return this.sequoia.update(ref, Film.class, (film) -> film.withTitle(title));
		}

	}

	interface FilmRepository extends SequoiaRepository<Film> {

		List<Film> findByTypeAndTitleStartingWithOrderByTitle(String type, String start);

	}

	static List<Film> search(SequoiaTemplate sequoia) {
		Criteria criteria = where(field("type").equalTo("movie"))
			.and(field("availabilityStartAt").between("2015", "2024"))
			.and(textSearch("dragons"))
			.orderBy("title");

		List<Film> films = sequoia.browse(criteria, Film.class).list();
		return films;
	}

	static ResourcePage<Film> page(SequoiaTemplate sequoia) {
		Criteria withPictures = where(field("type").equalTo("movie"))
			.include(resource("assets").fields("ref", "url", "contentRef"))
			.count()
			.perPage(20);

		ResourcePage<Film> page = sequoia.browse(withPictures, Film.class).page();
		logger.info("{} of {} films", page.resources().size(), page.totalCount().orElseThrow());
		page.linked("assets", Asset.class).forEach((asset) -> logger.info("{}: {}", asset.contentRef(), asset.url()));
		return page;
	}

	static Flux<String> titles(ReactiveSequoiaTemplate sequoia) {
		Flux<String> titles = sequoia.browse(where(field("type").equalTo("movie")), Film.class).flux().map(Film::title);
		return titles;
	}

	static void publish(SequoiaTemplate sequoia, Film film) {
		try {
			sequoia.update(film);
		}
		catch (VersionConflictException ex) {
			logger.info("{} was changed by somebody else; read it again", film.ref());
		}
		catch (ResourceNotFoundException ex) {
			logger.info("{} was deleted", film.ref());
		}
		catch (DataAccessException ex) {
			SequoiaFailure failure = (SequoiaFailure) ex;
			logger.error("The platform failed, status {}, correlation id {}", failure.status(), failure.correlationId(),
					ex);
		}
	}

	static SequoiaOperations patient(SequoiaTemplate sequoia) {
		SequoiaOperations nightly = sequoia
			.with(RequestOptions.builder().timeout(Duration.ofMinutes(10)).maxAttempts(50).build());
		return nightly;
	}

}
