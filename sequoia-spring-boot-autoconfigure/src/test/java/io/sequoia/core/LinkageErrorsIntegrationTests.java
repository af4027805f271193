package io.sequoia.core;

import java.util.List;
import java.util.stream.Stream;

import io.sequoia.InvalidResourceException;
import io.sequoia.MalformedResponseException;
import io.sequoia.Ref;
import io.sequoia.core.mapping.SequoiaResource;
import io.sequoia.core.query.Criteria;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.fixture.Content;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Classes of the application that cannot be loaded or initialized fail a call at once.
 */
@Timeout(20)
class LinkageErrorsIntegrationTests {

	private static final Ref FILM = Ref.of("testmock", "film");

	@AutoClose
	private static final ClientApplication application = ClientApplication.onEmptySandbox();

	private static final SequoiaTemplate template = application.template();

	@BeforeEach
	void prepare() {
		Content.seed(application.sandbox(), 1, "film", "Film");
	}

	@Test
	void typeThatCannotBeInitializedFailsItsReads() {
		assertThatExceptionOfType(MalformedResponseException.class)
			.isThrownBy(() -> template.read(FILM, Uninitialized.class))
			.withMessageContaining("ExceptionInInitializerError");
		assertThatExceptionOfType(MalformedResponseException.class)
			.isThrownBy(() -> template.browse(Criteria.all(), Uninitialized.class).list())
			.withMessageContaining("NoClassDefFoundError");
	}

	@Test
	void propertyWhoseClassIsMissingFailsReadsAndWrites() {
		assertThatExceptionOfType(MalformedResponseException.class)
			.isThrownBy(() -> template.read(FILM, Incomplete.class))
			.withMessageContainingAll("contents[0]", "NoClassDefFoundError", "missing/Setter");
		assertThatIllegalArgumentException().isThrownBy(() -> template.store(new Incomplete()))
			.withMessageContaining("missing/Getter");
		assertThatExceptionOfType(InvalidResourceException.class)
			.isThrownBy(() -> template.storeAll(Stream.of(new Incomplete(), new Incomplete())))
			.withMessageContaining("missing/Getter");
		assertThatExceptionOfType(InvalidResourceException.class)
			.isThrownBy(() -> template.storeAll(List.of(new Incomplete(), new Incomplete())))
			.withMessageContaining("missing/Getter");
	}

	@Test
	void streamWhoseSourceFailsToLinkFailsTheStore() {
		Stream<Content> contents = Stream.of("one", "two").map((name) -> {
			throw new NoClassDefFoundError("missing/Source");
		});
		assertThatIllegalStateException().isThrownBy(() -> template.storeAll(contents))
			.withMessageContaining("missing/Source");
	}

	@Test
	void changeThatFailsToLinkFailsTheUpdate() {
		assertThatIllegalStateException().isThrownBy(() -> template.update(FILM, Content.class, (content) -> {
			throw new NoClassDefFoundError("missing/Change");
		})).withMessageContaining("missing/Change");
	}

	@Test
	void failedAssertionOfApplicationCodeIsThrownAsItIs() {
		AssertionError failed = new AssertionError("not as expected");
		assertThat(catchThrowable(() -> template.update(FILM, Content.class, (content) -> {
			throw failed;
		}))).isSameAs(failed);
		Stream<Content> contents = Stream.of("one", "two").map((name) -> {
			throw failed;
		});
		assertThat(catchThrowable(() -> template.storeAll(contents))).isSameAs(failed);
	}

	@SequoiaResource(service = "metadata", name = "contents")
	static class Uninitialized {

		static final int NUMBER = Integer.parseInt("none");

		public @Nullable Ref ref;

	}

	@SequoiaResource(service = "metadata", name = "contents")
	static class Incomplete {

		public @Nullable Ref ref;

		public String type = "movie";

		public String getTitle() {
			throw new NoClassDefFoundError("missing/Getter");
		}

		public void setTitle(String title) {
			throw new NoClassDefFoundError("missing/Setter");
		}

	}

}
