package io.sequoia.core.mapping;

import io.sequoia.Internal;

/**
 * A property for included resources.
 *
 * @param relationship the name of the relationship that fills it
 * @param jsonName its name in JSON
 * @param many whether it holds a list of them, rather than one
 */
@Internal
public record LinkedProperty(String relationship, String jsonName, boolean many) {

}
