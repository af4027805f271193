/**
 * Catalogue jobs, in one process or spread over many machines.
 */
@NullMarked
package io.sequoia.sample.batch;

import org.jspecify.annotations.NullMarked;
