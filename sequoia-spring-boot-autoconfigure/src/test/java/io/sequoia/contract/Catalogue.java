package io.sequoia.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The resources on every platform of the contract, by service and plural name.
 */
final class Catalogue {

	private static final Map<String, Map<String, List<Map<String, Object>>>> RESOURCES = read();

	private Catalogue() {
	}

	static Map<String, Map<String, List<Map<String, Object>>>> resources() {
		return RESOURCES;
	}

	static Map<String, Object> content(String name) {
		return RESOURCES.get("metadata")
			.get("contents")
			.stream()
			.filter((content) -> name.equals(content.get("name")))
			.findFirst()
			.orElseThrow();
	}

	private static Map<String, Map<String, List<Map<String, Object>>>> read() {
		try (InputStream json = Catalogue.class.getResourceAsStream("catalogue.json")) {
			return JsonMapper.shared().readValue(Objects.requireNonNull(json), new TypeReference<>() {
			});
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
