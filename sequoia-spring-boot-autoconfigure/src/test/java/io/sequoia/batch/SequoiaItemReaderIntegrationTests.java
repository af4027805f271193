package io.sequoia.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.sequoia.AccessDeniedException;
import io.sequoia.InvalidCriteriaException;
import io.sequoia.InvalidResourceException;
import io.sequoia.Ref;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.core.query.Criteria;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.fixture.Content;
import io.sequoia.sandbox.Fault;
import io.sequoia.sandbox.LoggedRequest;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ReaderNotOpenException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * The position at which a reader continues, and the requests of a writer.
 */
class SequoiaItemReaderIntegrationTests {

	private static final Criteria BY_TENS = Criteria.all().orderBy("name").perPage(10);

	// with pages ahead, one may be fetched while a reader is closed
	@AutoClose
	private final ClientApplication application = ClientApplication.onEmptySandbox("sequoia.pagination.prefetch=0");

	private final SequoiaSandbox sandbox = this.application.sandbox();

	private final SequoiaTemplate sequoia = this.application.template();

	@BeforeEach
	void start() {
		this.sandbox.putAll("metadata", "contents", IntStream.range(0, 45).mapToObj((i) -> content(name(i))).toList());
	}

	@Test
	void readsAllPagesAndThenNothing() {
		SequoiaItemReader<Content> reader = opened(BY_TENS, new ExecutionContext());
		assertThat(names(reader, 100)).containsExactlyElementsOf(names(0, 45));
		assertThat(reader.read()).isNull();
		assertThat(browses()).hasSize(5);
	}

	@Test
	void sendsNothingBeforeTheFirstRead() {
		opened(BY_TENS, new ExecutionContext());
		assertThat(this.sandbox.requests().count()).isZero();
	}

	@Test
	void goesOnWithinAPageAndFetchesNoneBeforeIt() {
		ExecutionContext kept = readAndKeep(BY_TENS, 23);
		List<String> before = browses();
		this.sandbox.requests().clear();
		assertThat(names(opened(BY_TENS, kept), 100)).containsExactlyElementsOf(names(23, 45));
		assertThat(browses()).hasSize(3).startsWith(before.get(2)).doesNotContainAnyElementsOf(before.subList(0, 2));
	}

	@Test
	void goesOnWithTheNextPageWhereOneIsUsedUp() {
		ExecutionContext kept = readAndKeep(BY_TENS, 20);
		List<String> before = browses();
		this.sandbox.requests().clear();
		assertThat(names(opened(BY_TENS, kept), 100)).containsExactlyElementsOf(names(20, 45));
		assertThat(browses()).hasSize(3).doesNotContainAnyElementsOf(before.subList(0, 2));
	}

	@Test
	void readsNothingAgainAfterTheEnd() {
		assertThat(opened(BY_TENS, readAndKeep(BY_TENS, 45)).read()).isNull();
		assertThat(opened(BY_TENS.perPage(100), readAndKeep(BY_TENS.perPage(100), 45)).read()).isNull();
	}

	@Test
	void losesAndRepeatsNothingWhereResourcesCameAndWentMeanwhile() {
		ExecutionContext kept = readAndKeep(BY_TENS, 23);
		this.sequoia.delete(Ref.of("testmock", name(20)), Content.class);
		this.sequoia.delete(Ref.of("testmock", name(22)), Content.class);
		this.sequoia.delete(Ref.of("testmock", name(25)), Content.class);
		this.sandbox.put("metadata", "contents", content("c20-new"));
		List<String> expected = new ArrayList<>(List.of("c20-new"));
		expected.addAll(names(23, 45));
		expected.remove(name(25));
		assertThat(names(opened(BY_TENS, kept), 100)).containsExactlyElementsOf(expected);
	}

	@Test
	void refusesToGoOnByOtherCriteria() {
		ExecutionContext kept = readAndKeep(BY_TENS, 23);
		this.sandbox.requests().clear();
		SequoiaItemReader<Content> reader = opened(BY_TENS.orderBy("title"), kept);
		assertThatExceptionOfType(InvalidCriteriaException.class).isThrownBy(reader::read)
			.withMessageContaining("metadata/contents")
			.withMessageContaining("other criteria");
		assertThat(browses()).isEmpty();
		assertThat(names(opened(BY_TENS.perPage(20), kept), 100)).containsExactlyElementsOf(names(23, 45));
	}

	@Test
	void tellsResourcesWithoutARefByTheirPlace() {
		Criteria titles = BY_TENS.fields("title");
		assertThat(all(opened(titles, readAndKeep(titles, 23))).stream().map(Content::title))
			.containsExactlyElementsOf(IntStream.range(23, 45).mapToObj((i) -> "Title of " + name(i)).toList());
	}

