package io.sequoia.test.catalogue;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import io.sequoia.Ref;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.core.mapping.ResourceMapper;
import io.sequoia.core.query.Criteria;
import io.sequoia.sandbox.SequoiaSandbox;
import io.sequoia.test.ResourceTypeWriter;
import io.sequoia.test.SequoiaTest;
import io.sequoia.test.WithSandbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.beans.factory.annotation.Autowired;

import static io.sequoia.core.query.Inclusion.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

/**
 * Records that are written from descriptors: they compile, and hold what services send.
 */
@SequoiaTest
@WithSandbox
class ResourceTypeWriterIntegrationTests {

	private static final JsonMapper JSON = JsonMapper.shared();

	@TempDir
	private Path folder;

	@Test
	void recordsHoldWhatTheirServiceDescribes() throws Exception {
		Class<?> book = compiled(descriptor()).loadClass("com.example.library.Book");
		ObjectNode sent = (ObjectNode) JSON.readTree(
				"""
						{"ref":"test:b1","owner":"test","name":"b1","version":"a1","createdAt":"2014-12-25T12:00:00.000Z",
						 "title":"T","localisedTitle":{"en":"T","es":"Te"},"blurb":"B","isbn":"9780000000000","oddRule":"o",
						 "checksum":"af","pages":7,"weight":1.50,"inPrint":false,"loanPeriod":"P1M","printedIn":"2009","firstPrintedIn":1999,
						 "languages":["en"],"tags":["a","b"],"authorRefs":["test:a1"],"shelfRef":"test:s1",
						 "alternativeIdentifiers":{"x":"1"},"scores":{"imdb.a":0.9},"custom":{"deep":{"n":[1,2]}},
						 "price":{"EUR":9.90},"ratings":{"BBFC":"PG"},"class":"c","hashCode":"h","shelf-mark":"m","3d":true,
						 "somethingNew":{"any":["thing"]},"binding":{"material":"linen","thread":{"colours":["red"]}},
						 "editions":[{"number":1},{"number":2}],"authors":"text"}""");
		Object read = ResourceMapper.plain().json().treeToValue(sent, book);
		assertThat(ResourceMapper.plain().write(read)).hasToString(sent.toString());
		assertThat(ResourceMapper.plain()
			.write(Objects.requireNonNull(ResourceMapper.plain().json().readValue("{}", book)))
			.propertyNames()).isEmpty();
	}

	@Test
	void rulesBecomeConstraintsAndRelationshipsLinkedComponents() throws Exception {
		String source = ResourceTypeWriter.of(descriptor(), "com.example.library").sources().get("Book");
		assertThat(source)
			.contains("@SequoiaResource(service = \"library\", name = \"books\")", "@NotNull @Nullable String title",
					"@Pattern(regexp = \"\\\\d{13}\") @Nullable String isbn", "@PositiveOrZero @Nullable Long pages",
					"@Size(max = 20) @Nullable List<String> tags", "@Linked(\"authors\") List<Author> authorsLinked",
					"@Linked(\"shelf\") @Nullable MapResource shelf", "@Linked(\"loans\") List<Loan> loans",
					"@JsonProperty(\"class\") @Nullable String class_")
			.doesNotContain("elsewhere", "@NotNull @Nullable String owner", "@NotNull @Nullable Boolean",
					"regexp = \"(?<broken");
	}

	@Test
	void recordsOfTheSandboxAreStoredAndReadWithTheirRelationships(@Autowired SequoiaTemplate sequoia,
			@Autowired SequoiaSandbox sandbox) throws Exception {
		String descriptor = sequoia.service("metadata")
			.get("/descriptor/raw?owner={owner}", String.class, sandbox.owner());
		ClassLoader types = compiled(descriptor);
		Class<?> content = types.loadClass("com.example.library.Content");
		Object film = ResourceMapper.plain()
			.json()
			.readValue("{\"owner\":\"testmock\",\"name\":\"written\",\"title\":\"Written\",\"type\":\"movie\"}",
					content);
		sequoia.store(film);
		assertThat(sequoia.read(Ref.of("testmock", "written"), content)).extracting("title").isEqualTo("Written");
		Ref withAssets = Ref.of("testmock", "paper-lions");
		Object read = sequoia.read(withAssets, Criteria.all().include(resource("assets"), resource("categories")),
				content);
		assertThat(read).extracting("assets").asInstanceOf(LIST).isNotEmpty();
		Object before = sequoia.read(withAssets, content);
		assertThat(sequoia.update(before)).isNotNull();
	}

	@Test
	void sourcesAreWrittenToTheirPackage() throws IOException {
		ResourceTypeWriter.of(descriptor(), "com.example.library").writeTo(this.folder);
		try (Stream<Path> files = Files.list(this.folder.resolve("com/example/library"))) {
			assertThat(files.map((file) -> file.getFileName().toString())).containsExactlyInAnyOrder("Author.java",
					"Book.java", "Loan.java", "MapResource.java");
		}
	}

	@Test
	void otherJsonIsNoDescriptor() {
		assertThatIllegalArgumentException().isThrownBy(() -> ResourceTypeWriter.of("{\"name\":\"x\"}", "com.example"))
			.withMessageContaining("resourcefuls");
		assertThatIllegalArgumentException().isThrownBy(() -> ResourceTypeWriter.of(descriptor(), "com.1example"))
			.withMessageContaining("com.1example");
	}

	private ClassLoader compiled(String descriptor) throws IOException {
		ResourceTypeWriter.of(descriptor, "com.example.library").writeTo(this.folder);
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
		try (StandardJavaFileManager files = compiler.getStandardFileManager(problems, null, StandardCharsets.UTF_8);
				Stream<Path> sources = Files.walk(this.folder)) {
			List<Path> java = sources.filter((file) -> file.toString().endsWith(".java")).toList();
			List<String> options = List.of("-d", this.folder.toString(), "-Xlint:all,-processing", "-proc:none");
			compiler.getTask(null, files, problems, options, null, files.getJavaFileObjectsFromPaths(java)).call();
		}
		List<String> found = new ArrayList<>();
		for (Diagnostic<? extends JavaFileObject> problem : problems.getDiagnostics()) {
			found.add(problem.toString());
		}
		assertThat(found).isEmpty();
		return new URLClassLoader(new URL[] { this.folder.toUri().toURL() }, getClass().getClassLoader());
	}

	private static String descriptor() {
		try (InputStream resource = Objects
			.requireNonNull(ResourceTypeWriterIntegrationTests.class.getResourceAsStream("library-descriptor.json"))) {
			return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
