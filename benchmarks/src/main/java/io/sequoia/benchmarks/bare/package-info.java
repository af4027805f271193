/**
 * The application without the starter, for comparison.
 */
@NullMarked
package io.sequoia.benchmarks.bare;

import org.jspecify.annotations.NullMarked;
