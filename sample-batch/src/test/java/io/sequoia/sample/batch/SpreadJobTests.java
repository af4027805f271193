package io.sequoia.sample.batch;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.rabbitmq.RabbitMQContainer;
import org.testcontainers.utility.DockerImageName;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A manager and three workers, each a process of its own, with a real broker and a real
 * database. All of them fail once.
 */
@Tag("long")
@Testcontainers(disabledWithoutDocker = true)
class SpreadJobTests {

	private static final int RESOURCES = Integer.getInteger("batch.resources", 6_000);

	private static final int POISON = 3;

	private static final int BROKER_PORT = freePort();

	@Container
	private static final PostgreSQLContainer DATABASE = new PostgreSQLContainer(
			DockerImageName.parse("postgres:" + System.getProperty("postgres.version")))
		.withUsername("jobs")
		.withPassword("jobs")
		.withDatabaseName("jobs")
		.withStartupTimeout(Duration.ofMinutes(3));

	@Container
	private static final RabbitMQContainer BROKER = broker();

	private final SequoiaSandbox sandbox = SequoiaSandbox.builder()
		.emptyCatalogue()
		.furtherOwners(Jobs.TARGET)
		.latency(Duration.ofMillis(20))
		.start();

	private final List<Process> processes = new ArrayList<>();

	@TempDir
	private Path folder;

	@BeforeEach
	void seed() {
		Instant begin = Instant.parse("2020-01-01T00:00:00Z");
		this.sandbox.putAll("metadata", "contents", IntStream.range(0, RESOURCES + POISON).mapToObj((i) -> {
			Map<String, Object> content = new LinkedHashMap<>(
					Map.of("name", "c" + i, "title", "Title " + i, "type", "movie"));
			// most of them came on one day
			content.put("createdAt", begin.plusSeconds((i % 10 == 0) ? i * 1000L : i).toString());
			if (i >= RESOURCES) {
				content.put("availabilityStartAt", "2024-01-02T00:00:00Z");
				content.put("availabilityEndAt", "2024-01-01T00:00:00Z");
			}
			return content;
		}).toList());
	}

	@AfterEach
	void stop() throws InterruptedException {
		for (Process process : this.processes) {
			process.destroyForcibly().waitFor();
		}
		this.sandbox.close();
	}

	@Test
	void everyResourceIsThereOnceThoughWorkerBrokerDatabaseAndManagerFail() throws Exception {
		Process first = start("worker");
		start("worker");
		start("worker");
		Process manager = start("manager");

		awaitCopied(0.1);
		first.destroyForcibly();
		awaitCopied(0.25);
		BROKER.getDockerClient().restartContainerCmd(BROKER.getContainerId()).withTimeout(1).exec();
		awaitCopied(0.45);
		jdbc().queryForList("select pg_terminate_backend(pid) from pg_stat_activity"
				+ " where usename = 'jobs' and pid <> pg_backend_pid()");
		awaitCopied(0.6);
		assertThat(manager.isAlive()).as("the manager is in the midst of its work").isTrue();
		manager.destroyForcibly();
		Process successor = start("manager");

		assertThat(successor.waitFor(5, TimeUnit.MINUTES)).isTrue();
		assertThat(successor.exitValue()).isZero();
		assertThat(this.sandbox.resources(Jobs.TARGET, "metadata", "contents")).extracting((copy) -> copy.get("name"))
			.containsExactlyInAnyOrderElementsOf(IntStream.range(0, RESOURCES).mapToObj((i) -> "c" + i).toList());
		assertThat(Files.readAllLines(this.folder.resolve("reports/copy-spread.ndjson"))).hasSize(POISON)
			.allMatch((line) -> line.contains("testmock:c60") && line.contains("availabilityEndAt is before"));
		assertThat(workers()).as("the steps tell who ran them").hasSizeGreaterThanOrEqualTo(2);
	}

	private void awaitCopied(double share) {
		await().atMost(Duration.ofMinutes(5))
			.pollInterval(Duration.ofMillis(20))
			.until(() -> this.sandbox.requests().count(Operation.STORE) * 50 >= share * RESOURCES);
	}

	private List<String> workers() {
		return jdbc().queryForList(
				"select distinct exit_message from batch_step_execution where step_name like 'copy-%:%'", String.class);
	}

	private static JdbcTemplate jdbc() {
		return new JdbcTemplate(
				new DriverManagerDataSource(DATABASE.getJdbcUrl(), DATABASE.getUsername(), DATABASE.getPassword()));
	}

	private Process start(String role) throws IOException {
		List<String> command = new ArrayList<>(List.of(
				Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx160m", "-XX:+UseSerialGC",
				"-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
				BatchApplication.class.getName(), "--role=" + role, "--job=copy", "--run=spread",
				"--sample.collections=contents", "--sample.chunk-size=50", "--sample.poll-interval=200ms",
				"--sample.restart-delay=500ms", "--sample.restarts=100", "--folder=" + this.folder, "--server.port=0",
				"--spring.main.banner-mode=off", "--sequoia.registry.url=" + this.sandbox.registryUrl(),
				"--sequoia.clients.target.owner=" + Jobs.TARGET));
		Path log = Path.of("target", "spread", role + "-" + this.processes.size() + ".log");
		Files.createDirectories(log.getParent());
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
		builder.environment()
			.putAll(Map.of("DATABASE_URL", DATABASE.getJdbcUrl(), "RABBITMQ_HOST", BROKER.getHost(), "RABBITMQ_PORT",
					Integer.toString(BROKER_PORT)));
		Process process = builder.start();
		this.processes.add(process);
		return process;
	}

	/** The port stays the same when the broker is started again. */
	private static RabbitMQContainer broker() {
		RabbitMQContainer broker = new RabbitMQContainer(
				DockerImageName.parse("rabbitmq:" + System.getProperty("rabbitmq.version")))
			.withAdminUser("jobs")
			.withAdminPassword("jobs")
			.withStartupTimeout(Duration.ofMinutes(3));
		broker.setPortBindings(List.of(BROKER_PORT + ":5672"));
		return broker;
	}

	private static int freePort() {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
