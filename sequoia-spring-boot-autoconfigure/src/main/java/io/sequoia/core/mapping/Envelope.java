package io.sequoia.core.mapping;

import java.util.List;
import java.util.Map;

import tools.jackson.databind.JsonNode;

/**
 * An answer of a data service (PROTOCOL 4).
 *
 * @param meta what the answer says about itself
 * @param resources the main resources
 * @param linked the included resources, as JSON, by relationship
 * @param <T> the type of the main resources
 */
public record Envelope<T>(PageMeta meta, List<T> resources, Map<String, List<JsonNode>> linked) {

}
