package io.sequoia.benchmarks;

import org.jspecify.annotations.Nullable;

/**
 * A resource as the jobs see it, whatever its Java type.
 */
interface Resource {

	@Nullable String title();

}
