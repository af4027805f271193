package io.sequoia.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.sequoia.Ref;
import io.sequoia.core.ReactiveSequoiaTemplate;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.core.mapping.SequoiaResource;
import io.sequoia.core.query.Criteria;
import io.sequoia.sandbox.Fault;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

import static io.sequoia.core.query.Criteria.where;
import static io.sequoia.core.query.Field.field;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The code of the README: it compiles and does what the README says.
 */
@SpringBootTest(webEnvironment = WebEnvironment.NONE)
class ReadmeTests {

	private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

	@Autowired
	SequoiaTemplate template;

	@Autowired
	ReactiveSequoiaTemplate reactive;

	private final List<Title> indexed = new ArrayList<>();

	@Test
	void showsOnlyCodeThatCompiles() throws IOException {
		String source = normalized(Files.readString(Path.of("src/test/java/io/sequoia/sample/ReadmeTests.java")));
		Matcher java = JAVA.matcher(Files.readString(Path.of("../README.md")));
		int snippets = 0;
		while (java.find()) {
			assertThat(source).contains(normalized(java.group(1)));
			snippets++;
		}
		assertThat(snippets).isEqualTo(4);
	}

	@Test
	void worksAsTheTourSays() {
		resources();
		assertThat(this.indexed).isNotEmpty();
		assertThat(reactive().collectList().block()).hasSameSizeAs(this.indexed);
		assertThat(this.template.find(Ref.of("testmock", "low-tide"), Title.class)).isEmpty();
		inTests();
	}

	private void resources() {
		Title title = this.template.read(Ref.of("testmock", "the-glass-harbour"), Title.class);

		Criteria movies = where(field("type").equalTo("movie")).and(field("releaseYear").greaterThanOrEqualTo(2020))
			.orderBy("createdAt")
			.desc();
		try (Stream<Title> all = this.template.browse(movies, Title.class).stream()) {
			all.forEach(this::index);
		}

		Title stored = this.template.store(new Title(null, null, "low-tide", "Low Tide", "movie", null));
		this.template.update(stored.ref(), Title.class, (read) -> read.withTitle("Low Tide at Varn"));
		this.template.delete(stored.ref(), Title.class);

		assertThat(title.title()).isEqualTo("The Glass Harbour");
	}

	private Flux<String> reactive() {
		Criteria movies = where(field("type").equalTo("movie")).and(field("releaseYear").greaterThanOrEqualTo(2020));
		return this.reactive.browse(movies, Title.class).flux().map(Title::title);
	}

	private static void inTests() {
		try (SequoiaSandbox sandbox = SequoiaSandbox.start()) {
			sandbox.put("metadata", "contents", Map.of("name", "mine", "title", "Mine"));
			sandbox.faults().next(2, Operation.READ, Fault.status(503));
		}
	}

	private void index(Title title) {
		this.indexed.add(title);
	}

	private static String normalized(String code) {
		return code.replaceAll("\\s+", " ").replaceAll(" }", "").strip();
	}

	@SequoiaResource(service = "metadata", name = "contents")
	public record Title(@Nullable Ref ref, @Nullable String owner, @Nullable String name, String title,
			@Nullable String type, @Nullable String version) {

		Title withTitle(String title) {
			return new Title(this.ref, this.owner, this.name, title, this.type, this.version);
		}

	}

}
