/**
 * The application with the starter, whose start is measured.
 */
@NullMarked
package io.sequoia.benchmarks.starter;

import org.jspecify.annotations.NullMarked;