	@Test
	void readsCollectionsWithoutAType() {
		SequoiaItemReader<Map<String, Object>> reader = new SequoiaItemReader<>(
				this.sequoia.service("metadata").resources("contents"),
				(content) -> Ref.parse(content.get("ref").toString()), BY_TENS);
		ExecutionContext kept = new ExecutionContext();
		reader.open(kept);
		assertThat(reader.read()).containsEntry("name", "c00");
		reader.update(kept);
		reader.close();
		reader.open(kept);
		assertThat(reader.read()).containsEntry("name", "c01");
		reader.close();
	}

	@Test
	void goesOnAtThePageThatCouldNotBeRead() {
		this.sandbox.faults()
			.next(Operation.BROWSE, Fault.none())
			.next(Operation.BROWSE, Fault.none())
			.next(Operation.BROWSE, Fault.status(403));
		SequoiaItemReader<Content> reader = opened(BY_TENS, new ExecutionContext());
		List<String> read = names(reader, 20);
		assertThatExceptionOfType(AccessDeniedException.class).isThrownBy(reader::read);
		read.addAll(names(reader, 100));
		assertThat(read).containsExactlyElementsOf(names(0, 45));
		assertThat(browses()).hasSize(6);
	}

	@Test
	void keepsNothingIfToldSo() {
		SequoiaItemReader<Content> reader = new SequoiaItemReader<>(this.sequoia, Content.class, BY_TENS);
		reader.setSaveState(false);
		ExecutionContext kept = readAndKeep(BY_TENS, 23);
		reader.open(kept);
		assertThat(names(reader, 1)).containsExactly("c00");
		ExecutionContext empty = new ExecutionContext();
		reader.update(empty);
		assertThat(empty.isEmpty()).isTrue();
		reader.close();
	}

	@Test
	void keepsThePlacesOfReadersOfOneStepApart() {
		ExecutionContext kept = new ExecutionContext();
		SequoiaItemReader<Content> one = new SequoiaItemReader<>(this.sequoia, Content.class, BY_TENS);
		SequoiaItemReader<Content> other = new SequoiaItemReader<>(this.sequoia, Content.class, BY_TENS);
		one.setName("one");
		other.setName("other");
		one.open(kept);
		other.open(kept);
		assertThat(names(one, 5)).hasSize(5);
		one.update(kept);
		other.update(kept);
		one.close();
		one.open(kept);
		other.close();
		other.open(kept);
		assertThat(one.read().name()).isEqualTo("c05");
		assertThat(other.read().name()).isEqualTo("c00");
	}

	@Test
	void saysThatItIsNotOpen() {
		SequoiaItemReader<Content> reader = new SequoiaItemReader<>(this.sequoia, Content.class, BY_TENS);
		reader.setName("contents");
		assertThatExceptionOfType(ReaderNotOpenException.class).isThrownBy(reader::read)
			.withMessageContaining("'contents'")
			.withMessageContaining("register it as a stream");
	}

	@Test
	void cannotBeOpenedForASecondStepAtTheSameTime() {
		SequoiaItemReader<Content> shared = opened(BY_TENS, new ExecutionContext());
		assertThat(names(shared, 13)).containsExactlyElementsOf(names(0, 13));
		assertThatIllegalStateException().isThrownBy(() -> shared.open(new ExecutionContext()))
			.withMessageContaining("is open already")
			.withMessageContaining("@StepScope");
		// the step that failed closes it
		shared.close();
		assertThatIllegalStateException().isThrownBy(() -> shared.open(new ExecutionContext()));
		shared.close();
		assertThat(names(shared, 100)).containsExactlyElementsOf(names(13, 45));
		shared.close();
		shared.open(new ExecutionContext());
		assertThat(names(shared, 100)).containsExactlyElementsOf(names(0, 45));
	}

	@Test
	void writesAChunkAsOneBatch() {
		new SequoiaItemWriter<>(this.sequoia)
			.write(Chunk.of(Content.of("new-1", "New"), Content.of("new-2", "New"), Content.of("c00", "Changed")));
		new SequoiaItemWriter<>(this.sequoia.service("metadata").resources("contents"))
			.write(Chunk.of(Map.of("name", "new-3", "title", "New", "type", "movie")));
		new SequoiaItemWriter<>(this.sequoia).write(new Chunk<>());
		assertThat(this.sandbox.requests().count(Operation.STORE)).isEqualTo(2);
		assertThat(this.sandbox.resources("metadata", "contents")).hasSize(48)
			.filteredOn((content) -> content.get("title").equals("Changed"))
			.hasSize(1);
	}

