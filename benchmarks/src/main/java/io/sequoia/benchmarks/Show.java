package io.sequoia.benchmarks;

import java.util.List;

import io.sequoia.core.mapping.Linked;
import io.sequoia.core.mapping.SequoiaResource;
import org.jspecify.annotations.Nullable;

/**
 * A resource that is read with its assets.
 */
@SequoiaResource(service = "metadata", name = "contents")
public record Show(String ref, String name, @Nullable String title, @Nullable String synopsis,
		@Linked("assets") @Nullable List<Asset> assets) implements Resource {

	Show with(List<Asset> found) {
		return new Show(this.ref, this.name, this.title, this.synopsis, found);
	}

	/**
	 * An asset of the resource.
	 */
	@SequoiaResource(service = "metadata", name = "assets")
	public record Asset(String ref, String name, @Nullable String contentRef, @Nullable String url) {

	}

}
