package io.sequoia.test.catalogue;

import io.sequoia.Ref;
import io.sequoia.core.mapping.SequoiaResource;
import org.jspecify.annotations.Nullable;

/**
 * A content of the platform.
 */
@SequoiaResource(service = "metadata", name = "contents")
public record Film(@Nullable Ref ref, String name, String type, String title) {

	static Film named(String name) {
		return new Film(null, name, "movie", name);
	}

}
