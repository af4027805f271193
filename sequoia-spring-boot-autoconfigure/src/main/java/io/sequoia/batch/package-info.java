/**
 * Resources in the jobs of Spring Batch: a reader, a writer, and partitions of a
 * collection. Needs Spring Batch 6, an optional dependency.
 */
@NullMarked
package io.sequoia.batch;

import org.jspecify.annotations.NullMarked;
