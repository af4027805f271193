/**
 * Criteria for the resources of a collection in the language of the protocol
 * (docs/protocol.md, section 6), the fields that they compare, inclusions and sort
 * orders.
 */
@NullMarked
package io.sequoia.core.query;

import org.jspecify.annotations.NullMarked;
