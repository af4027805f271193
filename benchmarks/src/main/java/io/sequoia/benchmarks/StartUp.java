package io.sequoia.benchmarks;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

import io.sequoia.core.SequoiaTemplate;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * What an application's start takes: the milliseconds since its JVM began, and the memory
 * that is in use after it, heap and all other.
 *
 * @param milliseconds the time
 * @param megabytes the memory
 */
record StartUp(double milliseconds, double megabytes) {

	/** What the starter brings, and an application with a bare WebClient has not. */
	private static final List<String> OF_THE_STARTER = List.of("sequoia-", "spring-retry", "spring-security",
			"spring-data", "spring-boot-data", "spring-tx", "spring-boot-persistence", "validat", "nimbus", "oauth2",
			"json-smart", "accessors-smart", "jboss-logging", "classmate", "tomcat-embed-el", "micrometer-core",
			"context-propagation", "caffeine");

	static StartUp withStarter() {
		return measure(System.getProperty("java.class.path"), Starter.class);
	}

	static StartUp bare() {
		String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> !isOfTheStarter(entry))
			.collect(Collectors.joining(File.pathSeparator));
		return measure(classPath, Bare.class);
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

	private static void say() {
		long uptime = ManagementFactory.getRuntimeMXBean().getUptime();
		MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
		memory.gc();
		memory.gc();
		double bytes = memory.getHeapMemoryUsage().getUsed() + memory.getNonHeapMemoryUsage().getUsed();
		System.out.println(ForkedJvm.SAYS + uptime + " " + bytes / (1024 * 1024));
	}

	/** An application with the starter. */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Starter {

		public static void main(String[] arguments) {
			try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Starter.class)
				.web(WebApplicationType.NONE)
				.properties("sequoia.registry.url=http://127.0.0.1:1", "sequoia.owner=bench",
						"sequoia.auth.client-id=bench", "sequoia.auth.client-secret=bench")
				.run()) {
				context.getBean(SequoiaTemplate.class);
				say();
			}
		}

	}

	/** The same application with a WebClient. */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Bare {

		@Bean
		WebClient webClient(WebClient.Builder builder) {
			return builder.baseUrl("http://127.0.0.1:1").build();
		}

		public static void main(String[] arguments) {
			try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Bare.class)
				.web(WebApplicationType.NONE)
				.run()) {
				context.getBean(WebClient.class);
				say();
			}
		}

	}

}
