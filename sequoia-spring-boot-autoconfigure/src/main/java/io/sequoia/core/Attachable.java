package io.sequoia.core;

import com.fasterxml.jackson.annotation.JsonIgnore;
import org.jspecify.annotations.Nullable;

import org.springframework.data.annotation.Transient;

/**
 * Holds the connection of a resource to the client. It is neither part of the resource
 * nor serialized with it.
 */
abstract class Attachable {

	@Transient
	private transient @Nullable Attachment attachment;

	/**
	 * Tell whether this resource is without a connection to the platform: it was not read
	 * or attached, was deleted, or was serialized.
	 * @return {@code true} if its operations fail
	 */
	@JsonIgnore
	@Transient
	public boolean isDetached() {
		return this.attachment == null;
	}

	final void attach(@Nullable Attachment to) {
		this.attachment = to;
	}

	/**
	 * Return the connection.
	 * @throws IllegalStateException if there is none
	 */
	final Attachment requireAttachment() {
		Attachment attached = this.attachment;
		if (attached == null) {
			throw new IllegalStateException("A resource of type " + getClass().getName()
					+ " is detached: neither a template nor a repository has read it, or it was deleted or"
					+ " serialized since; attach it with attach(resource) of a template");
		}
		return attached;
	}

}
