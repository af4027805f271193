package io.sequoia.core;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.sequoia.Ref;
import org.jspecify.annotations.Nullable;

import org.springframework.data.annotation.ReadOnlyProperty;

/**
 * A base class with the fields that resources of all services have (docs/protocol.md,
 * section 4), so that resource types need not declare them. A field that a resource does
 * not have is {@code null} and is not sent. The fields that only the platform sets are
 * read and never sent. Not thread-safe.
 *
 * @param <T> the class itself, as in {@code class Film extends BaseResource<Film>}
 */
public abstract class BaseResource<T extends BaseResource<T>> extends ActiveResource<T> {

	private @Nullable Ref ref;

	private @Nullable String owner;

	private @Nullable String name;

	private @Nullable String title;

	@ReadOnlyProperty
	private @Nullable Instant createdAt;

	@ReadOnlyProperty
	private @Nullable Ref createdBy;

	@ReadOnlyProperty
	private @Nullable Instant updatedAt;

	@ReadOnlyProperty
	private @Nullable Ref updatedBy;

	@ReadOnlyProperty
	private @Nullable Instant deletedAt;

	@ReadOnlyProperty
	private @Nullable Ref deletedBy;

	@ReadOnlyProperty
	private @Nullable Instant reapAt;

	private @Nullable String version;

	private @Nullable List<String> tags;

	private @Nullable Map<String, String> alternativeIdentifiers;

	private @Nullable Map<String, Object> custom;

	private @Nullable Map<String, BigDecimal> scores;

	private @Nullable Map<String, Object> metadata;

	/**
	 * Create a resource without fields.
	 */
	protected BaseResource() {
	}

	/**
	 * Return the reference, made of owner and name.
	 * @return the value, or {@code null}
	 */
	public @Nullable Ref getRef() {
		return this.ref;
	}

	/**
	 * Return the tenant that it belongs to; by default that of the call.
	 * @return the value, or {@code null}
	 */
	public @Nullable String getOwner() {
		return this.owner;
	}

	/**
	 * Set the tenant that it belongs to; by default that of the call.
	 * @param owner the value, or {@code null}
	 */
	public void setOwner(@Nullable String owner) {
		this.owner = owner;
	}

	/**
	 * Return the name, unique for owner and collection.
	 * @return the value, or {@code null}
	 */
	public @Nullable String getName() {
		return this.name;
	}

	/**
	 * Set the name, unique for owner and collection.
	 * @param name the value, or {@code null}
	 */
	public void setName(@Nullable String name) {
		this.name = name;
	}

	/**
	 * Return the title.
	 * @return the value, or {@code null}
	 */
	public @Nullable String getTitle() {
		return this.title;
	}

	/**
	 * Set the title.
	 * @param title the value, or {@code null}
	 */
	public void setTitle(@Nullable String title) {
		this.title = title;
	}

	/**
	 * Return the time at which it was created.
	 * @return the value, or {@code null}
	 */
	public @Nullable Instant getCreatedAt() {
		return this.createdAt;
	}

	/**
	 * Return the user who created it.
	 * @return the value, or {@code null}
	 */
	public @Nullable Ref getCreatedBy() {
		return this.createdBy;
	}

	/**
	 * Return the time of the latest change.
	 * @return the value, or {@code null}
	 */
	public @Nullable Instant getUpdatedAt() {
		return this.updatedAt;
	}

	/**
	 * Return the user who made the latest change.
	 * @return the value, or {@code null}
	 */
	public @Nullable Ref getUpdatedBy() {
		return this.updatedBy;
	}

	/**
	 * Return the time at which it was deleted.
	 * @return the value, or {@code null}
	 */
	public @Nullable Instant getDeletedAt() {
		return this.deletedAt;
	}

	/**
	 * Return the user who deleted it.
	 * @return the value, or {@code null}
	 */
	public @Nullable Ref getDeletedBy() {
		return this.deletedBy;
	}

	/**
	 * Return the time at which a deleted resource is removed.
	 * @return the value, or {@code null}
	 */
	public @Nullable Instant getReapAt() {
		return this.reapAt;
	}

	/**
	 * Return the version that it was read with.
	 * @return the value, or {@code null}
	 */
	public @Nullable String getVersion() {
		return this.version;
	}

	/**
	 * Return the tags.
	 * @return the value, or {@code null}
	 */
	public @Nullable List<String> getTags() {
		return this.tags;
	}

	/**
	 * Set the tags.
	 * @param tags the value, or {@code null}
	 */
	public void setTags(@Nullable List<String> tags) {
		this.tags = tags;
	}

	/**
	 * Return the identifiers in other systems, by their kind.
	 * @return the value, or {@code null}
	 */
	public @Nullable Map<String, String> getAlternativeIdentifiers() {
		return this.alternativeIdentifiers;
	}

	/**
	 * Set the identifiers in other systems, by their kind.
	 * @param alternativeIdentifiers the value, or {@code null}
	 */
	public void setAlternativeIdentifiers(@Nullable Map<String, String> alternativeIdentifiers) {
		this.alternativeIdentifiers = alternativeIdentifiers;
	}

	/**
	 * Return the fields of the tenant.
	 * @return the value, or {@code null}
	 */
	public @Nullable Map<String, Object> getCustom() {
		return this.custom;
	}

	/**
	 * Set the fields of the tenant.
	 * @param custom the value, or {@code null}
	 */
	public void setCustom(@Nullable Map<String, Object> custom) {
		this.custom = custom;
	}

	/**
	 * Return the scores, by the names of fields.
	 * @return the value, or {@code null}
	 */
	public @Nullable Map<String, BigDecimal> getScores() {
		return this.scores;
	}

	/**
	 * Set the scores, by the names of fields.
	 * @param scores the value, or {@code null}
	 */
	public void setScores(@Nullable Map<String, BigDecimal> scores) {
		this.scores = scores;
	}

	/**
	 * Return the data that the platform has about its fields, such as their locks.
	 * @return the value, or {@code null}
	 */
	public @Nullable Map<String, Object> getMetadata() {
		return this.metadata;
	}

	/**
	 * Set the data that the platform has about its fields, such as their locks.
	 * @param metadata the value, or {@code null}
	 */
	public void setMetadata(@Nullable Map<String, Object> metadata) {
		this.metadata = metadata;
	}

}
