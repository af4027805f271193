package io.sequoia.sample;

import java.net.URI;
import java.util.List;

import io.sequoia.Ref;
import io.sequoia.core.mapping.SequoiaResource;
import org.jspecify.annotations.Nullable;

/**
 * The picture of a content, an asset of the platform. The platform holds the address of
 * the file, not the file.
 *
 * @param ref its reference, made of that of the content, so that a content has one poster
 * and a new one replaces it
 * @param type the kind of file, always {@code image}
 * @param title the title
 * @param fileFormat the format of the file, for example {@code png}
 * @param fileSize the size in bytes
 * @param url the address of the file
 * @param contentRef the content that the picture belongs to
 * @param tags its labels, among them {@value #TAG}
 */
@SequoiaResource(service = "metadata", name = "assets")
record Poster(Ref ref, String type, @Nullable String title, @Nullable String fileFormat, @Nullable Long fileSize,
		@Nullable URI url, @Nullable Ref contentRef, List<String> tags) {

	static final String TAG = "usage:poster";

	static Poster of(Ref content, String title, Picture picture, URI url) {
		return new Poster(Ref.of(content.owner(), content.name() + "-poster"), "image", title + ", poster",
				picture.format(), (long) picture.bytes().length, url, content, List.of(TAG));
	}

}
