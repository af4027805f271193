package io.sequoia.sample.documented;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

import io.sequoia.Ref;
import io.sequoia.autoconfigure.SequoiaConnectionDetails;
import io.sequoia.core.ReactiveSequoiaTemplate;
import io.sequoia.core.ResourcePage;
import io.sequoia.core.ResourcesWrittenEvent;
import io.sequoia.core.ResourcesWrittenEvent.Kind;
import io.sequoia.core.ResourcesWrittenEvent.Written;
import io.sequoia.core.SequoiaOperations;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.core.query.Criteria;
import io.sequoia.identity.ReactiveSequoiaIdentity;
import io.sequoia.identity.SequoiaIdentity;
import io.sequoia.sandbox.Fault;
import io.sequoia.sandbox.LoggedRequest;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.configuration.annotation.EnableBatchProcessing;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.beans.DirectFieldAccessor;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import static io.sequoia.core.query.Criteria.where;
import static io.sequoia.core.query.Field.field;
import static io.sequoia.sample.documented.DocumentedApplication.bean;
import static io.sequoia.sample.documented.DocumentedApplication.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.assertj.core.api.InstanceOfAssertFactories.LONG;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

/**
 * The examples of the pages in {@code docs} do what their pages say.
 */
class ReferencePagesIntegrationTests {

	private static final Ref PAPER_LIONS = Ref.of("testmock", "paper-lions");

	private final SequoiaSandbox sandbox = bean(SequoiaSandbox.class);

	private final SequoiaTemplate sequoia = bean(SequoiaTemplate.class);

	@AfterEach
	void clear() {
		this.sandbox.faults().clear();
	}

	@Test
	void criteriaAskForWhatTheySay() throws Exception {
		DocumentedBlocks page = page("docs/criteria.md");
		Map<String, Object> first = page.run("greaterThanOrEqualTo");
		assertThat(first.get("contents")).asInstanceOf(LIST).isNotEmpty().extracting("type").containsOnly("movie");
		Map<String, Object> refined = page.given("movies", Criteria.all()).run("Criteria withImages");
		assertThat(parameters(refined.get("withImages"))).isEqualTo(
				Map.of("include", "assets", "assets.fields", "ref,url", "assets.sort", "name", "assets.type", "image"));
		assertThat(parameters(refined.get("offered")))
			.isEqualTo(Map.of("include", "offers<intersect>", "offers.withType", "linear", "offers.continue", "true"));
		assertThat(parameters(page.run("Field.expression").get("moviesOrEpisodes")))
			.isEqualTo(Map.of("withType", "movie||episode"));
	}

	@Test
	void resourcesAreReadTypedAndUntyped() throws Exception {
		DocumentedBlocks page = page("docs/resources.md").given("ref", PAPER_LIONS);
		Object content = page.run("Content content =").get("content");
		assertThat(content).extracting("ref").isEqualTo(PAPER_LIONS);
		assertThat(page.run("Film film =").get("film")).extracting("pictures", LIST).isNotEmpty();
		assertThat(page.run("String raw").values()).hasSize(2).doesNotContainNull();
		SequoiaOperations patient = (SequoiaOperations) page.run("SequoiaOperations patient").get("patient");
		assertThat(patient.read(PAPER_LIONS, content.getClass())).isEqualTo(content);
	}

	@Test
	void resourcesSaveThemselves() throws Exception {
		Ref film = Ref.of("testmock", "saves-itself");
		this.sandbox.put("metadata", "contents", Map.of("name", film.name(), "title", "Film", "type", "movie"));
		Map<String, Object> run = page("docs/resources.md").given("ref", film).run("Movie sequel");
		assertThat(run.get("movie")).extracting("title").isEqualTo("Another title");
		assertThat(run.get("sequel")).extracting("ref").isNotNull();
		Map<String, Object> based = page("docs/resources.md").given("ref", film).run("series.save()");
		assertThat(based.get("series")).extracting("title").isEqualTo("A title");
		Ref sequel = (Ref) Objects.requireNonNull(new DirectFieldAccessor(run.get("sequel")).getPropertyValue("ref"));
		this.sequoia.deleteAll(List.of(film, sequel), page("docs/resources.md").type("Movie"));
	}

