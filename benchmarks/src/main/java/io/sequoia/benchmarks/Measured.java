package io.sequoia.benchmarks;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What one run of a job came to.
 *
 * @param perSecond how many resources were handled per second
 * @param slowest the time in milliseconds within which 99 of 100 calls ended, 0 where
 * calls were not timed
 * @param allocated the bytes that each resource took on all threads, 0 where that is not
 * known
 */
record Measured(double perSecond, double slowest, double allocated) {

	/** The middle of the runs in each respect by itself. */
	static Measured median(List<Measured> runs) {
		return new Measured(median(runs, Comparator.comparingDouble(Measured::perSecond)).perSecond(),
				median(runs, Comparator.comparingDouble(Measured::slowest)).slowest(),
				median(runs, Comparator.comparingDouble(Measured::allocated)).allocated());
	}

	private static Measured median(List<Measured> runs, Comparator<Measured> order) {
		return runs.stream().sorted(order).skip(runs.size() / 2).findFirst().orElseThrow();
	}

	@Override
	public String toString() {
		String rate = String.format(Locale.ROOT, "%,.0f/s", this.perSecond);
		return (this.slowest > 0) ? rate + String.format(Locale.ROOT, ", p99 %.1f ms", this.slowest) : rate;
	}

}
