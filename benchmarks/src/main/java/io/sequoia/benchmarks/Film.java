package io.sequoia.benchmarks;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.sequoia.core.mapping.SequoiaResource;
import org.jspecify.annotations.Nullable;

/**
 * The same fields with types of their own: points in time, durations and an enum.
 */
@SequoiaResource(service = "metadata", name = "contents")
public record Film(@Nullable String ref, @Nullable String owner, String name, @Nullable String title,
		@Nullable Type type, @Nullable String version, @Nullable Instant createdAt, @Nullable Instant updatedAt,
		@Nullable String createdBy, @Nullable String updatedBy, @Nullable String synopsis, @Nullable List<String> tags,
		@Nullable List<String> categoryRefs, int releaseYear, @Nullable Integer episodeNumber,
		@Nullable Duration duration, @Nullable Instant startedAt, @Nullable Instant endedAt,
		@Nullable Map<String, String> custom, @Nullable Map<String, Object> ratings, boolean active,
		@Nullable List<String> genres) implements Resource {

	static Film named(String name) {
		return new Film(null, "bench", name, "A film called " + name, Type.movie, null, null, null, null, null,
				StubServer.SYNOPSIS, List.of("drama", "bench"), List.of("bench:drama", "bench:crime"), 2014, null,
				Duration.ofMinutes(92), Instant.parse("2014-12-25T12:00:00.000Z"),
				Instant.parse("2024-12-25T12:00:00.000Z"), Map.of("a", "b"), Map.of("BBFC", "12"), true,
				List.of("drama"));
	}

	/**
	 * The values of {@code type}.
	 */
	public enum Type {

		// as the platform writes them
		movie, episode, show

	}

}
