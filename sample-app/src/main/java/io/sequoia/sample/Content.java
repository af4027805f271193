package io.sequoia.sample;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.sequoia.Ref;
import io.sequoia.core.mapping.SequoiaResource;
import org.jspecify.annotations.Nullable;

/**
 * A title of the catalogue, as the platform keeps it and as this service shows it.
 */
@SequoiaResource(service = "metadata", name = "contents")
public record Content(@Nullable Ref ref, @Nullable String owner, @Nullable String name, String title,
		@Nullable String type, @Nullable Integer releaseYear, @Nullable Duration duration,
		@Nullable String shortSynopsis, @Nullable List<Ref> categoryRefs, @Nullable Boolean active,
		@Nullable String version, @Nullable Instant createdAt, @Nullable Instant updatedAt) {

}
