package io.sequoia.sample.batch;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.batch.infrastructure.item.ItemProcessor;

/**
 * Converts a resource of the source to one for the target: the same name, without what
 * the platform sets itself, and with references within the tenant that it is for. Put a
 * broadcaster's own changes and checks here.
 */
class CopyProcessor implements ItemProcessor<Map<String, Object>, Map<String, Object>> {

	private static final Set<String> SET_BY_THE_PLATFORM = Set.of("ref", "version", "createdAt", "createdBy",
			"updatedAt", "updatedBy");

	private final String source;

	private final String target;

	private final Rejections rejections;

	CopyProcessor(String source, String target, Rejections rejections) {
		this.source = source;
		this.target = target;
		this.rejections = rejections;
	}

	@Override
	public @Nullable Map<String, Object> process(Map<String, Object> resource) {
		String defect = defect(resource);
		if (defect != null) {
			this.rejections.reject(this.source + ":" + resource.get("name"), defect);
			return null;
		}
		Map<String, Object> copy = new LinkedHashMap<>();
		resource.forEach((field, value) -> {
			if (!SET_BY_THE_PLATFORM.contains(field)) {
				copy.put(field, (field.endsWith("Ref") || field.endsWith("Refs")) ? moved(value) : value);
			}
		});
		copy.put("owner", this.target);
		return copy;
	}

	/**
	 * Return the defect of a resource, in addition to the checks of the client.
	 */
	private static @Nullable String defect(Map<String, Object> resource) {
		if (resource.get("name") == null) {
			return "it has no name, so storing it again would create a duplicate";
		}
		if (resource.get("availabilityStartAt") instanceof String start
				&& resource.get("availabilityEndAt") instanceof String end
				&& Instant.parse(end).isBefore(Instant.parse(start))) {
			return "availabilityEndAt is before availabilityStartAt";
		}
		return null;
	}

	private Object moved(Object value) {
		if (value instanceof List<?> refs) {
			return refs.stream().map(this::moved).toList();
		}
		return (value instanceof String ref && ref.startsWith(this.source + ":"))
				? this.target + ref.substring(this.source.length()) : value;
	}

}