	@Test
	void writesAreTold() throws Exception {
		List<String> audited = new ArrayList<>();
		Object listener = page("docs/resources.md").given("auditLog", (Consumer<String>) audited::add)
			.methods("ResourcesWrittenEvent event");
		Written written = new Written(PAPER_LIONS, "1");
		call(listener, "audit", new ResourcesWrittenEvent(Kind.STORED, "metadata", "contents", "testmock",
				List.of(written), "id", null));
		assertThat(audited).containsExactly("STORED contents testmock:paper-lions version 1, correlation id id");
		assertThat(page("docs/identity.md").run("sequoia.forTenant").get("there")).isNotNull();
	}

	@Test
	void recordsAreWrittenFromADescriptor(@TempDir Path sources) throws Exception {
		page("docs/testing.md").given("sources", sources).run("ResourceTypeWriter.of");
		assertThat(sources.resolve("com/example/catalogue/Content.java")).content().contains("record Content(");
	}

	@Test
	void freshReadIsARead() throws Exception {
		assertThat(page("docs/caching.md").given("ref", PAPER_LIONS).run("RequestOptions fresh").get("current"))
			.extracting("ref")
			.isEqualTo(PAPER_LIONS);
	}

	@Test
	void optionsHoldForOneCall() throws Exception {
		this.sandbox.faults().next(2, Operation.READ, Fault.status(409));
		assertThat(page("docs/retry.md").given("ref", PAPER_LIONS).run("RequestOptions options").get("content"))
			.extracting("ref")
			.isEqualTo(PAPER_LIONS);
	}

	@Test
	void pagesAreStreamedResumedAndLinked() throws Exception {
		List<Object> streamed = new ArrayList<>();
		List<Object> resumed = new ArrayList<>();
		DocumentedBlocks page = page("docs/pages.md").given("criteria", where(field("type").equalTo("movie")));
		page.given("index", (Consumer<Object>) streamed::add).run("Stream<Content> movies");
		this.sandbox.faults().next(Operation.BROWSE, Fault.none()).next(Operation.BROWSE, Fault.status(403));
		page.given("index", (Consumer<Object>) resumed::add).run("browse.from(position)");
		assertThat(resumed).hasSizeGreaterThan(100).containsExactlyElementsOf(streamed);

		Map<String, Object> goes = page.run("page.next().orElseThrow()");
		assertThat(((ResourcePage<?>) goes.get("page")).resources()).isNotEmpty();
		assertThat(goes.get("rest")).asInstanceOf(LIST).isNotEmpty();

		Map<String, Object> numbered = page.run("Browse<Content> numbered");
		assertThat(((ResourcePage<?>) numbered.get("second")).number()).hasValue(2);
		assertThat(((ResourcePage<?>) numbered.get("start")).number()).hasValue(1);
		assertThat(page.run("List<Ref> absent").get("absent")).isNotNull();
		assertThat(page.run("Browse<Picture> images").get("total")).asInstanceOf(LONG).isPositive();
		assertThat(page.run("boolean added")).containsEntry("added", true).containsEntry("removed", true);

		List<?> films = (List<?>) page.run("Criteria complete").get("films");
		assertThat(films).extracting("categories")
			.anySatisfy((categories) -> assertThat(categories).asInstanceOf(LIST).isNotEmpty());
		assertThat(films).flatExtracting("pictures")
			.extracting("url")
			.containsExactlyInAnyOrderElementsOf((List<?>) page.run("List<String> urls").get("urls"));
	}

