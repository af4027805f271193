package io.sequoia.benchmarks;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The median of one figure of several runs.
 */
final class Median {

	private Median() {
	}

	/** Return the median; of an even number of runs, the higher one of the middle. */
	static <R> double of(List<R> runs, ToDoubleFunction<R> figure) {
		return runs.stream().mapToDouble(figure).sorted().skip(runs.size() / 2).findFirst().orElseThrow();
	}

}
