package io.sequoia.autoconfigure;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.sequoia.Ref;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.fixture.Content;
import io.sequoia.sandbox.SequoiaSandbox;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications in a separate process, with a chosen class path and their output.
 */
public final class ForkedApplication {

	private ForkedApplication() {
	}

	/**
	 * Run an application to its end.
	 * @param type its class
	 * @param sandbox the platform that it uses
	 * @param missing parts of the names of jars that its class path lacks
	 * @param arguments its arguments
	 * @return the lines that it wrote
	 */
	public static List<String> run(Class<?> type, SequoiaSandbox sandbox, List<String> missing, String... arguments)
			throws IOException, InterruptedException {
		return run(start(type, sandbox, missing, arguments));
	}

	/**
	 * Run an application to its end several times in one process, as most of the time of
	 * a run is that of a new JVM.
	 * @param type its class
	 * @param sandbox the platform that it uses
	 * @param arguments its arguments of each run
	 * @return the lines that it wrote, of each run
	 */
	static List<List<String>> runEach(Class<?> type, SequoiaSandbox sandbox, List<List<String>> arguments)
			throws IOException, InterruptedException {
		List<String> all = new ArrayList<>(List.of(type.getName(), Repeating.END));
		arguments.forEach((run) -> {
			all.addAll(run);
			all.add(Repeating.END);
		});
		List<List<String>> lines = new ArrayList<>(List.of(new ArrayList<>()));
		for (String line : run(Repeating.class, sandbox, List.of(), all.toArray(String[]::new))) {
			if (line.equals(Repeating.END)) {
				lines.add(new ArrayList<>());
			}
			else {
				lines.get(lines.size() - 1).add(line);
			}
		}
		return lines.subList(0, arguments.size());
	}

	/**
	 * Run an application to its end in a JVM with options.
	 * @param type its class
	 * @param sandbox the platform that it uses
	 * @param classPath its class path
	 * @param options the options of the JVM
	 * @return the lines that it wrote
	 */
	static List<String> runWith(Class<?> type, SequoiaSandbox sandbox, String classPath, String... options)
			throws IOException, InterruptedException {
		return run(start(type, sandbox, classPath, List.of(options)));
	}

	private static List<String> run(Process process) throws IOException, InterruptedException {
		try (InputStream output = process.getInputStream()) {
			List<String> lines = new String(output.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
			assertThat(process.waitFor()).as(() -> String.join("\n", lines)).isZero();
			return lines;
		}
		finally {
			process.destroyForcibly();
		}
	}

	/**
	 * Run an application until it writes a line, and then kill it.
	 * @param type its class
	 * @param sandbox the platform that it uses
	 * @param line the line
	 * @param arguments its arguments
	 */
	public static void kill(Class<?> type, SequoiaSandbox sandbox, String line, String... arguments)
			throws IOException, InterruptedException {
		Process process = start(type, sandbox, List.of(), arguments);
		try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
			List<String> lines = new ArrayList<>();
			for (String read = output.readLine(); read != null && !line.equals(read); read = output.readLine()) {
				lines.add(read);
			}
			assertThat(process.isAlive()).as(() -> String.join("\n", lines)).isTrue();
		}
		finally {
			process.destroyForcibly().waitFor();
		}
	}

	private static Process start(Class<?> type, SequoiaSandbox sandbox, List<String> missing, String... arguments)
			throws IOException {
		String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.map(File::new)
			.filter((file) -> file.isDirectory() || missing.stream().noneMatch(file.getName()::contains))
			.map(File::getPath)
			.collect(Collectors.joining(File.pathSeparator));
		return start(type, sandbox, classPath, List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"), arguments);
	}

	private static Process start(Class<?> type, SequoiaSandbox sandbox, String classPath, List<String> options,
			String... arguments) throws IOException {
		List<String> command = new ArrayList<>();
		command.add(System.getProperty("java.home") + "/bin/java");
		command.addAll(options);
		command.addAll(List.of("-Djava.net.preferIPv4Stack=true", "-Dreactor.netty.ioShutdownQuietPeriod=0", "-cp",
				classPath, type.getName(), "--sequoia.registry.url=" + sandbox.registryUrl(),
				"--sequoia.owner=" + sandbox.owner(), "--sequoia.auth.client-id=" + sandbox.clientId(),
				"--sequoia.auth.client-secret=" + sandbox.clientSecret(), "--spring.main.banner-mode=off",
				"--spring.docker.compose.enabled=false"));
		command.addAll(List.of(arguments));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		// ends the output of one that hangs, and with it the test
		CompletableFuture.delayedExecutor(5, TimeUnit.MINUTES).execute(process::destroyForcibly);
		return process;
	}

	/** Makes one call of each kind. */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Calling {

		public static void main(String[] arguments) {
			SpringApplication application = new SpringApplication(Calling.class);
			application.setWebApplicationType(WebApplicationType.NONE);
			try (ConfigurableApplicationContext context = application.run(arguments)) {
				SequoiaTemplate template = context.getBean(SequoiaTemplate.class);
				template.find(Ref.of("testmock", "none"), Content.class);
				template.store(Content.of("stored", "Stored"));
			}
		}

	}

	/**
	 * Runs another application several times: with the arguments before its class, and
	 * those of each run, up to a mark, which it prints at the end of the run.
	 */
	static final class Repeating {

		static final String END = "end of a run";

		private Repeating() {
		}

		public static void main(String[] arguments) throws ReflectiveOperationException {
			List<String> all = List.of(arguments);
			List<String> common = all.subList(0, all.indexOf(END) - 1);
			Method main = Class.forName(all.get(common.size())).getDeclaredMethod("main", String[].class);
			List<String> run = new ArrayList<>(common);
			for (String argument : all.subList(common.size() + 2, all.size())) {
				if (!argument.equals(END)) {
					run.add(argument);
					continue;
				}
				// the settings of logging are in there, and those of the first run would
				// stay
				Properties before = (Properties) System.getProperties().clone();
				main.invoke(null, (Object) run.toArray(String[]::new));
				System.setProperties(before);
				System.out.println(END);
				run = new ArrayList<>(common);
			}
		}

	}

	/** Serves one request on Tomcat, which makes a call. */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class Serving {

		private final SequoiaTemplate template;

		Serving(SequoiaTemplate template) {
			this.template = template;
		}

		public static void main(String[] arguments) throws IOException {
			SpringApplication application = new SpringApplication(Serving.class);
			application.setWebApplicationType(WebApplicationType.SERVLET);
			try (ConfigurableApplicationContext context = application.run(arguments)) {
				String port = context.getEnvironment().getProperty("local.server.port");
				HttpURLConnection connection = (HttpURLConnection) URI.create("http://localhost:" + port + "/call")
					.toURL()
					.openConnection();
				connection.setRequestProperty("X-Correlation-ID", "in-1");
				connection.getInputStream().close();
			}
		}

		@GetMapping("/call")
		String call() {
			this.template.find(Ref.of("testmock", "none"), Content.class);
			return "called";
		}

	}

}