	@Test
	void batchesAreStoredOrReported() throws Exception {
		DocumentedBlocks page = page("docs/storing-many.md");
		List<?> stored = (List<?>) page.run("List<Object> stored").get("stored");
		assertThat(stored).hasExactlyElementsOfTypes(page.type("Film"), page.type("Picture"));
		Object film = stored.get(0);
		Object other = new JsonMapper().readValue("{\"ref\":\"testmock:other\",\"title\":\"Other\",\"type\":\"movie\"}",
				page.type("Film"));
		page.given("films", List.of(film, other));
		this.sandbox.faults().next(Operation.STORE, Fault.status(403));
		assertThat(page.run("outcome.notApplied()").get("again")).asInstanceOf(LIST)
			.containsExactly(Ref.of("testmock", "film"), Ref.of("testmock", "other"));
		assertThat(page.run("outcome.notApplied()").get("again")).asInstanceOf(LIST).isEmpty();
	}

	@Test
	void whatIsWrongWithResourcesIsExplained() throws Exception {
		DocumentedBlocks page = page("docs/validation.md");
		Object examples = page.methods("storeOrExplain");
		JsonMapper mapper = new JsonMapper();
		Object good = mapper.readValue("{\"name\":\"good\",\"title\":\"Good\",\"type\":\"clip\"}",
				page.type("Trailer"));
		Object bad = mapper.readValue(
				"{\"name\":\"bad\",\"title\":\"Bad\",\"type\":\"novel\",\"tags\":[\"a\",\"b\",\"c\",\"d\"]}",
				page.type("Trailer"));
		List<String> explained = call(examples, "storeOrExplain", List.of(good, bad));
		assertThat(explained).satisfiesExactly(
				(tooMany) -> assertThat(tooMany).isEqualTo("Bad: tags size must be between 0 and 3"),
				(type) -> assertThat(type).startsWith("Bad: type must be one of "));
		List<String> nothing = call(examples, "storeOrExplain", List.of(good));
		assertThat(nothing).isEmpty();
	}

	@Test
	void usersLogInAskAndChangeTheirPasswords() throws Exception {
		SequoiaIdentity identity = bean(SequoiaIdentity.class);
		DocumentedBlocks page = page("docs/identity.md").given("identity", identity)
			.given("password", "sandbox-password")
			.given("newPassword", "another");
		Object film = new JsonMapper().readValue("{\"name\":\"of-a-user\",\"type\":\"movie\",\"title\":\"Mine\"}",
				page.type("Film"));
		page.given("film", film).run("sequoia.store(film)");
		Ref ref = Ref.of("testmock", "of-a-user");
		assertThat(this.sequoia.service("metadata").resources("contents").read(ref)).containsEntry("createdBy",
				"testmock:sandbox-user");
		assertThat(identity.isAuthenticated()).isFalse();
		assertThat(page.run("boolean mayWrite")).containsEntry("mayWrite", true);
		assertThat(page.run("List<String> owners")).containsEntry("owners", List.of("testmock"));
		page.run("identity.changePassword");
		page.run("identity.requestPasswordReset");
		page.given("resetToken", this.sandbox.passwordResetToken("testmock\\sandbox-user").orElseThrow())
			.given("newPassword", "sandbox-password")
			.run("identity.resetPassword");
		Mono<?> read = (Mono<?>) page.given("users", bean(ReactiveSequoiaIdentity.class))
			.given("reactive", bean(ReactiveSequoiaTemplate.class))
			.given("ref", ref)
			.run("Mono.usingWhen")
			.get("read");
		assertThat(read.block()).extracting("title").isEqualTo("Mine");
	}

