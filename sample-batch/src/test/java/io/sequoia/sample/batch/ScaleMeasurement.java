package io.sequoia.sample.batch;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Measures how fast 1, 2 and 4 workers copy, and writes the table of
 * docs/catalogue-jobs.md to {@code target/scale.md}. It asserts no speed, and is run by
 * its name only: {@code mvn -pl sample-batch -am test -Dtest=ScaleMeasurement
 * -Dsurefire.failIfNoSpecifiedTests=false}. The number of resources is {@code
 * -Dbatch.resources}, that of a chunk {@code -Dbatch.chunk}.
 */
@Tag("long")
class ScaleMeasurement {

	private static final int RESOURCES = Integer.getInteger("batch.resources", 100_000);

	private static final int CHUNK = Integer.getInteger("batch.chunk", 100);

	private static final String PARTITIONS = " from batch_step_execution where step_name like '%:%'"
			+ " and job_execution_id = (select max(job_execution_id) from batch_job_execution)";

	@TempDir
	private Path folder;

	@Test
	void measure() throws Exception {
		List<String> lines = new ArrayList<>(List.of("| workers | resources in a second | times as many | resources of"
				+ " each worker | largest partition | processor time for 1,000 resources | memory of a worker | load |",
				"|---|---|---|---|---|---|---|---|"));
		try (Cluster cluster = new Cluster(this.folder, "copied1", "copied2", "copied4")) {
			cluster.seed("contents", RESOURCES, 0);
			cluster.seed("assets", RESOURCES, 0);
			double one = 0;
			for (int workers : List.of(1, 2, 4)) {
				Measured measured = measure(cluster, workers);
				one = (workers == 1) ? measured.perSecond() : one;
				lines.add(measured.line(workers, one));
			}
		}
		Files.write(Path.of("target", "scale.md"), lines);
		lines.forEach(System.out::println);
	}

	private Measured measure(Cluster cluster, int number) throws InterruptedException {
		String target = "copied" + number;
		List<Process> workers = cluster.workers(number, target, "--sample.concurrency=1",
				"--sample.chunk-size=" + CHUNK);
		run(cluster, target, "assets");
		Duration before = processorTime(workers);
		run(cluster, target, "contents");
		Duration used = processorTime(workers).minus(before);
		assertThat(cluster.sandbox().resources(target, "metadata", "contents")).hasSize(RESOURCES);
		JdbcTemplate jdbc = cluster.jdbc();
		Map<String, Object> sums = jdbc
			.queryForMap("select sum(write_count) as written, max(write_count) as largest, count(*) as partitions,"
					+ " extract(epoch from max(end_time) - min(start_time)) as seconds" + PARTITIONS);
		String shares = jdbc
			.queryForList("select sum(write_count) " + PARTITIONS + " group by exit_message order by 1", Long.class)
			.stream()
			.map("%,d"::formatted)
			.collect(Collectors.joining(", "));
		long memory = workers.stream().mapToLong(Cluster::peakMemory).max().orElse(0);
		workers.forEach(Process::destroy);
		for (Process worker : workers) {
			assertThat(worker.waitFor(1, TimeUnit.MINUTES)).isTrue();
		}
		return new Measured(((Number) sums.get("written")).doubleValue() / ((Number) sums.get("seconds")).doubleValue(),
				shares, ((Number) sums.get("largest")).longValue(), used.toMillis() * 1000.0 / RESOURCES, memory,
				ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
	}

	/**
	 * The run of another collection, as large, lets the workers compile what they run.
	 */
	private static void run(Cluster cluster, String target, String collection) throws InterruptedException {
		Process manager = cluster.start("manager", target, "--run=" + target + "-" + collection,
				"--sample.collections=" + collection, "--sample.partitions=48");
		assertThat(manager.waitFor(20, TimeUnit.MINUTES)).isTrue();
		assertThat(manager.exitValue()).isZero();
	}

	private static Duration processorTime(List<Process> workers) {
		return workers.stream()
			.map((worker) -> worker.info().totalCpuDuration().orElse(Duration.ZERO))
			.reduce(Duration.ZERO, Duration::plus);
	}

	/**
	 * A row of the table.
	 */
	private record Measured(double perSecond, String shares, long largest, double processorMillis, long memory,
			double load) {

		String line(int workers, double one) {
			return String.format(Locale.ROOT, "| %d | %,.0f | %.2f | %s | %,d | %.0f ms | %d MiB | %.0f |", workers,
					this.perSecond, this.perSecond / one, this.shares, this.largest, this.processorMillis, this.memory,
					this.load);
		}

	}

}
