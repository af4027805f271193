package io.sequoia.repository;

import io.sequoia.Ref;
import io.sequoia.core.mapping.SequoiaResource;
import org.jspecify.annotations.Nullable;

import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;

/**
 * An asset in an application: a class whose properties have other names.
 */
@SequoiaResource(service = "metadata", name = "assets")
public class Picture {

	@Id
	private @Nullable String key;

	@Version
	private @Nullable String revision;

	private @Nullable String name;

	private @Nullable String type;

	private @Nullable Ref contentRef;

	public @Nullable String getKey() {
		return this.key;
	}

	public void setKey(String key) {
		this.key = key;
	}

	public @Nullable String getRevision() {
		return this.revision;
	}

	public void setRevision(String revision) {
		this.revision = revision;
	}

	public @Nullable String getName() {
		return this.name;
	}

	public void setName(String name) {
		this.name = name;
	}

	public @Nullable String getType() {
		return this.type;
	}

	public void setType(String type) {
		this.type = type;
	}

	public @Nullable Ref getContentRef() {
		return this.contentRef;
	}

	public void setContentRef(Ref contentRef) {
		this.contentRef = contentRef;
	}

}
