package io.sequoia.containers;

import io.sequoia.Ref;
import io.sequoia.core.mapping.SequoiaResource;
import org.jspecify.annotations.Nullable;

/**
 * A content in an application.
 */
@SequoiaResource(service = "metadata", name = "contents")
record Content(@Nullable Ref ref, @Nullable String name, String title, @Nullable String type,
		@Nullable String version) {

	static Content of(String name, String title) {
		return new Content(null, name, title, "movie", null);
	}

}
