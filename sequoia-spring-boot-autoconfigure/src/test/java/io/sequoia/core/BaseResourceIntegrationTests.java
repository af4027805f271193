package io.sequoia.core;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

import io.sequoia.Ref;
import io.sequoia.core.mapping.ResourceMapper;
import io.sequoia.core.mapping.SequoiaResource;
import io.sequoia.fixture.ClientApplication;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The base class with the fields of all resources.
 */
class BaseResourceIntegrationTests {

	@Test
	void commonFieldsAreReadAndStored() {
		try (ClientApplication application = ClientApplication.onEmptySandbox()) {
			SequoiaTemplate template = application.template();
			Film film = template.attach(new Film());
			film.setName("film");
			film.setTitle("Film");
			film.type = "movie";
			film.setTags(List.of("a", "b"));
			film.setAlternativeIdentifiers(Map.of("imdb", "tt1"));
			film.setCustom(Map.of("shelf", Map.of("row", 3)));
			film.setScores(Map.of("fuse", new BigDecimal("0.9")));
			film.save();
			Film read = template.read(Ref.of("testmock", "film"), Film.class);
			assertThat(read).usingRecursiveComparison().ignoringFields("attachment").isEqualTo(film);
			assertThat(read.getRef()).isEqualTo(Ref.of("testmock", "film"));
			assertThat(read.getOwner()).isEqualTo("testmock");
			assertThat(read.getCreatedAt()).isNotNull();
			assertThat(read.getUpdatedAt()).isNotNull();
			assertThat(read.getVersion()).isNotNull();
			assertThat(read.getDeletedAt()).isNull();
			read.setTitle("Changed");
			read.save();
			assertThat(template.read(Ref.of("testmock", "film"), Film.class).getTitle()).isEqualTo("Changed");
		}
	}

	@Test
	void fieldsOfThePlatformAreNotSentNorThoseWithoutAValue() {
		ObjectNode sent = (ObjectNode) ResourceMapper.plain().json().readTree("""
				{"ref":"t:f","owner":"t","name":"f","title":"T","version":"1","createdAt":"2014-12-25T12:00:00.000Z",
				 "createdBy":"t:u","updatedAt":"2014-12-25T12:00:00.000Z","updatedBy":"t:u",
				 "deletedAt":"2014-12-25T12:00:00.000Z","deletedBy":"t:u","reapAt":"2014-12-25T12:00:00.000Z",
				 "metadata":{"title":{"locked":true}},"type":"movie"}""");
		Film film = ResourceMapper.plain().json().treeToValue(sent, Film.class);
		assertThat(List.of(String.valueOf(film.getCreatedBy()), String.valueOf(film.getUpdatedBy()),
				String.valueOf(film.getDeletedBy())))
			.containsOnly("t:u");
		assertThat(film.getReapAt()).isEqualTo(film.getDeletedAt()).isNotNull();
		ObjectNode written = ResourceMapper.plain().write(film);
		assertThat(written.propertyNames()).containsExactlyInAnyOrder("ref", "owner", "name", "title", "version",
				"metadata", "type");
		assertThat(written.get("metadata")).isEqualTo(sent.get("metadata"));
	}

	@SequoiaResource(service = "metadata", name = "contents")
	static class Film extends BaseResource<Film> {

		public @Nullable String type;

	}

}
