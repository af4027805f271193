package io.sequoia.core;

import java.util.List;
import java.util.Map;

import io.sequoia.InvalidResourceException.Violation;
import io.sequoia.InvalidResourceException;
import io.sequoia.Ref;
import io.sequoia.core.mapping.SequoiaResource;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.sandbox.SequoiaSandbox;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.StringUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Fields that the server holds and a type of the application does not have.
 */
@ExtendWith(OutputCaptureExtension.class)
class UnknownFieldsIntegrationTests {

	private static final Ref LIONS = Ref.of("testmock", "paper-lions");

	private static final String WARNING = "deletes the fields that the type has no property for";

	private final SequoiaSandbox sandbox = SequoiaSandbox.builder().start();

	private @Nullable ConfigurableApplicationContext context;

	private Map<String, Object> before = Map.of();

	@BeforeEach
	void keep() {
		this.before = stored();
		assertThat(this.before).containsKeys("shortSynopsis", "ratings", "categoryRefs");
	}

	@AfterEach
	void stop() {
		if (this.context != null) {
			this.context.close();
		}
		this.sandbox.close();
	}

	@Test
	void staysWhereTheClientHasReadTheResource(CapturedOutput output) {
		SequoiaTemplate sequoia = run();

		Title changed = sequoia.update(LIONS, Title.class, (read) -> read.as("Tin Lions"));

		assertThat(changed.title()).isEqualTo("Tin Lions");
		assertThatOnlyTheTitleChanged("Tin Lions");
		assertThat(output).doesNotContain(WARNING);
	}

	@Test
	void staysWithoutWaiting() {
		run();

		assertThat(this.context).isNotNull();
		this.context.getBean(ReactiveSequoiaTemplate.class)
			.update(LIONS, Title.class, (read) -> read.as("Tin Lions"))
			.block();

		assertThatOnlyTheTitleChanged("Tin Lions");
	}

	@Test
	void staysForATypeWithoutVersionAndForOneThatIsChangedItself() {
		SequoiaTemplate sequoia = run();

		sequoia.update(LIONS, Mutable.class, (read) -> {
			read.title = "Tin Lions";
			return read;
		});

		assertThatOnlyTheTitleChanged("Tin Lions");
	}

	@Test
	void removesWhatTheChangeRemoves() {
		SequoiaTemplate sequoia = run();

		sequoia.update(LIONS, Synopsis.class,
				(read) -> new Synopsis(read.ref(), read.version(), read.type(), read.title(), null));

		assertThat(stored()).doesNotContainKey("shortSynopsis").containsKeys("ratings", "categoryRefs");
	}

	@Test
	void isNamedByOneWarningWhereAReadResourceIsReplaced(CapturedOutput output) {
		SequoiaTemplate sequoia = run();

		Title updated = sequoia.update(sequoia.read(LIONS, Title.class).as("Tin Lions"));
		sequoia.update(updated.as("Lead Lions"));

		assertThat(StringUtils.countOccurrencesOf(output.getAll(), WARNING)).isOne();
		assertThat(output.getAll().lines().filter((line) -> line.contains(WARNING))).singleElement()
			.satisfies((line) -> assertThat(line).contains(Title.class.getName(), "shortSynopsis", "categoryRefs")
				.doesNotContain("createdAt", "updatedBy", "Two retired forgers"));
	}

	@Test
	void isNoMatterForNewResourcesAndForTypesThatHoldIt(CapturedOutput output) {
		SequoiaTemplate sequoia = run();
		sequoia.read(LIONS, Title.class);

		sequoia.store(new Title(null, null, "movie", "New"));
		Map<String, Object> read = sequoia.service("metadata").resources("contents").read(LIONS);
		sequoia.service("metadata").resources("contents").update(read);

		assertThat(output).doesNotContain(WARNING);
	}

