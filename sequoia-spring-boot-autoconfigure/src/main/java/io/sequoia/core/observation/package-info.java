/**
 * The observation of operations, and the names that may become tags.
 */
@NullMarked
package io.sequoia.core.observation;

import org.jspecify.annotations.NullMarked;
