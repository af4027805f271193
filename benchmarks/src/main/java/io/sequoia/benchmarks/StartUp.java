package io.sequoia.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.List;

import io.sequoia.benchmarks.bare.BareApplication;
import io.sequoia.benchmarks.starter.StarterApplication;

/**
 * The cost of an application's start: the milliseconds since its JVM began, and the
 * memory in use after it, heap and other. Both applications are in separate packages,
 * since Boot and repositories read every class below an application.
 *
 * @param milliseconds the time
 * @param megabytes the memory
 */
public record StartUp(double milliseconds, double megabytes) {

	static StartUp withStarter() {
		return measure(ClassPath.of(true, false), StarterApplication.class);
	}

	static StartUp bare() {
		return measure(ClassPath.of(false, false), BareApplication.class);
	}

	/** Return the median of the runs, for each value separately. */
	static StartUp median(List<StartUp> runs) {
		return new StartUp(Median.of(runs, StartUp::milliseconds), Median.of(runs, StartUp::megabytes));
	}

	private static StartUp measure(String classPath, Class<?> application) {
		try (ForkedJvm jvm = ForkedJvm.start(List.of(), classPath, application)) {
			String[] said = jvm.line().split(" ");
			return new StartUp(Double.parseDouble(said[0]), Double.parseDouble(said[1]));
		}
	}

	/**
	 * Report the cost of the start to the program that started this JVM.
	 */
	public static void say() {
		long uptime = ManagementFactory.getRuntimeMXBean().getUptime();
		MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
		memory.gc();
		memory.gc();
		double bytes = memory.getHeapMemoryUsage().getUsed() + memory.getNonHeapMemoryUsage().getUsed();
		System.out.println(ForkedJvm.SAYS + uptime + " " + bytes / (1024 * 1024));
	}

}