	@Test
	void storesTheRestOfAChunkOfWhichSomeAreRefused() {
		List<Content> refused = new ArrayList<>();
		SequoiaItemWriter<Content> writer = new SequoiaItemWriter<>(this.sequoia);
		Chunk<Content> chunk = new Chunk<>();
		for (int i = 0; i < 20; i++) {
			chunk.add((i % 7 == 3) ? new Content(null, null, "new-" + i, "New", null, null, null, null, List.of())
					: Content.of("new-" + i, "New"));
		}
		assertThatExceptionOfType(InvalidResourceException.class).isThrownBy(() -> writer.write(chunk));
		assertThat(this.sandbox.resources("metadata", "contents")).hasSize(45);
		writer.setRefusedHandler((content, reason) -> {
			assertThat(reason).hasMessageContaining(content.name());
			refused.add(content);
		});
		writer.write(chunk);
		assertThat(refused).extracting(Content::name).containsExactly("new-3", "new-10", "new-17");
		assertThat(this.sandbox.resources("metadata", "contents")).hasSize(45 + 17);
		writer.setRefusedHandler((content, reason) -> {
			throw new IllegalStateException("too many");
		});
		assertThatIllegalStateException().isThrownBy(() -> writer.write(chunk)).withMessage("too many");
	}

	@Test
	void handsOverResourcesThatCannotBeSentAndTheSecondOfOneName() {
		List<String> refused = new ArrayList<>();
		SequoiaItemWriter<Content> writer = new SequoiaItemWriter<>(this.sequoia);
		writer.setRefusedHandler(
				(content, reason) -> refused.add(content.title() + ": " + reason.violations().get(0).message()));
		Content nameless = Content.of("no name", "Bad name");
		writer.write(Chunk.of(Content.of("new-1", "First"), nameless, Content.of("new-1", "Second"),
				Content.of("new-2", "Third")));
		writer.write(Chunk.of(nameless));
		assertThat(refused).hasSize(3)
			.satisfiesExactly((bad) -> assertThat(bad).startsWith("Bad name: 'no name' cannot be the name"),
					(same) -> assertThat(same).startsWith("Second: has the same name"),
					(bad) -> assertThat(bad).startsWith("Bad name: 'no name' cannot be the name"));
		assertThat(this.sandbox.resources("metadata", "contents")).extracting((content) -> content.get("title"))
			.contains("First", "Third")
			.doesNotContain("Second");
		assertThat(this.sandbox.requests().count(Operation.STORE)).isEqualTo(1);
		writer.setRefusedHandler((content, reason) -> {
			throw reason;
		});
		assertThatExceptionOfType(InvalidResourceException.class).isThrownBy(() -> writer.write(Chunk.of(nameless)))
			.withMessageContaining("'no name' cannot be the name");
	}

	private ExecutionContext readAndKeep(Criteria criteria, int count) {
		ExecutionContext kept = new ExecutionContext();
		SequoiaItemReader<Content> reader = opened(criteria, kept);
		for (int i = 0; i < count; i++) {
			assertThat(reader.read()).isNotNull();
		}
		reader.update(kept);
		// resources that are read afterwards were not committed
		reader.read();
		reader.close();
		return new ExecutionContext(kept);
	}

	private SequoiaItemReader<Content> opened(Criteria criteria, ExecutionContext kept) {
		SequoiaItemReader<Content> reader = new SequoiaItemReader<>(this.sequoia, Content.class, criteria);
		reader.open(kept);
		return reader;
	}

	private static List<Content> all(SequoiaItemReader<Content> reader) {
		return read(reader, Integer.MAX_VALUE);
	}

	private static List<String> names(SequoiaItemReader<Content> reader, int limit) {
		List<String> names = new ArrayList<>();
		read(reader, limit).forEach((content) -> names.add(content.name()));
		return names;
	}

	private static List<Content> read(SequoiaItemReader<Content> reader, int limit) {
		List<Content> contents = new ArrayList<>();
		@Nullable Content content;
		while (contents.size() < limit && (content = reader.read()) != null) {
			contents.add(content);
		}
		return contents;
	}

	private List<String> browses() {
		return this.sandbox.requests().of(Operation.BROWSE).stream().map(LoggedRequest::uri).toList();
	}

	private static Map<String, Object> content(String name) {
		return Map.of("name", name, "title", "Title of " + name, "type", "movie");
	}

	private static List<String> names(int from, int to) {
		return IntStream.range(from, to).mapToObj(SequoiaItemReaderIntegrationTests::name).toList();
	}

	private static String name(int number) {
		return String.format("c%02d", number);
	}

}
