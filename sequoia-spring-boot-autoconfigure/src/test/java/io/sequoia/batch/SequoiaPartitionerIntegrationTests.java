package io.sequoia.batch;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.sequoia.core.ResourceOperations;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.core.query.Criteria;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.fixture.Content;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.partition.Partitioner;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.repository.dao.DefaultExecutionContextSerializer;
import org.springframework.batch.core.scope.context.StepSynchronizationManager;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.infrastructure.item.ExecutionContext;

import static io.sequoia.core.query.Criteria.where;
import static io.sequoia.core.query.Field.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

/**
 * Every resource is in exactly one partition.
 */
class SequoiaPartitionerIntegrationTests {

	private static final Criteria MOVIES = where(field("type").equalTo("movie"));

	@AutoClose
	private final ClientApplication application = ClientApplication.onEmptySandbox();

	private final SequoiaSandbox sandbox = this.application.sandbox();

	private final SequoiaTemplate sequoia = this.application.template();

	private ResourceOperations<Map<String, Object>> contents;

	@BeforeEach
	void start() {
		this.contents = this.sequoia.service("metadata").resources("contents");
	}

	@Test
	void rangesMeetAtTheirBoundsAndHaveOpenEnds() {
		seed(0, 21, (i) -> Map.of("scores", Map.of("popularity", 2000 + i)));
		seed(21, 24, (i) -> Map.of());
		Map<String, List<String>> read = read(SequoiaPartitioner.ranges("scores.popularity", List.of(2005, 2010)), 99);
		assertThat(read).containsExactly(Map.entry("range0", names(0, 5)), Map.entry("range1", names(5, 10)),
				Map.entry("range2", names(10, 21)), Map.entry("absent", names(21, 24)));
	}

	@Test
	void boundsMayBeTimes() {
		seed(0, 9, (i) -> Map.of("availabilityStartAt", "2014-01-0" + (i + 1) + "T00:00:00Z"));
		seed(9, 10, (i) -> Map.of());
		assertThat(read(
				SequoiaPartitioner.ranges("availabilityStartAt", List.of(Instant.parse("2014-01-04T00:00:00Z"))), 99))
			.containsExactly(Map.entry("range0", names(0, 3)), Map.entry("range1", names(3, 9)),
					Map.entry("absent", names(9, 10)));
	}

	@Test
	void evenRangesOfNumbersHoldEveryResourceOnce() {
		seed(0, 30, (i) -> Map.of("scores", Map.of("popularity", 1990 + i)));
		seed(30, 33, (i) -> Map.of());
		this.sandbox.put("metadata", "contents",
				Map.of("name", "show", "title", "t", "type", "show", "scores", Map.of("popularity", 9000)));
		Map<String, List<String>> read = read(SequoiaPartitioner.evenRanges("scores.popularity", this.contents, MOVIES),
				3);
		assertThat(read).containsExactly(Map.entry("range0", names(0, 9)), Map.entry("range1", names(9, 19)),
				Map.entry("range2", names(19, 30)), Map.entry("absent", names(30, 33)));
	}

	@Test
	void evenRangesOfTimesHoldEveryResourceOnce() {
		seed(0, 9, (i) -> Map.of("availabilityStartAt", "2014-01-0" + (i + 1) + "T00:00:00.001Z"));
		Map<String, List<String>> read = read(
				SequoiaPartitioner.evenRanges("availabilityStartAt", this.contents, MOVIES), 4);
		assertThat(read).containsExactly(Map.entry("range0", names(0, 2)), Map.entry("range1", names(2, 4)),
				Map.entry("range2", names(4, 6)), Map.entry("range3", names(6, 9)), Map.entry("absent", List.of()));
	}

	@Test
	void theValuesCostARequestForOneResourceEach() {
		seed(0, 30, (i) -> Map.of("scores", Map.of("popularity", 1990 + i)));
		SequoiaPartitioner.evenRanges("scores.popularity", this.contents, MOVIES.perPage(50)).partition(3);
		assertThat(this.sandbox.requests().of(Operation.BROWSE)).extracting((request) -> request.parameter("perPage"))
			.containsExactly("1", "1");
	}

