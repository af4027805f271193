package io.sequoia.benchmarks;

import java.util.List;
import java.util.Map;

import io.sequoia.core.mapping.SequoiaResource;
import org.jspecify.annotations.Nullable;

/**
 * A plain copy of the platform's fields: strings, numbers, lists and maps.
 */
@SequoiaResource(service = "metadata", name = "contents")
public record Title(@Nullable String ref, @Nullable String owner, String name, @Nullable String title,
		@Nullable String type, @Nullable String version, @Nullable String createdAt, @Nullable String updatedAt,
		@Nullable String createdBy, @Nullable String updatedBy, @Nullable String synopsis, @Nullable List<String> tags,
		@Nullable List<String> categoryRefs, @Nullable Integer releaseYear, @Nullable Integer episodeNumber,
		@Nullable String duration, @Nullable String startedAt, @Nullable String endedAt,
		@Nullable Map<String, String> custom, @Nullable Map<String, Object> ratings, @Nullable Boolean active,
		@Nullable List<String> genres) implements Resource {

	static Title named(String name) {
		return new Title(null, "bench", name, "A film called " + name, "movie", null, null, null, null, null,
				StubServer.SYNOPSIS, List.of("drama", "bench"), List.of("bench:drama", "bench:crime"), 2014, null,
				"PT1H32M", "2014-12-25T12:00:00.000Z", "2024-12-25T12:00:00.000Z", Map.of("a", "b"),
				Map.of("BBFC", "12"), true, List.of("drama"));
	}

}
