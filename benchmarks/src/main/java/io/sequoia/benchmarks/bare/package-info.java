/**
 * The application that the start of one with the starter is compared with.
 */
@NullMarked
package io.sequoia.benchmarks.bare;

import org.jspecify.annotations.NullMarked;
