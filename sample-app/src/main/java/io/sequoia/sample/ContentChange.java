package io.sequoia.sample;

import java.time.Duration;
import java.util.List;

import io.sequoia.Ref;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an editor may say about a title.
 */
record ContentChange(@Nullable @Pattern(regexp = "[a-zA-Z0-9_-]+") String name, @NotBlank String title,
		@NotBlank String type, @Nullable @Min(1888) @Max(2100) Integer releaseYear, @Nullable Duration duration,
		@Nullable String shortSynopsis, @Nullable List<Ref> categoryRefs, @Nullable Boolean active) {

	Content toContent() {
		return content(null, null, this.name, null);
	}

	/** The title as this change wants it, at the version that it was read at. */
	Content applyTo(Content content) {
		return content(content.ref(), content.owner(), content.name(), content.version());
	}

	/** The title as this change wants it, if it is still at this version. */
	Content at(Ref ref, String version) {
		return content(ref, ref.owner(), ref.name(), version);
	}

	private Content content(@Nullable Ref ref, @Nullable String owner, @Nullable String name,
			@Nullable String version) {
		return new Content(ref, owner, name, this.title, this.type, this.releaseYear, this.duration, this.shortSynopsis,
				this.categoryRefs, this.active, version, null, null);
	}

}
