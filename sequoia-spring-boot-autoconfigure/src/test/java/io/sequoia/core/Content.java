package io.sequoia.core;

import java.time.Instant;
import java.util.List;

import io.sequoia.Ref;
import io.sequoia.core.mapping.Linked;
import io.sequoia.core.mapping.SequoiaResource;
import org.jspecify.annotations.Nullable;

/**
 * A content in an application.
 */
@SequoiaResource(service = "metadata", name = "contents")
public record Content(@Nullable Ref ref, @Nullable String owner, @Nullable String name, String title,
		@Nullable String type, @Nullable String version, @Nullable Instant createdAt, @Nullable List<Ref> categoryRefs,
		@Linked("assets") List<Asset> assets) {

	public static Content of(@Nullable String name, String title) {
		return new Content(null, null, name, title, "movie", null, null, null, List.of());
	}

	public Content withTitle(String title) {
		return new Content(this.ref, this.owner, this.name, title, this.type, this.version, this.createdAt,
				this.categoryRefs, this.assets);
	}

}