	@Test
	void thereAreAsManyPartitionsWhereTheValuesAreFew() {
		seed(0, 3, (i) -> Map.of("scores", Map.of("popularity", 1990 + i / 2)));
		Map<String, List<String>> read = read(SequoiaPartitioner.evenRanges("scores.popularity", this.contents, MOVIES),
				5);
		assertThat(read).hasSize(6);
		assertThat(read.values().stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(names(0, 3));
	}

	@Test
	void resourcesWithoutAnyValueAreAbsent() {
		seed(0, 3, (i) -> Map.of());
		assertThat(read(SequoiaPartitioner.evenRanges("scores.popularity", this.contents, MOVIES), 3))
			.containsExactly(Map.entry("range0", List.of()), Map.entry("absent", names(0, 3)));
	}

	@Test
	void evenCountsShareSkewedValuesFairly() {
		Instant day = Instant.parse("2024-05-01T00:00:00Z");
		// one in ten is spread over ten years, the others came on one day
		seed(0, 200, (i) -> Map.of("availabilityStartAt",
				((i % 10 == 0) ? day.minusSeconds(i * 1_500_000L) : day.plusSeconds(i)).toString()));
		seed(200, 204, (i) -> Map.of());
		Map<String, List<String>> read = read(
				SequoiaPartitioner.evenCounts("availabilityStartAt", this.contents, MOVIES), 8);
		assertThat(read.values().stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(names(0, 204));
		assertThat(read).hasSize(9).containsEntry("absent", names(200, 204));
		assertThat(read.values()).allSatisfy((partition) -> assertThat(partition).hasSizeLessThanOrEqualTo(38));
		this.sandbox.requests().clear();
		SequoiaPartitioner.evenCounts("availabilityStartAt", this.contents, MOVIES).partition(8);
		assertThat(this.sandbox.requests().count()).isLessThan(60);
		assertThat(read(SequoiaPartitioner.evenRanges("availabilityStartAt", this.contents, MOVIES), 8).values())
			.as("partitions of the same width have different numbers of resources")
			.anySatisfy((partition) -> assertThat(partition).hasSizeGreaterThan(150));
	}

	@Test
	void evenCountsOfNumbersHoldEveryResourceOnce() {
		seed(0, 30, (i) -> Map.of("scores", Map.of("popularity", (i < 20) ? 7 : 100.5 + i)));
		Map<String, List<String>> read = read(SequoiaPartitioner.evenCounts("scores.popularity", this.contents, MOVIES),
				4);
		assertThat(read).hasSize(5);
		assertThat(read.values().stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(names(0, 30));
		assertThat(read.values()).as("one value cannot be divided").contains(names(0, 20));
	}

	@Test
	void evenCountsOfNothingAreAbsent() {
		seed(0, 3, (i) -> Map.of());
		assertThat(read(SequoiaPartitioner.evenCounts("scores.popularity", this.contents, MOVIES), 3))
			.containsExactly(Map.entry("range0", List.of()), Map.entry("absent", names(0, 3)));
	}

	@Test
	void recordedPartitionsAreTheSameAfterAKill() {
		seed(0, 30, (i) -> Map.of("scores", Map.of("popularity", 1990 + i)));
		JobRepository jobs = mock(JobRepository.class);
		StepExecution manager = new StepExecution(1, "manager",
				new JobExecution(1, new JobInstance(1, "job"), new JobParameters()));
		Partitioner partitioner = SequoiaPartitioner.evenCounts("scores.popularity", this.contents, MOVIES)
			.recordedBy(jobs);
		assertThatIllegalStateException().isThrownBy(() -> partitioner.partition(3)).withMessageContaining("by a step");
		Map<String, ExecutionContext> first = inStep(manager, partitioner);
		verify(jobs).updateExecutionContext(manager);
		seed(30, 90, (i) -> Map.of("scores", Map.of("popularity", 1990 + i)));
		manager.setExecutionContext(transferred(manager.getExecutionContext()));
		assertThat(inStep(manager, partitioner)).isEqualTo(first).hasSize(4);
	}

	private static Map<String, ExecutionContext> inStep(StepExecution step, Partitioner partitioner) {
		StepSynchronizationManager.register(step);
		try {
			return partitioner.partition(3);
		}
		finally {
			StepSynchronizationManager.release();
		}
	}

	@Test
	void saysWhyItCannotDivide() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> SequoiaPartitioner.ranges("scores.popularity", List.of(2010, 2005)))
			.withMessageContaining("2005 is not above");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> SequoiaPartitioner.evenRanges("scores.popularity", this.contents, MOVIES.orderBy("name")))
			.withMessageContaining("no sort order");
		seed(0, 3, (i) -> Map.of());
		assertThatIllegalStateException()
			.isThrownBy(() -> SequoiaPartitioner.evenRanges("name", this.contents, MOVIES).partition(2))
			.withMessageContaining("'name'")
			.withMessageContaining("ranges(..)");
	}

	private interface Fields {

		Map<String, Object> of(int number);

	}

	private void seed(int from, int to, Fields fields) {
		this.sandbox.putAll("metadata", "contents", IntStream.range(from, to).mapToObj((i) -> {
			Map<String, Object> content = new LinkedHashMap<>(
					Map.of("name", name(i), "title", "Title of " + name(i), "type", "movie"));
			content.putAll(fields.of(i));
			return content;
		}).toList());
	}

	/** Read the partitions, each with a reader like on a separate machine. */
	private Map<String, List<String>> read(Partitioner partitioner, int gridSize) {
		Map<String, List<String>> names = new LinkedHashMap<>();
		partitioner.partition(gridSize).forEach((partition, context) -> {
			SequoiaItemReader<Content> reader = new SequoiaItemReader<>(this.sequoia, Content.class,
					MOVIES.orderBy("name").perPage(2));
			reader.open(transferred(context));
			List<String> read = new ArrayList<>();
			Stream.generate(reader::read)
				.takeWhile((content) -> content != null)
				.forEach((content) -> read.add(content.name()));
			names.put(partition, read);
		});
		return names;
	}

	private static ExecutionContext transferred(ExecutionContext context) {
		DefaultExecutionContextSerializer serializer = new DefaultExecutionContextSerializer();
		try (ByteArrayOutputStream written = new ByteArrayOutputStream()) {
			serializer.serialize(context.toMap(), written);
			return new ExecutionContext(serializer.deserialize(new ByteArrayInputStream(written.toByteArray())));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static List<String> names(int from, int to) {
		return IntStream.range(from, to).mapToObj(SequoiaPartitionerIntegrationTests::name).toList();
	}

	private static String name(int number) {
		return String.format("c%02d", number);
	}

}
