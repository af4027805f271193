package io.sequoia.batch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.sequoia.autoconfigure.ForkedApplication;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.sandbox.Fault;
import io.sequoia.sandbox.LoggedRequest;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Jobs that are interrupted, and continue.
 */
class JobRestartIntegrationTests {

	private static final int MOVIES = 45;

	@AutoClose
	private final SequoiaSandbox sandbox = SequoiaSandbox.builder().emptyCatalogue().start();

	@TempDir
	private Path folder;

	@BeforeEach
	void seed() {
		this.sandbox.putAll("metadata", "contents", IntStream.range(0, MOVIES).mapToObj((i) -> {
			Map<String, Object> movie = new LinkedHashMap<>(
					Map.of("name", String.format("c%02d", i), "title", "Title " + i, "type", "movie"));
			if (i < 40) {
				movie.put("scores", Map.of("popularity", 2000 + i));
			}
			return movie;
		}).toList());
	}

	@Test
	void killedProcessLosesAndRepeatsNothing() throws Exception {
		// the database saves commits without delay, even if the process is killed
		String jobs = "--jobs=jdbc:h2:file:" + this.folder.resolve("jobs") + ";WRITE_DELAY=0";
		// otherwise a page that nobody reads may still arrive when the process is dead
		String noPrefetch = "--sequoia.pagination.prefetch=0";

		ForkedApplication.kill(CopyingApplication.class, this.sandbox, CopyingApplication.WRITTEN, jobs, noPrefetch,
				"--hang-after-chunk=4");

		List<String> before = browses();
		assertThat(this.sandbox.requests().count(Operation.STORE)).isEqualTo(4);
		assertThat(assets()).hasSize(28);
		this.sandbox.requests().clear();

		assertThat(ForkedApplication.run(CopyingApplication.class, this.sandbox, List.of(), jobs, noPrefetch))
			.contains("COMPLETED, read 24, written 24");

		assertEachMovieIsAnAsset();
		assertThat(this.sandbox.requests().count(Operation.STORE)).as("chunks").isEqualTo(4);
		assertThat(browses()).as("pages")
			.hasSize(3)
			.startsWith(before.get(2))
			.doesNotContainAnyElementsOf(before.subList(0, 2));
	}

	@Test
	void partitionsHoldEachResourceOnceAndOnlyTheFailedOneIsRunAgain() throws Exception {
		try (ConfigurableApplicationContext context = ClientApplication.run(this.sandbox, CopyingApplication.class,
				"jobs=jdbc:h2:mem:partitions;DB_CLOSE_DELAY=-1")) {
			this.sandbox.faults().next(Operation.STORE, Fault.none()).next(Operation.STORE, Fault.status(403));

			JobExecution failed = CopyingApplication.run(context, "partitioned");
			assertThat(failed.getStatus()).isEqualTo(BatchStatus.FAILED);
			JobExecution restarted = CopyingApplication.run(context, "partitioned");

			assertThat(restarted.getStatus()).isEqualTo(BatchStatus.COMPLETED);
			assertThat(workers(failed)).hasSize(4);
			assertThat(workers(restarted)).hasSize(1);
			List<StepExecution> workers = new ArrayList<>(workers(failed));
			workers.addAll(workers(restarted));
			assertThat(workers.stream().mapToLong(StepExecution::getWriteCount).sum()).isEqualTo(MOVIES);
			assertEachMovieIsAnAsset();
		}
	}

	private static List<StepExecution> workers(JobExecution execution) {
		return execution.getStepExecutions().stream().filter((step) -> step.getStepName().startsWith("copy:")).toList();
	}

	private void assertEachMovieIsAnAsset() {
		assertThat(assets()).extracting((asset) -> asset.get("contentRef"), (asset) -> asset.get("title"))
			.containsExactlyElementsOf(this.sandbox.resources("metadata", "contents")
				.stream()
				.map((movie) -> tuple(movie.get("ref"), movie.get("title")))
				.toList());
	}

	private List<Map<String, Object>> assets() {
		return this.sandbox.resources("metadata", "assets");
	}

	private List<String> browses() {
		return this.sandbox.requests().of(Operation.BROWSE).stream().map(LoggedRequest::uri).toList();
	}

}