	@Test
	void isRefusedIfItIsToBe() {
		SequoiaTemplate sequoia = run("sequoia.store.unknown-fields=refuse");
		Title read = sequoia.read(LIONS, Title.class);

		InvalidResourceException updated = catchThrowableOfType(InvalidResourceException.class,
				() -> sequoia.update(read.as("Tin Lions")));
		InvalidResourceException changed = catchThrowableOfType(InvalidResourceException.class,
				() -> sequoia.update(LIONS, Title.class, (title) -> title.as("Tin Lions")));

		assertThat(updated.violations()).extracting(Violation::path).contains("shortSynopsis", "categoryRefs");
		assertThat(updated).hasMessageContaining("sequoia.store.unknown-fields");
		assertThat(changed.violations()).extracting(Violation::path).contains("shortSynopsis");
		assertThat(stored()).isEqualTo(this.before);
	}

	@Test
	void isDeletedWithAWarningIfItIsToBe(CapturedOutput output) {
		SequoiaTemplate sequoia = run("sequoia.store.unknown-fields=warn");

		sequoia.update(LIONS, Title.class, (read) -> read.as("Tin Lions"));

		assertThat(output).contains(WARNING);
		assertThat(stored()).doesNotContainKey("shortSynopsis");
	}

	@Test
	void namesEachResourceOfABatchThatCannotBeSent() {
		SequoiaTemplate sequoia = run();

		InvalidResourceException failure = catchThrowableOfType(InvalidResourceException.class,
				() -> sequoia.storeAll(List.of(new Named("one", "movie", "One"), new Named("bad name", "movie", "Two"),
						new Named("three", "movie", "Three"), new Named("one", "movie", "Four"),
						new Named("../five", "movie", "Five"))));

		assertThat(failure.violations()).extracting(Violation::index).containsExactly(1, 3, 4);
		assertThat(failure.violations().get(0).message()).contains("bad name");
		assertThat(failure.violations().get(1).message()).startsWith("has the same name as [0]");
		assertThat(this.sandbox.resources("metadata", "contents")).noneMatch((one) -> "one".equals(one.get("name")));
	}

	@Test
	void takesTheSameNameInTwoCollections() {
		SequoiaTemplate sequoia = run();

		assertThat(sequoia.storeAll(List.of(new Named("same", "movie", "One"), new Picture("same", "image", "One"))))
			.hasSize(2);
	}

	private void assertThatOnlyTheTitleChanged(String title) {
		Map<String, Object> now = stored();
		assertThat(now).containsEntry("title", title);
		this.before.forEach((field, value) -> {
			if (!List.of("title", "version", "updatedAt", "updatedBy").contains(field)) {
				assertThat(now).containsEntry(field, value);
			}
		});
	}

	private Map<String, Object> stored() {
		return this.sandbox.resources("metadata", "contents")
			.stream()
			.filter((content) -> LIONS.toString().equals(content.get("ref")))
			.findFirst()
			.orElseThrow();
	}

	private SequoiaTemplate run(String... properties) {
		this.context = ClientApplication.run(this.sandbox, properties);
		return this.context.getBean(SequoiaTemplate.class);
	}

	@SequoiaResource(service = "metadata", name = "contents")
	record Title(@Nullable Ref ref, @Nullable String version, String type, String title) {

		Title as(String changed) {
			return new Title(this.ref, this.version, this.type, changed);
		}

	}

	@SequoiaResource(service = "metadata", name = "contents")
	record Synopsis(@Nullable Ref ref, @Nullable String version, String type, String title,
			@Nullable String shortSynopsis) {
	}

	@SequoiaResource(service = "metadata", name = "contents")
	static class Mutable {

		public @Nullable Ref ref;

		public @Nullable String title;

	}

	@SequoiaResource(service = "metadata", name = "contents")
	record Named(String name, String type, String title) {
	}

	@SequoiaResource(service = "metadata", name = "assets")
	record Picture(String name, String type, String title) {
	}

}
