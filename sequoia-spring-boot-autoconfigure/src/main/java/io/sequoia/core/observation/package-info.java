/**
 * What is measured of operations (DESIGN 5), and which names may become tags.
 */
@NullMarked
package io.sequoia.core.observation;

import org.jspecify.annotations.NullMarked;
