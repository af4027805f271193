package io.sequoia.benchmarks;

import java.lang.management.ManagementFactory;

import com.sun.management.ThreadMXBean;

/**
 * The bytes that the threads of this JVM have taken from the heap.
 */
final class Allocation {

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private Allocation() {
	}

	/** By all threads that live; those that have ended are not counted any more. */
	static long bytes() {
		long sum = 0;
		for (long bytes : THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())) {
			sum += Math.max(bytes, 0);
		}
		return sum;
	}

}
