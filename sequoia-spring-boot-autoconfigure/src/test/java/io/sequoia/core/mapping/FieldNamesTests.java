package io.sequoia.core.mapping;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.sequoia.Ref;
import io.sequoia.SequoiaFailure.Details;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.core.ResolvableType;
import org.springframework.data.annotation.CreatedBy;
import org.springframework.data.annotation.CreatedDate;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.LastModifiedBy;
import org.springframework.data.annotation.LastModifiedDate;
import org.springframework.data.annotation.Version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * The names that properties have in JSON.
 */
class FieldNamesTests {

	private final ResourceMapper mapper = new ResourceMapper(JsonMapper.shared());

	@Test
	void knowsTheNamesOfRecordsAndClasses() {
		assertThat(this.mapper.fieldNames(ResolvableType.forClass(Film.class))).containsOnly(entry("id", "ref"),
				entry("revision", "version"), entry("heading", "title"), entry("born", "createdAt"),
				entry("author", "createdBy"), entry("changed", "updatedAt"), entry("editor", "updatedBy"));
		assertThat(this.mapper.fieldNames(ResolvableType.forClass(Bean.class))).containsOnly(entry("heading", "title"),
				entry("order", "order"));
	}

	@Test
	void showsWhatTheServerSetsAndNeverSendsIt() {
		ObjectNode json = this.mapper.json().createObjectNode();
		json.put("ref", "a:b")
			.put("title", "t")
			.put("createdAt", "2014-12-25T12:00:00.000Z")
			.put("createdBy", "a:ann")
			.put("updatedAt", "2015-12-25T12:00:00.000Z")
			.put("updatedBy", "a:bob");
		Film film = this.mapper.read(json, ResolvableType.forClass(Film.class), "", Details.of("c", "s", "films"));
		assertThat(film.born()).isEqualTo(Instant.parse("2014-12-25T12:00:00Z"));
		assertThat(film.author()).isEqualTo(Ref.of("a", "ann"));
		assertThat(film.changed()).isEqualTo(Instant.parse("2015-12-25T12:00:00Z"));
		assertThat(film.editor()).isEqualTo("a:bob");
		assertThat(this.mapper.write(film).propertyNames()).containsExactlyInAnyOrder("ref", "title");
	}

	record Film(@Id @Nullable Ref id, @Version @Nullable String revision,
			@JsonProperty("title") @Nullable String heading, @CreatedDate @Nullable Instant born,
			@CreatedBy @Nullable Ref author, @LastModifiedDate @Nullable Instant changed,
			@LastModifiedBy @Nullable String editor) {
	}

	static final class Bean {

		@JsonProperty("title")
		private @Nullable String heading;

		private int order;

		@JsonIgnore
		private @Nullable String secret;

		public @Nullable String getHeading() {
			return this.heading;
		}

		public void setHeading(String heading) {
			this.heading = heading;
		}

		public int getOrder() {
			return this.order;
		}

		public void setOrder(int order) {
			this.order = order;
		}

		public @Nullable String getSecret() {
			return this.secret;
		}

		public void setSecret(String secret) {
			this.secret = secret;
		}

	}

}
