package io.sequoia.repository;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.sequoia.Ref;
import io.sequoia.core.mapping.Linked;
import io.sequoia.core.mapping.SequoiaResource;
import org.jspecify.annotations.Nullable;

/**
 * A content in an application, with a property that has another name in JSON.
 */
@SequoiaResource(service = "metadata", name = "contents")
public record Film(@Nullable Ref ref, @Nullable String owner, @Nullable String name, @Nullable String version,
		@Nullable String title, @Nullable String type, @Nullable Boolean active, @Nullable Integer releaseYear,
		@Nullable Instant availabilityStartAt, @Nullable Duration duration,
		@JsonProperty("order") @Nullable Integer position, @Nullable List<String> tags,
		@Nullable List<Ref> categoryRefs, @Nullable Ref parentRef, @Nullable Map<String, Double> scores,
		@Linked("assets") List<Picture> pictures, @Linked("parent") @Nullable Film parent) {

	public static Film of(@Nullable String name, String title) {
		return new Film(null, null, name, null, title, "movie", null, null, null, null, null, null, null, null, null,
				List.of(), null);
	}

	public Film withTitle(String changed) {
		return new Film(this.ref, this.owner, this.name, this.version, changed, this.type, this.active,
				this.releaseYear, this.availabilityStartAt, this.duration, this.position, this.tags, this.categoryRefs,
				this.parentRef, this.scores, this.pictures, this.parent);
	}

}
