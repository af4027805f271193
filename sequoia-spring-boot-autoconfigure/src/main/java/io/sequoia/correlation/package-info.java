/**
 * Correlation ids: where they come from and how they travel with a call (PROTOCOL 9).
 */
@NullMarked
package io.sequoia.correlation;

import org.jspecify.annotations.NullMarked;
