package io.sequoia.sample.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.sequoia.sandbox.Fault;
import io.sequoia.sandbox.LoggedRequest;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

/**
 * Every job, in one process.
 */
class JobsIntegrationTests {

	private final SequoiaSandbox sandbox = SequoiaSandbox.builder().furtherOwners(Jobs.TARGET).start();

	@TempDir
	private Path folder;

	@AfterEach
	void stop() {
		this.sandbox.close();
	}

	@Test
	void copiesContentsWithAssetsAndOffers() {
		assertThat(Jobs.run(this.sandbox, this.folder, "--job=copy")).isZero();
		for (String collection : List.of("contents", "assets", "offers")) {
			assertThat(names(Jobs.TARGET, collection)).isNotEmpty()
				.containsExactlyInAnyOrderElementsOf(names("testmock", collection));
		}
		assertThat(resources(Jobs.TARGET, "assets")).allSatisfy((asset) -> {
			assertThat(asset).containsEntry("owner", Jobs.TARGET);
			assertThat(asset.get("contentRef").toString()).startsWith(Jobs.TARGET + ":");
		});
	}

	@Test
	void aCompleteRunIsNotRepeated() {
		assertThat(Jobs.run(this.sandbox, this.folder, "--job=copy", "--run=first")).isZero();
		this.sandbox.requests().clear();
		assertThat(Jobs.run(this.sandbox, this.folder, "--job=copy", "--run=first")).isZero();
		assertThat(this.sandbox.requests().count()).isZero();
	}

	@Test
	void deletesExpiredOffersOnly() {
		Instant now = Instant.now();
		put("offers", "expired", Map.of("type", "ondemand", "availabilityEndAt", now.minusSeconds(60).toString()));
		put("offers", "valid", Map.of("type", "ondemand", "availabilityEndAt", now.plusSeconds(600).toString()));
		put("offers", "for-ever", Map.of("type", "ondemand"));
		assertThat(Jobs.run(this.sandbox, this.folder, "--job=clean-up")).isZero();
		assertThat(names("testmock", "offers")).contains("valid", "for-ever").doesNotContain("expired");
		assertThat(resources("testmock", "offers")).filteredOn((offer) -> offer.containsKey("availabilityEndAt"))
			.allSatisfy((offer) -> assertThat(Instant.parse(offer.get("availabilityEndAt").toString())).isAfter(now));
	}

	@ParameterizedTest
	@ValueSource(strings = { "ndjson", "csv" })
	void importsAtTheTargetWhatItExported(String format) throws IOException {
		put("contents", "quoted",
				Map.of("type", "movie", "title", "A \"quoted\" title,\nin two lines; \u00fcml\u00e4ut"));
		assertThat(Jobs.run(this.sandbox, this.folder, "--job=export", "--run=one", "--format=" + format,
				"--sample.collections=contents"))
			.isZero();
		Path exported = this.folder.resolve("export-one");
		try (Stream<Path> files = Files.list(exported)) {
			assertThat(files).hasSize(5).allMatch((file) -> file.toString().endsWith("." + format));
		}
		assertThat(Jobs.run(this.sandbox, this.folder, "--job=import", "--from=" + exported, "--sample.restarts=0"))
			.isZero();
		assertThat(resources(Jobs.TARGET, "contents"))
			.extracting((content) -> content.get("name"), (content) -> content.get("type"),
					(content) -> content.get("title"))
			.containsExactlyInAnyOrderElementsOf(resources("testmock", "contents").stream()
				.map((content) -> tuple(content.get("name"), content.get("type"), content.get("title")))
				.toList());
	}

	@Test
	void leavesOutWhatIsWrongTellsWhyAndCopiesItOnceItIsMended() throws IOException {
		put("offers", "ends-first", Map.of("type", "ondemand", "availabilityStartAt", "2024-02-02T00:00:00Z",
				"availabilityEndAt", "2024-01-01T00:00:00Z"));
		assertThat(Jobs.run(this.sandbox, this.folder, "--job=copy", "--run=first")).isZero();
		Path report = this.folder.resolve("reports/copy-first.ndjson");
		assertThat(Files.readAllLines(report)).hasSize(1)
			.allMatch((line) -> line.contains("testmock:ends-first") && line.contains("availabilityEndAt is before"));
		assertThat(names(Jobs.TARGET, "offers")).hasSize(names("testmock", "offers").size() - 1);

		put("offers", "ends-first", Map.of("type", "ondemand"));
		assertThat(Jobs.run(this.sandbox, this.folder, "--job=rerun", "--from=" + report)).isZero();
		assertThat(names(Jobs.TARGET, "offers")).contains("ends-first");
		assertThat(this.folder.resolve("reports/rerun-" + LocalDate.now(ZoneOffset.UTC) + ".ndjson")).doesNotExist();
	}

	@Test
	void leavesOutWhatTheTargetRefuses() throws IOException {
		Path files = Files.createDirectory(this.folder.resolve("files"));
		Files.write(files.resolve("contents.ndjson"),
				List.of("{\"name\":\"good\",\"title\":\"Good\",\"type\":\"movie\"}",
						"{\"name\":\"bad\",\"title\":\"Bad\"}", "{\"title\":\"Nameless\",\"type\":\"movie\"}"));
		assertThat(Jobs.run(this.sandbox, this.folder, "--job=import", "--run=first", "--from=" + files)).isZero();
		assertThat(names(Jobs.TARGET, "contents")).containsExactly("good");
		assertThat(Files.readAllLines(this.folder.resolve("reports/import-first.ndjson"))).hasSize(2)
			.anyMatch((line) -> line.contains("testmock:bad") && line.contains("type"))
			.anyMatch((line) -> line.contains("it has no name"));
	}

