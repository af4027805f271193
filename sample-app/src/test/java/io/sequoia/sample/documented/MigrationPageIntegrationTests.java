package io.sequoia.sample.documented;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import io.sequoia.Ref;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.core.query.Criteria;
import io.sequoia.discovery.ServiceRegistry;
import io.sequoia.identity.SequoiaIdentity;
import io.sequoia.sandbox.Fault;
import io.sequoia.sandbox.LoggedRequest;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static io.sequoia.core.query.Criteria.where;
import static io.sequoia.core.query.Field.field;
import static io.sequoia.core.query.Inclusion.resource;
import static io.sequoia.sample.documented.DocumentedApplication.bean;
import static io.sequoia.sample.documented.DocumentedApplication.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.assertj.core.api.InstanceOfAssertFactories.LONG;

/**
 * The new code of {@code docs/migration.md} does what the page says.
 */
class MigrationPageIntegrationTests {

	private static final Ref PAPER_LIONS = Ref.of("testmock", "paper-lions");

	private final SequoiaSandbox sandbox = bean(SequoiaSandbox.class);

	private final SequoiaTemplate sequoia = bean(SequoiaTemplate.class);

	private final DocumentedBlocks page = DocumentedBlocks.of("docs/migration.md")
		.given("sequoia", this.sequoia)
		.given("ref", PAPER_LIONS)
		.given("movies", where(field("type").equalTo("movie")));

	@BeforeEach
	void forgetRequests() {
		this.sandbox.requests().clear();
	}

	@AfterEach
	void clear() {
		this.sandbox.faults().clear();
	}

	@Test
	void servicesAreKnown() throws Exception {
		Map<String, Object> services = this.page.given("registry", bean(ServiceRegistry.class)).run("URI location");
		assertThat(services.get("location")).asString().startsWith(this.sandbox.registryUrl());
		assertThat(services).containsEntry("known", true);
		assertThat((Iterable<?>) services.get("all")).extracting("name").contains("metadata", "identity");
	}

	@Test
	void resourcesAreRead() throws Exception {
		this.sandbox.put("metadata", "contents", film("moved-other"));
		Ref other = Ref.of("testmock", "moved-other");
		Map<String, Object> read = this.page.given("other", other).run("Optional<Film> perhaps");
		assertThat(read.get("film")).extracting("ref").isEqualTo(PAPER_LIONS);
		assertThat(read).containsEntry("perhaps", Optional.empty());
		assertThat(read.get("several")).asInstanceOf(LIST).extracting("ref").containsExactly(PAPER_LIONS, other);
		Map<String, Object> deleted = this.page.given("ref", other)
			.given("other", Ref.of("testmock", "no-such-film"))
			.run("boolean wasThere");
		assertThat(deleted).containsEntry("wasThere", true);
		assertThat(this.sequoia.service("metadata").resources("contents").find(other)).isEmpty();
	}

	@Test
	void resourcesAreBrowsed() throws Exception {
		assertThat(this.page.run("between(\"2015\", \"2024\")").get("films")).asInstanceOf(LIST)
			.isNotEmpty()
			.extracting("title")
			.doesNotContainNull();
		assertThat(this.page.run("Criteria kept").get("kept")).isEqualTo(Criteria.all()
			.param("withType", "movie||episode")
			.include(resource("assets"))
			.param("assets.fields", "ref,url"));
		List<Object> indexed = new ArrayList<>();
		Map<String, Object> pages = this.page.given("index", (Consumer<Object>) indexed::add).run("Stream<Film> films");
		assertThat(pages.get("total")).asInstanceOf(LONG).isEqualTo(indexed.size()).isGreaterThan(100);
		List<?> films = (List<?>) this.page.run("Criteria withAssets").get("films");
		assertThat(films).flatExtracting("assets").isNotEmpty();
	}

	@Test
	void resourcesAreWritten() throws Exception {
		assertThat(this.page.run("Film stored")).containsEntry("made", Ref.of("testmock", "my-film"));
		Ref ref = Ref.of("testmock", "moved-renamed");
		this.sandbox.put("metadata", "contents", film(ref.name()));
		assertThat(this.page.given("ref", ref).run("Film renamed").get("renamed")).extracting("title")
			.isEqualTo("Another title");
		assertThat(this.sequoia.service("metadata").resources("contents").read(ref)).containsEntry("shortSynopsis",
				"Kept");
		Object film = this.sequoia.read(ref, this.page.type("Film"));
		assertThat(this.page.given("films", List.of(film)).run("storeAll(films)").get("stored")).asInstanceOf(LIST)
			.hasSize(1);
		this.sequoia.deleteAll(List.of(ref, Ref.of("testmock", "my-film")), film.getClass());
	}

	@Test
	void usersLogInAndOut() throws Exception {
		SequoiaIdentity identity = bean(SequoiaIdentity.class);
		assertThat(this.page.given("identity", identity).given("password", "sandbox-password").run("Access access"))
			.containsEntry("user", "testmock:sandbox-user");
		assertThat(identity.isAuthenticated()).isFalse();
	}

	@Test
	void businessEndpointsAreCalled() throws Exception {
		Map<String, Object> answers = this.page.run("String byRoute");
		assertThat(answers.get("byRoute")).asString().contains("executions");
		assertThat(answers).containsEntry("byPath", answers.get("byRoute"));
	}

	@Test
	void failuresAreTold() throws Exception {
		List<String> log = new ArrayList<>();
		Object stale = new JsonMapper().readValue(
				"{\"ref\":\"testmock:paper-lions\",\"name\":\"paper-lions\",\"version\":\"another\",\"type\":\"movie\",\"title\":\"T\"}",
				this.page.type("Film"));
		this.page.given("log", (Consumer<String>) log::add).given("stale", stale).run("sequoia.update(stale)");
		this.sandbox.faults().next(Operation.UPDATE, Fault.status(403));
		this.page.run("sequoia.update(stale)");
		assertThat(log).satisfiesExactly((conflict) -> assertThat(conflict).isEqualTo("somebody changed or deleted it"),
				(refused) -> assertThat(refused).startsWith("failed, correlation id "));
	}

	@Test
	void optionsHoldForOneCall() throws Exception {
		this.sandbox.faults().next(2, Operation.BROWSE, Fault.status(409));
		assertThat(this.page.run("RequestOptions patient").get("found")).asInstanceOf(LIST).isNotEmpty();
		this.page.run("correlationId(\"import-1\")");
		assertThat(this.sandbox.requests().of(Operation.READ))
			.extracting((LoggedRequest read) -> read.header("X-Correlation-ID"))
			.containsExactly("import-1");
	}

	@Test
	void theTestIsOne() throws Exception {
		Class<?> type = this.page.type("MovedTests");
		var constructor = type.getDeclaredConstructor();
		constructor.setAccessible(true);
		call(constructor.newInstance(), "readsThoughThePlatformStumbles", this.sequoia, this.sandbox);
	}

	private static Map<String, Object> film(String name) {
		return Map.of("name", name, "title", "Film", "type", "movie", "shortSynopsis", "Kept");
	}

}
