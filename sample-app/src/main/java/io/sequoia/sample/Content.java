package io.sequoia.sample;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import io.sequoia.Ref;
import io.sequoia.core.mapping.SequoiaResource;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A title of the catalogue: a film, a series, a season, an episode. The same record is
 * read from the platform and served to clients.
 *
 * @param ref its reference, the platform's once it is stored
 * @param owner the tenant
 * @param name its name within the tenant
 * @param version the hash of its current state, set by the platform
 * @param type the kind of content, for example {@code movie}
 * @param title the title
 * @param shortSynopsis the plot in a sentence
 * @param releaseYear the year of the first release
 * @param duration the running time
 * @param ratings the age rating by rating system
 * @param categoryRefs the categories, genres for example
 * @param parentRef the content to which this one belongs
 * @param order its place among the parts of its parent
 * @param active whether it is in use
 * @param availabilityStartAt the time from which it may be shown
 * @param availabilityEndAt the time until which it may be shown
 * @param createdAt the time of its creation, set by the platform
 * @param updatedAt the time of its last change, set by the platform
 * @param more the fields that this service does not know; they are kept, as an update
 * replaces the whole resource
 */
@SequoiaResource(service = "metadata", name = "contents")
record Content(@Nullable Ref ref, @Nullable String owner, @Nullable String name, @Nullable String version,
		@NotNull(message = "type must be given") @Pattern(regexp = TYPE, message = TYPE_RULE) String type,
		@NotBlank(message = "title must be given") String title, @Nullable String shortSynopsis,
		@Nullable Integer releaseYear, @Nullable Duration duration, @Nullable Map<String, String> ratings,
		@Nullable List<Ref> categoryRefs, @Nullable Ref parentRef, @Nullable Integer order, @Nullable Boolean active,
		@Nullable Instant availabilityStartAt, @Nullable Instant availabilityEndAt, @Nullable Instant createdAt,
		@Nullable Instant updatedAt, @JsonAnySetter @JsonAnyGetter Map<String, Object> more) {

	static final String TYPE = "[a-zA-Z]{1,40}";

	static final String TYPE_RULE = "type must be a word such as 'movie'";

	Content {
		more = (more != null) ? Collections.unmodifiableMap(new LinkedHashMap<>(more)) : Map.of();
	}

	/**
	 * Create a copy for another resource, or for another version of this one.
	 * @param identity the reference, or {@code null} for a content without a name
	 * @param base the version to replace, or {@code null} if there is none
	 * @return the copy
	 */
	Content as(@Nullable Ref identity, @Nullable String base) {
		return new Content(identity, (identity != null) ? identity.owner() : null,
				(identity != null) ? identity.name() : null, base, this.type, this.title, this.shortSynopsis,
				this.releaseYear, this.duration, this.ratings, this.categoryRefs, this.parentRef, this.order,
				this.active, this.availabilityStartAt, this.availabilityEndAt, this.createdAt, this.updatedAt,
				this.more);
	}

}
