package io.sequoia.benchmarks;

import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The class paths of the compared applications, made from the one of this JVM.
 */
final class ClassPath {

	/**
	 * The libraries of the starter that {@code spring-boot-starter-webclient} does not
	 * have.
	 */
	private static final List<String> OF_THE_STARTER = List.of("sequoia-spring-boot", "spring-retry", "spring-security",
			"spring-data", "spring-boot-data", "spring-tx", "spring-boot-persistence", "hibernate-validator",
			"jakarta.validation", "jboss-logging", "classmate", "tomcat-embed-el", "nimbus", "oauth2-oidc-sdk",
			"content-type", "lang-tag", "jcip-annotations", "json-smart", "accessors-smart", "asm-", "guava",
			"failureaccess", "listenablefuture", "error_prone", "j2objc", "context-propagation");

	private static final List<String> OF_THE_ACTUATOR = List.of("actuator", "spring-boot-micrometer", "micrometer-core",
			"micrometer-jakarta9", "spring-boot-health", "HdrHistogram", "LatencyUtils");

	private ClassPath() {
	}

	/**
	 * Return the class path of an application.
	 * @param starter whether it has the starter, or else a WebClient alone
	 * @param actuator whether it has the actuator
	 * @return the class path
	 */
	static String of(boolean starter, boolean actuator) {
		return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> starter || !isOneOf(OF_THE_STARTER, entry))
			.filter((entry) -> actuator || !isOneOf(OF_THE_ACTUATOR, entry))
			.collect(Collectors.joining(File.pathSeparator));
	}

	private static boolean isOneOf(List<String> jars, String entry) {
		File file = new File(entry);
		// the classes of a module are in a folder of its own
		String name = file.isDirectory() ? file.getAbsolutePath() : file.getName();
		return jars.stream().anyMatch(name::contains);
	}

}
