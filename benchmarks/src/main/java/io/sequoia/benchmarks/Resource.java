package io.sequoia.benchmarks;

import org.jspecify.annotations.Nullable;

/**
 * A resource as the jobs see it, of any Java type.
 */
interface Resource {

	@Nullable String title();

}