	@Test
	void endsItsChunkWhenItIsStoppedAndGoesOn() throws Exception {
		AtomicReference<ConfigurableApplicationContext> context = new AtomicReference<>();
		CountDownLatch begun = new CountDownLatch(1);
		// the first of many chunks are under way when the process is told to stop
		this.sandbox.faults().next(40, Operation.STORE, Fault.delay(Duration.ofSeconds(1)));
		Thread process = new Thread(() -> Jobs.started(this.sandbox, this.folder, (started) -> {
			context.set(started);
			begun.countDown();
		}, "--job=copy", "--run=stopped"));
		process.setUncaughtExceptionHandler((thread, expected) -> {
		});
		process.start();
		begun.await();
		await().atMost(Duration.ofMinutes(1)).until(() -> this.sandbox.requests().count(Operation.STORE) > 0);
		context.get().close();
		process.join();
		this.sandbox.faults().clear();
		int copied = names(Jobs.TARGET, "contents").size();
		assertThat(copied).isPositive().isLessThan(names("testmock", "contents").size());

		assertThat(Jobs.run(this.sandbox, this.folder, "--job=copy", "--run=stopped")).isZero();
		assertThat(names(Jobs.TARGET, "contents")).containsExactlyInAnyOrderElementsOf(names("testmock", "contents"));
		assertThat(statuses()).as("nothing failed").containsOnly("COMPLETED", "STOPPED");
	}

	@Test
	void tellsItsProgressAndItsProcess() throws IOException {
		try (ConfigurableApplicationContext context = Jobs.started(this.sandbox, this.folder, "--job=copy",
				"--sample.requests-per-second=1000")) {
			Progress.Status status = context.getBean(Progress.class).status();
			long resources = Stream.of("contents", "assets", "offers")
				.mapToLong((collection) -> names("testmock", collection).size())
				.sum();
			assertThat(status.read()).isEqualTo(resources);
			assertThat(status.written()).isEqualTo(resources);
			assertThat(status.partitions()).isEqualTo(15).isEqualTo(status.ended());
			assertThat(status.secondsLeft()).isZero();
			assertThat(context.getBean(MeterRegistry.class).get("sample.run.written").gauge().value())
				.isEqualTo(resources);
			assertThat(context.getBean(JdbcTemplate.class)
				.queryForList("select exit_message from batch_step_execution where step_name like '%:%'", String.class))
				.hasSize(15)
				.allMatch((message) -> message.contains("Run by " + ProcessHandle.current().pid() + "@"));
		}
		List<LoggedRequest> stores = this.sandbox.requests().of(Operation.STORE);
		assertThat(stores)
			.allMatch((request) -> request.header("X-Correlation-ID").matches("copy-1/copy-[a-z]+:(range\\d|absent)"));
		assertThat(stores).extracting((request) -> request.header("traceparent").split("-")[1])
			.as("the trace of the job")
			.containsOnly(traceOfTheManager());
	}

	@Test
	void aRunWithoutANameKeepsTheDayOnWhichItBegan() {
		SampleProperties sample = new Binder(new MapConfigurationPropertySource(Map.of("sample.folder", "target")))
			.bind("sample", SampleProperties.class)
			.get();
		assertThat(sample.run()).isEqualTo(sample.parameters().getString("run")).matches("\\d{4}-\\d\\d-\\d\\d");
	}

	@Test
	void failsWhenTooManyAreWrong() {
		for (int i = 0; i < 5; i++) {
			put("offers", "ends-first-" + i, Map.of("type", "ondemand", "availabilityStartAt", "2024-02-02T00:00:00Z",
					"availabilityEndAt", "2024-01-01T00:00:00Z"));
		}
		assertThat(Jobs.run(this.sandbox, this.folder, "--job=copy", "--sample.skip-limit=4", "--sample.restarts=1",
				"--sample.collections=offers"))
			.isOne();
		assertThat(Jobs.run(this.sandbox, this.folder, "--job=copy", "--sample.skip-limit=5",
				"--sample.collections=offers"))
			.as("goes on with a higher limit")
			.isZero();
	}

	/** The manager counts the resources of a partition before there is one. */
	private String traceOfTheManager() {
		return this.sandbox.requests()
			.all()
			.stream()
			.filter((request) -> "true".equals(request.parameter("count")))
			.map((request) -> String.valueOf(request.header("traceparent")).split("-")[1])
			.findFirst()
			.orElseThrow();
	}

	private List<String> statuses() {
		return new JdbcTemplate(new DriverManagerDataSource(Jobs.database(this.folder), "sa", ""))
			.queryForList("select distinct status from batch_step_execution where step_name like '%:%'", String.class);
	}

	private void put(String collection, String name, Map<String, Object> fields) {
		Map<String, Object> resource = new LinkedHashMap<>(Map.of("name", name, "title", "Title of " + name));
		resource.putAll(fields);
		this.sandbox.put("metadata", collection, resource);
	}

	private List<Object> names(String owner, String collection) {
		List<Object> names = new ArrayList<>();
		resources(owner, collection).forEach((resource) -> names.add(resource.get("name")));
		return names;
	}

	private List<Map<String, Object>> resources(String owner, String collection) {
		return this.sandbox.resources(owner, "metadata", collection);
	}

}
