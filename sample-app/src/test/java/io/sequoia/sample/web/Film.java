package io.sequoia.sample.web;

import java.util.Map;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import io.sequoia.Ref;
import io.sequoia.core.mapping.SequoiaResource;
import org.jspecify.annotations.Nullable;

/**
 * A film with all fields of the platform.
 */
@SequoiaResource(service = "metadata", name = "contents")
record Film(@Nullable Ref ref, @Nullable String name, @Nullable String version, String title,
		@JsonAnySetter @JsonAnyGetter Map<String, Object> others) {

	Film renamed(String title, String version) {
		return new Film(this.ref, this.name, version, title, this.others);
	}

}
