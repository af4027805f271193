package io.sequoia.benchmarks;

import java.util.List;
import java.util.Map;

import io.sequoia.core.mapping.SequoiaResource;
import org.jspecify.annotations.Nullable;

/**
 * The properties of {@link Title} as fields.
 */
@SequoiaResource(service = "metadata", name = "contents")
public class TitleFields {

	public @Nullable String ref;

	public @Nullable String owner;

	public @Nullable String name;

	public @Nullable String title;

	public @Nullable String type;

	public @Nullable String version;

	public @Nullable String createdAt;

	public @Nullable String updatedAt;

	public @Nullable String createdBy;

	public @Nullable String updatedBy;

	public @Nullable String synopsis;

	public @Nullable List<String> tags;

	public @Nullable List<String> categoryRefs;

	public @Nullable Integer releaseYear;

	public @Nullable Integer episodeNumber;

	public @Nullable String duration;

	public @Nullable String startedAt;

	public @Nullable String endedAt;

	public @Nullable Map<String, String> custom;

	public @Nullable Map<String, Object> ratings;

	public @Nullable Boolean active;

	public @Nullable List<String> genres;

}
