package io.sequoia.benchmarks;

import java.time.Instant;
import java.util.List;

import io.sequoia.Ref;
import io.sequoia.core.mapping.SequoiaResource;
import org.jspecify.annotations.Nullable;

/**
 * A resource of about one kilobyte.
 */
@SequoiaResource(service = "metadata", name = "contents")
public record Film(@Nullable Ref ref, @Nullable String owner, String name, String title, String type,
		@Nullable String version, @Nullable Instant createdAt, @Nullable Instant updatedAt, @Nullable String synopsis,
		@Nullable List<String> tags, @Nullable List<Ref> categoryRefs, int releaseYear) {

	static Film named(String name) {
		return new Film(null, "bench", name, "A film called " + name, "movie", null, null, null, StubServer.SYNOPSIS,
				List.of("drama", "bench"), List.of(Ref.of("bench", "drama")), 2014);
	}

}
