package io.sequoia.sample.batch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.sequoia.sandbox.SequoiaSandbox;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Runs jobs in this process, as one process without a role does.
 */
final class Jobs {

	static final String TARGET = "copied";

	private Jobs() {
	}

	/**
	 * Run a job to its end.
	 * @param sandbox the platform
	 * @param folder the folder of exports and reports
	 * @param arguments arguments of the program
	 * @return the exit code
	 */
	static int run(SequoiaSandbox sandbox, Path folder, String... arguments) {
		return SpringApplication.exit(started(sandbox, folder, arguments));
	}

	static ConfigurableApplicationContext started(SequoiaSandbox sandbox, Path folder, String... arguments) {
		return started(sandbox, folder, (context) -> {
		}, arguments);
	}

	static ConfigurableApplicationContext started(SequoiaSandbox sandbox, Path folder,
			ApplicationContextInitializer<ConfigurableApplicationContext> initializer, String... arguments) {
		List<String> all = new ArrayList<>(List.of("--sample.sandbox.port=false", "--folder=" + folder,
				"--sequoia.registry.url=" + sandbox.registryUrl(), "--sequoia.clients.target.owner=" + TARGET,
				"--spring.datasource.url=" + database(folder), "--sample.restart-delay=10ms",
				"--sample.poll-interval=20ms", "--sample.partitions=4", "--sample.chunk-size=20"));
		all.addAll(List.of(arguments));
		return new SpringApplicationBuilder(BatchApplication.class).web(WebApplicationType.NONE)
			.initializers(initializer)
			.run(all.toArray(String[]::new));
	}

	static String database(Path folder) {
		return "jdbc:h2:mem:" + folder.toString().replaceAll("\\W", "") + ";DB_CLOSE_DELAY=-1";
	}

}
