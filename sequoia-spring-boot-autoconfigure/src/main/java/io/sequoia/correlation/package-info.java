/**
 * Correlation ids: their sources, and their way along with a call (docs/protocol.md,
 * section 9).
 */
@NullMarked
package io.sequoia.correlation;

import org.jspecify.annotations.NullMarked;
