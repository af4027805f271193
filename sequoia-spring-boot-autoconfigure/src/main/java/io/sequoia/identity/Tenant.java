package io.sequoia.identity;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A tenant for which the caller may act (docs/protocol.md, section 2).
 *
 * @param name the name, which is the {@code owner} of calls
 * @param properties all properties that the platform returns, the name included
 */
public record Tenant(String name, Map<String, @Nullable Object> properties) {

	public Tenant {
		properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
	}

}
