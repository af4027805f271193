/**
 * How Java types, envelopes and JSON map onto each other (PROTOCOL 4).
 */
@NullMarked
package io.sequoia.core.mapping;

import org.jspecify.annotations.NullMarked;
