package io.sequoia.sample.batch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.sequoia.sandbox.Fault;
import io.sequoia.sandbox.Operation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.junit.jupiter.Testcontainers;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A manager and three workers, each a process of its own, with a real broker and a real
 * database. All of them fail once, and one worker is stopped.
 */
@Tag("long")
@Testcontainers(disabledWithoutDocker = true)
class SpreadJobIntegrationTests {

	private static final int RESOURCES = Integer.getInteger("batch.resources", 6_000);

	private static final int POISON = 3;

	/** Enough chunks to fail in the midst of them. */
	private static final int CHUNK = Math.min(100, Math.max(10, RESOURCES / 2_000));

	@TempDir
	private Path folder;

	private Cluster cluster;

	@BeforeEach
	void start() {
		this.cluster = new Cluster(this.folder, Jobs.TARGET);
		this.cluster.seed("contents", RESOURCES, POISON);
	}

	@AfterEach
	void stop() {
		this.cluster.close();
	}

	@Test
	void everyResourceIsThereOnceThoughWorkerBrokerDatabaseAndManagerFail() throws Exception {
		List<Process> workers = this.cluster.workers(3, Jobs.TARGET, chunks());
		Process manager = manager();

		awaitCopied(0.1);
		workers.get(0).destroyForcibly();
		awaitCopied(0.25);
		this.cluster.restartBroker();
		awaitCopied(0.45);
		// so that the manager cannot end before it is killed
		this.cluster.sandbox().faults().next(RESOURCES, Operation.STORE, Fault.delay(Duration.ofMillis(100)));
		this.cluster.cutConnectionsOfDatabase();
		awaitCopied(0.6);
		assertThat(manager.isAlive()).as("the manager is in the midst of its work").isTrue();
		manager.destroyForcibly();
		this.cluster.sandbox().faults().clear();
		Process successor = manager();
		awaitCopied(0.7);
		workers.get(1).destroy();
		assertThat(workers.get(1).waitFor(1, TimeUnit.MINUTES)).as("a worker that is told to ends its chunk").isTrue();

		assertThat(successor.waitFor(10, TimeUnit.MINUTES)).isTrue();
		assertThat(successor.exitValue()).isZero();
		assertThat(copied()).as("each is there once")
			.isEqualTo(IntStream.range(0, RESOURCES).mapToObj((i) -> "c" + i).sorted().toList());
		assertThat(Files.readAllLines(this.folder.resolve("reports/copy-spread.ndjson"))).hasSize(POISON)
			.allMatch((line) -> line
				.matches(".*testmock:c%d\\d.*availabilityEndAt is before.*".formatted(RESOURCES / 10)));
		assertThat(whoRanThem()).as("several workers ran the steps").hasSizeGreaterThanOrEqualTo(2);
		assertThat(traces()).as("one for each start of the job")
			.hasSizeBetween(1, jdbc().queryForObject("select count(*) from batch_job_execution", Integer.class));
		assertThat(Cluster.peakMemory(workers.get(2))).as("MiB of a worker, of 256 that it may have")
			.isLessThanOrEqualTo(230);
	}

	private Process manager() {
		return this.cluster.start("manager", Jobs.TARGET, chunks());
	}

	private static String[] chunks() {
		return new String[] { "--sample.collections=contents", "--run=spread", "--sample.chunk-size=" + CHUNK };
	}

	private void awaitCopied(double share) {
		await().atMost(Duration.ofMinutes(5))
			.pollInterval(Duration.ofMillis(20))
			.until(() -> this.cluster.sandbox().requests().count(Operation.STORE) * CHUNK >= share * RESOURCES);
	}

	private List<String> copied() {
		return this.cluster.sandbox()
			.resources(Jobs.TARGET, "metadata", "contents")
			.stream()
			.map((copy) -> copy.get("name").toString())
			.sorted()
			.toList();
	}

	private List<String> traces() {
		return this.cluster.sandbox()
			.requests()
			.of(Operation.STORE)
			.stream()
			.map((request) -> request.header("traceparent").split("-")[1])
			.distinct()
			.toList();
	}

	private JdbcTemplate jdbc() {
		return this.cluster.jdbc();
	}

	private List<String> whoRanThem() {
		return jdbc().queryForList(
				"select distinct exit_message from batch_step_execution where step_name like 'copy-%:%'", String.class);
	}

}
