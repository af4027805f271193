/**
 * The mapping between Java types, envelopes and JSON (docs/protocol.md, section 4).
 */
@NullMarked
package io.sequoia.core.mapping;

import org.jspecify.annotations.NullMarked;
