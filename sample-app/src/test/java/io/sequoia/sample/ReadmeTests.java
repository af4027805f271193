package io.sequoia.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.sequoia.Ref;
import io.sequoia.core.ReactiveSequoiaTemplate;
import io.sequoia.core.ResourcePage;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.core.query.Criteria;
import io.sequoia.identity.ReactiveSequoiaIdentity;
import io.sequoia.identity.SequoiaIdentity;
import io.sequoia.sample.ReadmeTour.Asset;
import io.sequoia.sample.ReadmeTour.Film;
import io.sequoia.sandbox.Fault;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

import static io.sequoia.core.query.Criteria.where;
import static io.sequoia.core.query.Field.field;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The code in the README is that of a source file, and works as the README says.
 */
@SpringBootTest(classes = SampleApplication.class, webEnvironment = WebEnvironment.NONE)
@ExtendWith(OutputCaptureExtension.class)
class ReadmeTests {

	private static final Path ROOT = Path.of("..");

	private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)#\\s]*)(?:#([^)\\s]+))?\\)");

	@Autowired
	private SequoiaTemplate sequoia;

	@Autowired
	private ReactiveSequoiaTemplate reactive;

	@Autowired
	private SequoiaIdentity identity;

	@Autowired
	private ReactiveSequoiaIdentity reactiveIdentity;

	@Autowired
	private SequoiaSandbox sandbox;

	static List<String> javaThatUsersRead() throws IOException {
		List<String> java = new ArrayList<>();
		for (String page : List.of("README.md", "docs/getting-started.md", "docs/criteria.md", "docs/resources.md",
				"docs/pages.md", "docs/storing-many.md", "docs/validation.md", "docs/retry.md", "docs/identity.md",
				"docs/repositories.md", "docs/spring-batch.md", "docs/web.md")) {
			java.addAll(blocks(page, "java"));
		}
		return java;
	}

	static List<Path> pagesWithLinks() throws IOException {
		List<Path> pages = new ArrayList<>();
		for (String folder : List.of("", "docs", "sample-app")) {
			try (Stream<Path> files = Files.list(ROOT.resolve(folder))) {
				files.filter((file) -> file.toString().endsWith(".md")).forEach(pages::add);
			}
		}
		pages.removeIf((page) -> !LINK.matcher(text(page)).find());
		return pages;
	}

	@ParameterizedTest
	@MethodSource("javaThatUsersRead")
	void everyStatementShownIsCompiled(String block) throws IOException {
		Path sources = Path.of("src/test/java/io/sequoia/sample");
		StringBuilder code = new StringBuilder();
		for (String source : List.of("ReadmeTour.java", "FirstSandboxTests.java", "DocsTour.java", "IdentityTour.java",
				"RepositoriesTour.java", "BatchTour.java", "web/FilmController.java")) {
			code.append(Files.readString(sources.resolve(source)));
		}
		String compiled = squeezed(code.toString());
		assertThat(compiled).contains(squeezed(block));
	}

	@ParameterizedTest
	@MethodSource("pagesWithLinks")
	void everyLinkLeadsSomewhere(Path page) {
		assertThat(LINK.matcher(text(page)).results()).isNotEmpty().allSatisfy((link) -> {
			Path target = link.group(1).isEmpty() ? page : page.resolveSibling(link.group(1));
			assertThat(target).exists();
			if (link.group(2) != null) {
				assertThat(anchors(target)).as(page + " " + link.group()).contains(link.group(2));
			}
		});
	}

	@Test
	void everyPageIsReadForLinks() throws IOException {
		assertThat(pagesWithLinks()).hasSizeGreaterThan(15).contains(ROOT.resolve("docs/getting-started.md"));
	}

	@Test
	void theYamlShownConfiguresAClient() throws IOException {
		String yaml = blocks("README.md", "yaml").get(0)
			.replace("https://registry.example.com", this.sandbox.registryUrl());
		PropertySource<?> settings = new YamlPropertySourceLoader()
			.load("readme", new ByteArrayResource(yaml.getBytes()))
			.get(0);
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Plain.class)
			.web(WebApplicationType.NONE)
			.profiles("live")
			.properties(Map.of("SEQUOIA_CLIENT_ID", this.sandbox.clientId(), "SEQUOIA_CLIENT_SECRET",
					this.sandbox.clientSecret()))
			.initializers((plain) -> plain.getEnvironment().getPropertySources().addFirst(settings))
			.run()) {
			assertThat(context.getBean(SequoiaTemplate.class).find(Ref.of("testmock", "paper-lions"), Film.class))
				.isPresent();
		}
	}

	@Test
	void storesFindsAndRenames() {
		ReadmeTour.Films films = new ReadmeTour.Films(this.sequoia);

		Film added = films.add("A First Film");
		assertThat(films.rename(added.ref(), "The First Film").title()).isEqualTo("The First Film");

		assertThat(films.find(added.name())).get().extracting(Film::title).isEqualTo("The First Film");
		assertThat(films.find("no-such-film")).isEmpty();
	}

	@Test
	void findsWhatTheCriteriaSay() {
		assertThat(ReadmeTour.search(this.sequoia)).extracting(Film::title)
			.contains("Here Be Small Dragons")
			.isSorted();
	}

	@Test
	void bringsThePicturesAlong(CapturedOutput output) {
		ResourcePage<Film> page = ReadmeTour.page(this.sequoia);

		assertThat(page.resources()).hasSize(20);
		assertThat(page.linked("assets", Asset.class)).isNotEmpty();
		assertThat(output).contains("20 of " + page.totalCount().getAsLong() + " films");
	}

	@Test
	void streamsTitles() {
		assertThat(ReadmeTour.titles(this.reactive).collectList().block()).hasSizeGreaterThan(100);
	}

	@Test
	void tellsConflictsFromDeletions(CapturedOutput output) {
		Film film = this.sequoia.store(new Film(null, null, null, "movie", "Contended", null, Map.of()));
		this.sequoia.update(film.ref(), Film.class, (read) -> read.withTitle("Changed"));

		ReadmeTour.publish(this.sequoia, film);

		assertThat(output).contains(film.ref() + " was changed by somebody else");
	}

	@Test
	void optionsHoldForOneViewOfTheTemplate() {
		assertThat(ReadmeTour.patient(this.sequoia).find(Ref.of("testmock", "paper-lions"), Film.class)).isPresent();
	}

	@Test
	void thePagesOfTheDocumentationDoWhatTheySay() {
		DocsTour tour = new DocsTour(this.sequoia);
		assertThat(tour.movies()).isNotEmpty().allSatisfy((movie) -> assertThat(movie.type()).isEqualTo("movie"));
		assertThat(tour.refined(Criteria.all()))
			.extracting((criteria) -> criteria.toQueryParameters().toSingleValueMap())
			.containsExactly(
					Map.of("include", "assets", "assets.fields", "ref,url", "assets.sort", "name", "assets.type",
							"image"),
					Map.of("include", "offers<intersect>", "offers.withType", "linear", "offers.continue", "true"));
		assertThat(tour.onPurpose().toQueryParameters().toSingleValueMap())
			.isEqualTo(Map.of("withType", "movie||episode"));
		Ref ref = tour.read().ref();
		assertThat(tour.untyped(ref)).hasSize(2);
		assertThat(tour.readPatiently(ref)).isEqualTo(tour.patient().read(ref, DocsTour.Content.class));
	}

	@Test
	void pagesAreStreamedResumedAndLinked() {
		DocsTour tour = new DocsTour(this.sequoia);
		List<DocsTour.Content> streamed = new ArrayList<>();
		tour.stream(streamed::add);
		assertThat(streamed).hasSizeGreaterThan(100);
		List<DocsTour.Content> resumed = new ArrayList<>();
		this.sandbox.faults().next(Operation.BROWSE, Fault.none()).next(Operation.BROWSE, Fault.status(403));
		tour.resume(where(field("type").equalTo("movie")), resumed::add);
		assertThat(resumed).containsExactlyElementsOf(streamed);
		assertThat(tour.inTwoGoes()).allSatisfy((contents) -> assertThat(contents).isNotEmpty());
		List<DocsTour.Film> films = tour.filled();
		assertThat(films).anySatisfy((film) -> assertThat(film.categories()).isNotEmpty());
		assertThat(films.stream().flatMap((film) -> film.pictures().stream()).map(DocsTour.Picture::url))
			.containsExactlyInAnyOrderElementsOf(tour.linked());
	}

	@Test
	void batchesAreStoredOrReported() {
		DocsTour tour = new DocsTour(this.sequoia);
		this.sandbox.faults().next(Operation.STORE, Fault.status(403));
		DocsTour.Content content = new DocsTour.Content(Ref.of("testmock", "x"), null, "x", "X", "movie", null);
		DocsTour.Content other = new DocsTour.Content(Ref.of("testmock", "y"), null, "y", "Y", "movie", null);
		assertThat(tour.storeOrReport(List.of(content, other))).containsExactly(content.ref(), other.ref());
		assertThat(tour.storeOrReport(List.of(content))).isEmpty();
		assertThat(tour.storeAll()).hasExactlyElementsOfTypes(DocsTour.Film.class, DocsTour.Picture.class);
	}

	@Test
	void whatIsWrongWithResourcesIsExplained() {
		DocsTour tour = new DocsTour(this.sequoia);
		List<String> tags = List.of("a", "b", "c", "d");
		assertThat(tour.storeOrExplain(List.of(new DocsTour.Trailer(null, "good", "Good", "clip", null, null),
				new DocsTour.Trailer(null, "bad", "Bad", "novel", tags, null))))
			.satisfiesExactly((tooMany) -> assertThat(tooMany).isEqualTo("Bad: tags size must be between 0 and 3"),
					(type) -> assertThat(type).startsWith("Bad: type must be one of "));
		assertThat(tour.storeOrExplain(List.of(new DocsTour.Trailer(null, "good", "Good", "clip", null, null))))
			.isEmpty();
	}

	@Test
	void usersLogInAskAndChangeTheirPasswords() {
		IdentityTour tour = new IdentityTour(this.sequoia, this.identity);
		Film film = tour.inTheNameOfAUser("sandbox-password",
				new Film(null, "of-a-user", null, "movie", "Mine", null, Map.of()));
		assertThat(this.sandbox.resources("metadata", "contents"))
			.filteredOn((content) -> film.ref().toString().equals(content.get("ref")))
			.singleElement()
			.satisfies((content) -> assertThat(content).containsEntry("createdBy", "testmock:sandbox-user"));
		assertThat(this.identity.isAuthenticated()).isFalse();
		assertThat(tour.mayWrite()).isTrue();
		assertThat(tour.owners()).containsExactly("testmock");
		tour.change("sandbox-password", "another");
		tour.ask();
		tour.reset(this.sandbox.passwordResetToken("testmock\\sandbox-user").orElseThrow(), "sandbox-password");
		assertThat(IdentityTour
			.withoutWaiting(this.reactiveIdentity, this.reactive, film.ref(), "testmock\\sandbox-user",
					"sandbox-password")
			.block()).isEqualTo(film);
	}

	@Test
	void jobsMakeOneResourceOfEach() throws Exception {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.registerBean(SequoiaTemplate.class, () -> this.sequoia);
			context.register(BatchTour.class);
			context.refresh();
			JobExecution job = context.getBean(JobOperator.class)
				.start(context.getBean("posterJob", Job.class), new JobParameters());
			assertThat(job.getStatus()).isEqualTo(BatchStatus.COMPLETED);
		}
		assertThat(this.sandbox.resources("metadata", "assets"))
			.filteredOn((asset) -> asset.get("name").toString().endsWith("-drawn"))
			.hasSameSizeAs(this.sequoia.browse(where(field("type").equalTo("movie")), BatchTour.Film.class).list());
	}

	private static List<String> blocks(String page, String language) throws IOException {
		return Pattern.compile("```" + language + "\\n(.*?)```", Pattern.DOTALL)
			.matcher(Files.readString(ROOT.resolve(page)))
			.results()
			.map((MatchResult block) -> block.group(1))
			.toList();
	}

	private static String text(Path page) {
		try {
			return Files.readString(page);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Return the anchors of a page's headings, in the form that GitHub gives them. */
	private static List<String> anchors(Path page) {
		return Pattern.compile("(?m)^#+ (.*)$")
			.matcher(text(page))
			.results()
			.map((heading) -> heading.group(1).strip().toLowerCase(Locale.ROOT))
			.map((heading) -> heading.replaceAll("[^\\w\\- ]", "").replace(' ', '-'))
			.toList();
	}

	/** Remove white space, which makes no difference. */
	private static String squeezed(String code) {
		return code.replaceAll("\\s+", "");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Plain {

	}

}
