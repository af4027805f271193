package io.sequoia.benchmarks;

import org.jspecify.annotations.Nullable;

/**
 * A resource from the view of the jobs, whatever its Java type.
 */
interface Resource {

	@Nullable String title();

}
