package io.sequoia.benchmarks;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

import io.sequoia.benchmarks.bare.BareApplication;
import io.sequoia.benchmarks.starter.StarterApplication;

/**
 * What an application's start takes: the milliseconds since its JVM began, and the memory
 * that is in use after it, heap and all other. Both applications stand in a package of
 * their own, since Boot and repositories read every class below an application.
 *
 * @param milliseconds the time
 * @param megabytes the memory
 */
public record StartUp(double milliseconds, double megabytes) {

	/** What the starter brings, and {@code spring-boot-starter-webclient} does not. */
	private static final List<String> OF_THE_STARTER = List.of("sequoia-", "spring-retry", "spring-security",
			"spring-data", "spring-boot-data", "spring-tx", "spring-boot-persistence", "hibernate-validator",
			"jakarta.validation", "jboss-logging", "classmate", "tomcat-embed-el", "nimbus", "oauth2-oidc-sdk",
			"content-type", "lang-tag", "jcip-annotations", "json-smart", "accessors-smart", "asm-");

	static StartUp withStarter() {
		return measure(System.getProperty("java.class.path"), StarterApplication.class);
	}

	static StartUp bare() {
		String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> !isOfTheStarter(entry))
			.collect(Collectors.joining(File.pathSeparator));
		return measure(classPath, BareApplication.class);
	}

	static StartUp median(List<StartUp> runs) {
		List<StartUp> byTime = new ArrayList<>(runs);
		byTime.sort(Comparator.comparingDouble(StartUp::milliseconds));
		List<StartUp> byMemory = new ArrayList<>(runs);
		byMemory.sort(Comparator.comparingDouble(StartUp::megabytes));
		return new StartUp(byTime.get(runs.size() / 2).milliseconds(), byMemory.get(runs.size() / 2).megabytes());
	}

	private static boolean isOfTheStarter(String entry) {
		File file = new File(entry);
		// of the classes of a module its name, two folders up
		String name = file.isDirectory() ? file.getParentFile().getParentFile().getName() : file.getName();
		return OF_THE_STARTER.stream().anyMatch(name::contains);
	}

	private static StartUp measure(String classPath, Class<?> application) {
		try (ForkedJvm jvm = ForkedJvm.start(List.of(), classPath, application)) {
			String[] said = jvm.line().split(" ");
			return new StartUp(Double.parseDouble(said[0]), Double.parseDouble(said[1]));
		}
	}

	/**
	 * Tell the program that started this JVM what the start took.
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
