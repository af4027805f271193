package io.sequoia.repository;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.sequoia.Ref;
import io.sequoia.VersionConflictException;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.core.mapping.ResourceMapper;
import io.sequoia.core.mapping.SequoiaMappingContext;
import io.sequoia.core.mapping.SequoiaResource;
import io.sequoia.core.query.Criteria;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.repository.support.SequoiaRepositoryFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A collection that is read as an interface, whose properties are those of the records
 * that implement it.
 */
class SubtypesIntegrationTests {

	private static final Ref MOVIE = Ref.of("testmock", "movie");

	private static final Ref EPISODE = Ref.of("testmock", "episode");

	@AutoClose
	private final ClientApplication application = ClientApplication.onEmptySandbox();

	private final SequoiaTemplate template = this.application.template();

	private final Titles titles = new SequoiaRepositoryFactory(this.template,
			this.application.bean(SequoiaMappingContext.class), this.application.bean(ResourceMapper.class))
		.getRepository(Titles.class);

	@BeforeEach
	void store() {
		this.template
			.storeAll(List.<Title>of(new Movie(null, "movie", "M", null), new Episode(null, "episode", "E", 3, null)));
	}

	@Test
	void resourcesAreFoundByTheRefsOfTheirOwnClass() {
		assertThat(this.template.readAll(List.of(EPISODE, MOVIE), Title.class)).extracting(Title::title)
			.containsExactly("E", "M");
		assertThat(this.titles.findAllById(List.of(EPISODE, MOVIE))).extracting(Title::title).containsExactly("E", "M");
	}

	@Test
	void resourcesWithSomeFieldsOnlyAreFoundByTheirRefs() {
		assertThat(this.template.resources(Title.class)
			.readAll(List.of(EPISODE, MOVIE), Criteria.all().fields("title", "type"))).extracting(Title::title)
			.containsExactly("E", "M");
	}

	@Test
	void savingRefusesToReplaceAChangeOfAnother() {
		Movie read = (Movie) this.titles.findById(MOVIE).orElseThrow();
		assertThat(this.titles.save(new Movie(read.ref(), read.name(), "Changed", read.version())).title())
			.isEqualTo("Changed");
		assertThatExceptionOfType(VersionConflictException.class)
			.isThrownBy(() -> this.titles.save(new Movie(read.ref(), read.name(), "Lost", read.version())));
		assertThat(this.template.read(MOVIE, Title.class).title()).isEqualTo("Changed");
	}

	@Test
	void resourcesAreDeleted() {
		this.titles.deleteAll(this.titles.findAllById(List.of(EPISODE, MOVIE)));
		assertThat(this.template.browse(Criteria.all(), Title.class).stream()).isEmpty();
	}

	interface Titles extends SequoiaRepository<Title> {

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
	@JsonSubTypes({ @JsonSubTypes.Type(value = Movie.class, name = "movie"),
			@JsonSubTypes.Type(value = Episode.class, name = "episode") })
	@SequoiaResource(service = "metadata", name = "contents")
	sealed interface Title permits Movie, Episode {

		String title();

	}

	record Movie(@Nullable Ref ref, String name, String title, @Nullable String version) implements Title {
	}

	record Episode(@Nullable Ref ref, String name, String title, int number,
			@Nullable String version) implements Title {
	}

}
