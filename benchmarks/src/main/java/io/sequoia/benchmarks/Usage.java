package io.sequoia.benchmarks;

import java.lang.management.ManagementFactory;

import javax.management.JMException;
import javax.management.ObjectName;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;

/**
 * The use of this JVM so far.
 *
 * @param processorNanos the processor time of the process, including the JVM's own
 * threads
 * @param bytes the bytes that the live threads have taken from the heap
 */
record Usage(long processorNanos, long bytes) {

	private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private static final OperatingSystemMXBean SYSTEM = (OperatingSystemMXBean) ManagementFactory
		.getOperatingSystemMXBean();

	private static final int HIGHEST_LEVEL = 4;

	static Usage now() {
		long sum = 0;
		for (long bytes : THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())) {
			sum += Math.max(bytes, 0);
		}
		return new Usage(SYSTEM.getProcessCpuTime(), sum);
	}

	/** The number of methods that C2 has compiled and that are still in use. */
	static long optimizedMethods() {
		try {
			Object list = ManagementFactory.getPlatformMBeanServer()
				.invoke(new ObjectName("com.sun.management:type=DiagnosticCommand"), "compilerCodelist", null, null);
			return String.valueOf(list).lines().filter(Usage::isOptimized).count();
		}
		catch (JMException ex) {
			throw new IllegalStateException("The JVM does not list its compiled methods", ex);
		}
	}

	private static boolean isOptimized(String line) {
		String[] columns = line.trim().split("\\s+");
		return columns.length > 1 && columns[1].equals(String.valueOf(HIGHEST_LEVEL));
	}

}
