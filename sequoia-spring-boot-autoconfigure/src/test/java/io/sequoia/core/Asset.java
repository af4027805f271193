package io.sequoia.core;

import io.sequoia.Ref;
import io.sequoia.core.mapping.SequoiaResource;
import org.jspecify.annotations.Nullable;

/**
 * An asset in an application: a class with accessors.
 */
@SequoiaResource(service = "metadata", name = "assets")
public class Asset {

	private @Nullable Ref ref;

	private @Nullable String name;

	private @Nullable String title;

	private @Nullable String type;

	private @Nullable Ref contentRef;

	public @Nullable Ref getRef() {
		return this.ref;
	}

	public void setRef(Ref ref) {
		this.ref = ref;
	}

	public @Nullable String getName() {
		return this.name;
	}

	public void setName(String name) {
		this.name = name;
	}

	public @Nullable String getTitle() {
		return this.title;
	}

	public void setTitle(String title) {
		this.title = title;
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
