package io.sequoia.identity;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A tenant that the caller may act for (PROTOCOL 2).
 *
 * @param name the name, which is the {@code owner} of calls
 * @param properties all that the platform says of it, the name included
 */
public record Tenant(String name, Map<String, @Nullable Object> properties) {

	public Tenant {
		properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
	}

}
