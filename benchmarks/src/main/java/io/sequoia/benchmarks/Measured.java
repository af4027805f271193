package io.sequoia.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The results of a job in one JVM.
 *
 * @param first the resources per second of the first time
 * @param warm the resources per second once the JVM is warm
 * @param slowest the milliseconds within which 99 of 100 calls ended, 0 if calls were not
 * timed
 * @param processor the microseconds of processor time for each resource, from the first
 * one on
 * @param bytes the bytes that each resource took from the heap
 * @param optimized the number of methods that C2 compiled
 */
record Measured(double first, double warm, double slowest, double processor, double bytes, double optimized) {

	/** Return the median of the runs, for each value separately. */
	static Measured median(List<Measured> runs) {
		return new Measured(Median.of(runs, Measured::first), Median.of(runs, Measured::warm),
				Median.of(runs, Measured::slowest), Median.of(runs, Measured::processor),
				Median.of(runs, Measured::bytes), Median.of(runs, Measured::optimized));
	}

	String line() {
		return Stream.of(this.first, this.warm, this.slowest, this.processor, this.bytes, this.optimized)
			.map(String::valueOf)
			.collect(Collectors.joining(" "));
	}

	static Measured parse(String line) {
		double[] figures = Arrays.stream(line.split(" ")).mapToDouble(Double::parseDouble).toArray();
		return new Measured(figures[0], figures[1], figures[2], figures[3], figures[4], figures[5]);
	}

}