	@Test
	void jobsMakeOneResourceOfEach() throws Exception {
		DocumentedBlocks page = page("docs/spring-batch.md");
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.setClassLoader(DocumentedCode.get().classLoader());
			context.registerBean(SequoiaTemplate.class, () -> this.sequoia);
			context.register(Batch.class, page.methods("Job posterJob").getClass(),
					page.methods("Step allPosters").getClass());
			context.refresh();
			JobExecution job = context.getBean(JobOperator.class)
				.start(context.getBean("posterJob", Job.class), new JobParameters());
			assertThat(job.getStatus()).isEqualTo(BatchStatus.COMPLETED);
		}
		assertThat(this.sandbox.resources("metadata", "assets"))
			.filteredOn((asset) -> asset.get("name").toString().endsWith("-drawn"))
			.hasSameSizeAs(this.sequoia.browse(where(field("type").equalTo("movie")), page.type("Film")).list());
	}

	@Test
	void connectionDetailsComeFromElsewhere() throws Exception {
		var constructor = page("docs/configuration.md").type("VaultConnectionDetails")
			.getDeclaredConstructor(Map.class);
		constructor.setAccessible(true);
		assertThat(constructor.newInstance(Map.of("registry-url", "https://registry.example.com", "owner", "mine",
				"client-id", "c", "client-secret", "s")))
			.asInstanceOf(type(SequoiaConnectionDetails.class))
			.satisfies((details) -> {
				assertThat(details.registryUrl()).isEqualTo(URI.create("https://registry.example.com"));
				assertThat(details.owner()).isEqualTo("mine");
			});
	}

	@Test
	void theWebClientAndItsCustomizersAskThePlatform() throws Exception {
		this.sandbox.requests().clear();
		Mono<String> first = call(bean(page("docs/connection.md").type("RawContents")), "first");
		assertThat(first.block()).contains("\"contents\"");
		this.sequoia.service("metadata").resources("contents").read(PAPER_LIONS);
		assertThat(this.sandbox.requests().of(Operation.READ)).singleElement()
			.satisfies((read) -> assertThat(read.header("X-Team")).isEqualTo("catalogue"))
			.satisfies((read) -> assertThat(read.header("X-Purpose")).isEqualTo("catalogue"));
	}

	@Test
	void theHttpInterfaceAsksThePlatformUntilItAnswers() throws Exception {
		this.sandbox.requests().clear();
		this.sandbox.faults().next(Operation.READ, Fault.status(503));
		Object titles = bean(page("docs/connection.md").type("Titles"));
		assertThat(call(titles, "read", PAPER_LIONS, "testmock").toString()).contains("ref=testmock:paper-lions");
		assertThat(this.sandbox.requests().of(Operation.READ)).hasSize(2)
			.allSatisfy((read) -> assertThat(read.header("Authorization")).startsWith("Bearer"));
	}

	@Test
	void theIdOfAMessageIsThatOfTheRequest() throws Exception {
		this.sandbox.requests().clear();
		Object content = new JsonMapper().readValue("{\"name\":\"m\",\"type\":\"movie\",\"title\":\"M\"}",
				page("docs/resources.md").type("Content"));
		page("docs/correlation.md").given("messageId", "message-1")
			.given("resources", List.of(content))
			.run("MDC.remove");
		assertThat(this.sandbox.requests().of(Operation.STORE)).extracting((store) -> store.header("X-Correlation-ID"))
			.containsExactly("message-1");
	}

	@Test
	void theSandboxFailsAndTellsWhatWasAsked() throws Exception {
		page("docs/sandbox.md").run("SequoiaSandbox.start()");
		DocumentedBlocks page = page("docs/sandbox.md").given("sandbox", this.sandbox);
		page.run("revokeTokens");
		assertThat(this.sandbox.faults().pending()).isEqualTo(4);
		this.sandbox.faults().clear();
		// by a new token
		this.sequoia.service("metadata").resources("contents").find(PAPER_LIONS);
		this.sandbox.requests().clear();
		for (int i = 0; i < 3; i++) {
			this.sequoia.service("metadata").resources("contents").browse(where(field("type").equalTo("movie"))).page();
		}
		assertThat(page.run("LoggedRequest last").get("last")).asInstanceOf(type(LoggedRequest.class))
			.extracting(LoggedRequest::status)
			.isEqualTo(200);
	}

	private DocumentedBlocks page(String path) {
		return DocumentedBlocks.of(path).given("sequoia", this.sequoia);
	}

	private static Map<String, String> parameters(Object criteria) {
		return ((Criteria) criteria).toQueryParameters().toSingleValueMap();
	}

	@EnableBatchProcessing
	static class Batch {

	}

}
