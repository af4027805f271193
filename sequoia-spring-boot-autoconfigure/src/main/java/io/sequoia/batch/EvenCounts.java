package io.sequoia.batch;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Divides a span of values so that about the same number of resources is in each range.
 * The fullest range is halved by its width until none holds more than half of a fair
 * share; then neighbours are joined. Each half costs one counting request.
 */
final class EvenCounts {

	private final Counter counter;

	private final BigDecimal unit;

	private final PriorityQueue<Range> ranges = new PriorityQueue<>(
			Comparator.comparingLong(Range::count).reversed().thenComparing(Range::from));

	private final List<Range> done = new ArrayList<>();

	/**
	 * Prepare to divide.
	 * @param lowest the lowest value
	 * @param highest the highest value
	 * @param counter counts the resources of a range
	 */
	EvenCounts(BigDecimal lowest, BigDecimal highest, Counter counter) {
		this.counter = counter;
		this.unit = BigDecimal.ONE.movePointLeft(Math.max(0, Math.max(lowest.scale(), highest.scale())));
		BigDecimal end = highest.add(this.unit);
		this.ranges.add(new Range(lowest, end, counter.count(lowest, end)));
	}

	/**
	 * Return the bounds of the ranges.
	 * @param number the number of ranges
	 * @return the values at which the second and each further range begins; equal ones
	 * where more than a fair share has one value
	 */
	List<BigDecimal> bounds(int number) {
		long total = this.ranges.element().count();
		long most = Math.max(1, total / (2L * number));
		while (!this.ranges.isEmpty() && this.ranges.element().count() > most) {
			halve(this.ranges.remove());
		}
		this.done.addAll(this.ranges);
		this.done.sort(Comparator.comparing(Range::from));
		return join(total, number);
	}

	private void halve(Range range) {
		BigDecimal middle = range.from()
			.add(range.to()
				.subtract(range.from())
				.divide(BigDecimal.valueOf(2), this.unit.scale(), RoundingMode.FLOOR));
		if (middle.compareTo(range.from()) == 0) {
			this.done.add(range);
			return;
		}
		long lower = Math.min(range.count(), this.counter.count(range.from(), middle));
		this.ranges.add(new Range(range.from(), middle, lower));
		this.ranges.add(new Range(middle, range.to(), range.count() - lower));
	}

	private List<BigDecimal> join(long total, int number) {
		List<BigDecimal> bounds = new ArrayList<>();
		long before = 0;
		for (Range range : this.done) {
			while (bounds.size() < number - 1 && before * number >= total * (bounds.size() + 1)) {
				bounds.add(range.from());
			}
			before += range.count();
		}
		while (bounds.size() < number - 1) {
			bounds.add(this.done.get(this.done.size() - 1).to());
		}
		return bounds;
	}

	/**
	 * Counts the resources from a value on, and below another one.
	 */
	interface Counter {

		long count(BigDecimal from, BigDecimal to);

	}

	private record Range(BigDecimal from, BigDecimal to, long count) {
	}

}
