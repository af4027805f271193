package io.sequoia.sample.batch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.sequoia.sandbox.SequoiaSandbox;
import org.testcontainers.lifecycle.Startables;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.rabbitmq.RabbitMQContainer;
import org.testcontainers.utility.DockerImageName;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.awaitility.Awaitility.await;

/**
 * A platform whose answers take 20 ms, a broker, a database, and managers and workers
 * that are processes of their own, with the options of the image.
 */
final class Cluster implements AutoCloseable {

	private static final int BROKER_PORT = freePort();

	private final PostgreSQLContainer database = new PostgreSQLContainer(
			DockerImageName.parse("postgres:" + System.getProperty("postgres.version")))
		.withUsername("jobs")
		.withPassword("jobs")
		.withDatabaseName("jobs")
		.withStartupTimeout(Duration.ofMinutes(3));

	private final RabbitMQContainer broker = new RabbitMQContainer(
			DockerImageName.parse("rabbitmq:" + System.getProperty("rabbitmq.version")))
		.withAdminUser("jobs")
		.withAdminPassword("jobs")
		.withStartupTimeout(Duration.ofMinutes(3));

	private final SequoiaSandbox sandbox;

	private final Path folder;

	private final List<Process> processes = new ArrayList<>();

	Cluster(Path folder, String... targets) {
		this.folder = folder;
		// the port stays the same when the broker is started again
		this.broker.setPortBindings(List.of(BROKER_PORT + ":5672"));
		Startables.deepStart(this.database, this.broker).join();
		this.sandbox = SequoiaSandbox.builder()
			.emptyCatalogue()
			.furtherOwners(targets)
			.latency(Duration.ofMillis(20))
			.start();
	}

	SequoiaSandbox sandbox() {
		return this.sandbox;
	}

	/**
	 * Store contents or assets, most of which came on one day.
	 * @param collection the collection
	 * @param resources the number of resources
	 * @param poison the number of further ones that cannot be copied
	 */
	void seed(String collection, int resources, int poison) {
		Instant begin = Instant.parse("2020-01-01T00:00:00Z");
		this.sandbox.putAll("metadata", collection, IntStream.range(0, resources + poison).mapToObj((i) -> {
			Map<String, Object> resource = new LinkedHashMap<>(Map.of("name", "c" + i, "title", "Title " + i));
			resource.put("type", collection.equals("contents") ? "movie" : "image");
			resource.put("createdAt", begin.plusSeconds((i % 10 == 0) ? i * 1000L : i).toString());
			if (i >= resources) {
				resource.put("availabilityStartAt", "2024-01-02T00:00:00Z");
				resource.put("availabilityEndAt", "2024-01-01T00:00:00Z");
			}
			return resource;
		}).toList());
	}

	/**
	 * Start a process.
	 * @param role its role
	 * @param target the tenant to copy to
	 * @param arguments arguments of the program
	 */
	Process start(String role, String target, String... arguments) {
		List<String> command = new ArrayList<>(List.of(
				Path.of(System.getProperty("java.home"), "bin", "java").toString(), "@jvm.options", "-cp",
				System.getProperty("java.class.path"), BatchApplication.class.getName(), "--role=" + role, "--job=copy",
				"--sample.poll-interval=200ms", "--sample.restart-delay=500ms", "--sample.restarts=100",
				"--folder=" + this.folder, "--server.port=0", "--spring.main.banner-mode=off",
				"--logging.level.io.sequoia.sample=info", "--sequoia.registry.url=" + this.sandbox.registryUrl(),
				"--sequoia.clients.target.owner=" + target));
		command.addAll(List.of(arguments));
		Path log = log(role, this.processes.size());
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
		builder.environment()
			.putAll(Map.of("DATABASE_URL", this.database.getJdbcUrl(), "RABBITMQ_HOST", this.broker.getHost(),
					"RABBITMQ_PORT", Integer.toString(BROKER_PORT), "MALLOC_ARENA_MAX", "2"));
		try {
			Files.createDirectories(log.getParent());
			Process process = builder.start();
			this.processes.add(process);
			return process;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Start workers and wait until they are ready.
	 */
	List<Process> workers(int number, String target, String... arguments) {
		int first = this.processes.size();
		List<Process> workers = Stream.generate(() -> start("worker", target, arguments)).limit(number).toList();
		await().atMost(Duration.ofMinutes(3))
			.until(() -> IntStream.range(first, first + number)
				.allMatch((i) -> read(log("worker", i)).contains("Started BatchApplication")));
		return workers;
	}

	void restartBroker() {
		this.broker.getDockerClient().restartContainerCmd(this.broker.getContainerId()).withTimeout(1).exec();
	}

	void cutConnectionsOfDatabase() {
		jdbc().queryForList("select pg_terminate_backend(pid) from pg_stat_activity"
				+ " where usename = 'jobs' and pid <> pg_backend_pid()");
	}

	JdbcTemplate jdbc() {
		return new JdbcTemplate(new DriverManagerDataSource(this.database.getJdbcUrl(), this.database.getUsername(),
				this.database.getPassword()));
	}

	/**
	 * Return the most memory that a process has had in use, resident, in MiB; 0 where the
	 * system does not tell.
	 */
	static long peakMemory(Process process) {
		Path status = Path.of("/proc", Long.toString(process.pid()), "status");
		return Files.isReadable(status) ? read(status).lines()
			.filter((line) -> line.startsWith("VmHWM:"))
			.mapToLong((line) -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
			.sum() : 0;
	}

	@Override
	public void close() {
		this.processes.forEach(Process::destroyForcibly);
		this.processes.forEach((process) -> process.onExit().join());
		this.sandbox.close();
		this.broker.close();
		this.database.close();
	}

	private static Path log(String role, int number) {
		return Path.of("target", "spread", role + "-" + number + ".log");
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static int freePort() {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
