package io.sequoia.benchmarks;

import java.util.List;
import java.util.Map;

import io.sequoia.core.mapping.SequoiaResource;
import org.jspecify.annotations.Nullable;

/**
 * The properties of {@link Title} with getters and setters.
 */
@SequoiaResource(service = "metadata", name = "contents")
public class TitleBean {

	private @Nullable String ref;

	private @Nullable String owner;

	private @Nullable String name;

	private @Nullable String title;

	private @Nullable String type;

	private @Nullable String version;

	private @Nullable String createdAt;

	private @Nullable String updatedAt;

	private @Nullable String createdBy;

	private @Nullable String updatedBy;

	private @Nullable String synopsis;

	private @Nullable List<String> tags;

	private @Nullable List<String> categoryRefs;

	private @Nullable Integer releaseYear;

	private @Nullable Integer episodeNumber;

	private @Nullable String duration;

	private @Nullable String startedAt;

	private @Nullable String endedAt;

	private @Nullable Map<String, String> custom;

	private @Nullable Map<String, Object> ratings;

	private @Nullable Boolean active;

	private @Nullable List<String> genres;

	public @Nullable String getRef() {
		return this.ref;
	}

	public void setRef(@Nullable String ref) {
		this.ref = ref;
	}

	public @Nullable String getOwner() {
		return this.owner;
	}

	public void setOwner(@Nullable String owner) {
		this.owner = owner;
	}

	public @Nullable String getName() {
		return this.name;
	}

	public void setName(@Nullable String name) {
		this.name = name;
	}

	public @Nullable String getTitle() {
		return this.title;
	}

	public void setTitle(@Nullable String title) {
		this.title = title;
	}

	public @Nullable String getType() {
		return this.type;
	}

	public void setType(@Nullable String type) {
		this.type = type;
	}

	public @Nullable String getVersion() {
		return this.version;
	}

	public void setVersion(@Nullable String version) {
		this.version = version;
	}

	public @Nullable String getCreatedAt() {
		return this.createdAt;
	}

	public void setCreatedAt(@Nullable String createdAt) {
		this.createdAt = createdAt;
	}

	public @Nullable String getUpdatedAt() {
		return this.updatedAt;
	}

	public void setUpdatedAt(@Nullable String updatedAt) {
		this.updatedAt = updatedAt;
	}

	public @Nullable String getCreatedBy() {
		return this.createdBy;
	}

	public void setCreatedBy(@Nullable String createdBy) {
		this.createdBy = createdBy;
	}

	public @Nullable String getUpdatedBy() {
		return this.updatedBy;
	}

	public void setUpdatedBy(@Nullable String updatedBy) {
		this.updatedBy = updatedBy;
	}

	public @Nullable String getSynopsis() {
		return this.synopsis;
	}

	public void setSynopsis(@Nullable String synopsis) {
		this.synopsis = synopsis;
	}

	public @Nullable List<String> getTags() {
		return this.tags;
	}

	public void setTags(@Nullable List<String> tags) {
		this.tags = tags;
	}

	public @Nullable List<String> getCategoryRefs() {
		return this.categoryRefs;
	}

	public void setCategoryRefs(@Nullable List<String> categoryRefs) {
		this.categoryRefs = categoryRefs;
	}

	public @Nullable Integer getReleaseYear() {
		return this.releaseYear;
	}

	public void setReleaseYear(@Nullable Integer releaseYear) {
		this.releaseYear = releaseYear;
	}

	public @Nullable Integer getEpisodeNumber() {
		return this.episodeNumber;
	}

	public void setEpisodeNumber(@Nullable Integer episodeNumber) {
		this.episodeNumber = episodeNumber;
	}

	public @Nullable String getDuration() {
		return this.duration;
	}

	public void setDuration(@Nullable String duration) {
		this.duration = duration;
	}

	public @Nullable String getStartedAt() {
		return this.startedAt;
	}

	public void setStartedAt(@Nullable String startedAt) {
		this.startedAt = startedAt;
	}

	public @Nullable String getEndedAt() {
		return this.endedAt;
	}

	public void setEndedAt(@Nullable String endedAt) {
		this.endedAt = endedAt;
	}

	public @Nullable Map<String, String> getCustom() {
		return this.custom;
	}

	public void setCustom(@Nullable Map<String, String> custom) {
		this.custom = custom;
	}

	public @Nullable Map<String, Object> getRatings() {
		return this.ratings;
	}

	public void setRatings(@Nullable Map<String, Object> ratings) {
		this.ratings = ratings;
	}

	public @Nullable Boolean getActive() {
		return this.active;
	}

	public void setActive(@Nullable Boolean active) {
		this.active = active;
	}

	public @Nullable List<String> getGenres() {
		return this.genres;
	}

	public void setGenres(@Nullable List<String> genres) {
		this.genres = genres;
	}

}
