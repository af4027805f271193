package io.sequoia.core.mapping;

import io.sequoia.Internal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Converts one resource after the other to JSON, with the same buffers. Not thread-safe.
 */
@Internal
public final class ResourceSerializer implements AutoCloseable {

	private final JsonMapper mapper;

	private @Nullable ResourceGenerator generator;

	ResourceSerializer(JsonMapper mapper) {
		this.mapper = mapper;
	}

	/**
	 * Convert a resource to JSON, without properties that are {@code null} or linked.
	 * @param resource the resource
	 * @return its JSON
	 * @throws IllegalArgumentException if it cannot be converted to a JSON object
	 */
	public ResourceJson serialize(Object resource) {
		ResourceGenerator used = (this.generator != null) ? this.generator : ResourceGenerator.of(this.mapper);
		this.generator = used;
		try {
			return used.write(this.mapper, resource);
		}
		catch (IllegalArgumentException ex) {
			close(); // it stopped within an object
			throw ex;
		}
	}

	/**
	 * Free the buffers.
	 */
	@Override
	public void close() {
		if (this.generator != null) {
			this.generator.close();
			this.generator = null;
		}
	}

}
