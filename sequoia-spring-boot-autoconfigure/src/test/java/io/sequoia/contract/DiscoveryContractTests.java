package io.sequoia.contract;

import java.util.List;
import java.util.Map;

import io.sequoia.Ref;
import io.sequoia.ResourceNotFoundException;
import io.sequoia.contract.Platform.Application;
import io.sequoia.core.ResourceOperations;
import io.sequoia.core.ServiceOperations;
import io.sequoia.discovery.ServiceDescriptor.Relationship;
import io.sequoia.discovery.ServiceDescriptor.ResourceDescriptor;
import io.sequoia.discovery.ServiceDescriptor;
import io.sequoia.fixture.Content;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import tools.jackson.databind.JsonNode;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The registry, the services' descriptors, and their business endpoints.
 */
@OnEveryPlatform
class DiscoveryContractTests {

	private static final Ref DRAGONS = Ref.parse("testmock:dragons");

	private static final Map<String, String> INPUT = Map.of("contentRef", "testmock:dragons");

	@Parameter
	Platform platform;

	@BeforeEach
	void reset() {
		this.platform.server().reset();
	}

	@Test
	@Proves("1 listing")
	void findsServicesInTheListingWithoutAToken() {
		try (Application application = this.platform.configured()) {
			application.template().read(DRAGONS, Content.class);
			application.template().read(DRAGONS, Content.class);
		}
		assertThat(this.platform.sentTo("/services")).singleElement().satisfies((listing) -> {
			assertThat(listing).hasToString("GET /services/testmock");
			assertThat(listing.header("Authorization")).isNull();
		});
	}

	@Test
	@Proves("1 base or whole URL")
	void takesTheUrlOfTheListingToo() {
		try (Application application = this.platform
			.configured("sequoia.registry.url=" + this.platform.server().url() + "/services/testmock")) {
			application.template().read(DRAGONS, Content.class);
		}
		assertThat(this.platform.sentTo("/services")).extracting(SentRequest::uri)
			.containsExactly("/services/testmock");
	}

	@Test
	@Proves({ "1 location", "P location's path dropped" })
	void keepsThePathOfALocation() {
		assertThat(metadata().registration().location()).hasToString(this.platform.server().url() + "/metadata");
		this.platform.template().read(DRAGONS, Content.class);
		assertThat(this.platform.sent()).last()
			.hasToString("GET /metadata/data/contents/testmock:dragons?owner=testmock");
	}

	@Test
	@Proves("1 one service")
	void registryTellsOneServiceToo() {
		JsonNode listing = this.platform.webClient()
			.get()
			.uri(this.platform.server().url() + "/services/testmock/metadata")
			.retrieve()
			.bodyToMono(JsonNode.class)
			.block();
		assertThat(listing.path("services")).hasSize(1);
		JsonNode service = listing.path("services").get(0);
		assertThat(service.path("name").asString()).isEqualTo("metadata");
		assertThat(service.path("location").asString()).isEqualTo(this.platform.server().url() + "/metadata");
	}

	@Test
	@Proves({ "3 request", "3 fetched lazily, then kept", "P descriptor fetched on every use" })
	void asksForADescriptorOnFirstNeedAndKeepsIt() {
		try (Application application = this.platform.configured()) {
			application.template().service("metadata").registration();
			assertThat(this.platform.sentTo("/descriptor")).isEmpty();
			application.template().read(DRAGONS, Content.class);
			application.template().read(DRAGONS, Content.class);
			application.template().service("metadata").descriptor();
		}
		assertThat(this.platform.sentTo("/descriptor")).singleElement().satisfies((descriptor) -> {
			assertThat(descriptor).hasToString("GET /metadata/descriptor/raw?owner=testmock");
			assertThat(descriptor.header("Authorization")).startsWith("Bearer ");
		});
	}

	@Test
	@Proves("3 resourcefuls")
	void readsWhatADescriptorSaysOfResources() {
		ServiceDescriptor descriptor = metadata().descriptor();
		assertThat(descriptor.name()).isEqualTo("metadata");
		assertThat(descriptor.resources()).containsKeys("contents", "assets", "categories", "offers", "offerTemplates");
		ResourceDescriptor contents = descriptor.get("contents");
		assertThat(contents.singularName()).isEqualTo("content");
		assertThat(contents.collectionPath()).isEqualTo("/data/contents");
		assertThat(contents.batchLimit()).isEqualTo(100);
		assertThat(contents.maxPageSize()).isEqualTo(100);
		assertThat(contents.fields().get("version").readOnly()).isTrue();
		assertThat(contents.fields().get("title").readOnly()).isFalse();
		assertThat(contents.fields().get("categoryRefs").array()).isTrue();
		assertThat(contents.fields().get("owner").required()).isTrue();
	}

	@Test
	@Proves("3 relationships")
	void readsWhatADescriptorSaysOfRelationships() {
		ServiceDescriptor descriptor = metadata().descriptor();
		Map<String, Relationship> ofContents = descriptor.get("contents").relationships();
		assertRelates(ofContents.get("parent"), direct("parent", "contents", "parentRef"));
		assertRelates(ofContents.get("categories"), direct("categories", "categories", "categoryRefs"));
		assertRelates(ofContents.get("assets"), indirect("assets", "assets", "withContentRef", null));
		assertRelates(descriptor.get("offers").relationships().get("descriptiveContent.assets"),
				indirect("descriptiveContent.assets", "assets", "withContentRef", "descriptiveContent"));
	}

	private static void assertRelates(Relationship found, Relationship expected) {
		assertThat(found).usingRecursiveComparison().ignoringFields("fields").isEqualTo(expected);
	}

	@Test
	@Proves({ "3 names of a resource", "4 path" })
	void addressesAResourceByItsHyphenatedNameAndReadsItByItsPlural() {
		for (String name : List.of("offerTemplates", "offer-templates")) {
			ResourceOperations<Map<String, Object>> templates = metadata().resources(name);
			assertThat(templates.read(Ref.parse("testmock:monthly"))).containsEntry("title", "Monthly");
			assertThat(this.platform.sent()).last()
				.hasToString("GET /metadata/data/offer-templates/testmock:monthly?owner=testmock");
		}
	}

	@Test
	@Proves({ "12 route", "3 routes" })
	void fillsTheRouteOfADescriptorAndSendsTheBodyAsItIs() {
		JsonNode execution = workflow().call("startExecution", Map.of("profile", "transcode"), INPUT, JsonNode.class);
		assertThat(this.platform.sent()).last().hasToString("POST /workflow/executions/testmock/transcode");
		assertThat(execution.path("state").asString()).isEqualTo("accepted");
		assertThat(execution.path("input").path("contentRef").asString()).isEqualTo("testmock:dragons");
	}

	@Test
	@Proves("12 optional part")
	void leavesOutAnOptionalPart() {
		start();
		assertThat(executions(Map.of("state", "any"))).isNotEmpty();
		assertThat(this.platform.sent()).last().hasToString("GET /workflow/executions/testmock?state=any");
		assertThat(executions(Map.of("state", "any", "profile", "transcode"))).isNotEmpty();
		assertThat(this.platform.sent()).last().hasToString("GET /workflow/executions/testmock/transcode?state=any");
	}

	@Test
	@Proves("12 required part")
	void refusesARouteWithoutARequiredPartBeforeAnyRequest() {
		workflow().descriptor();
		this.platform.server().reset();
		assertThatIllegalArgumentException()
			.isThrownBy(() -> workflow().call("startExecution", Map.of(), INPUT, JsonNode.class))
			.withMessageContaining("'profile'");
		assertThatIllegalArgumentException().isThrownBy(() -> executions(Map.of())).withMessageContaining("'state'");
		assertThat(this.platform.sent()).isEmpty();
	}

	@Test
	@Proves("12 path")
	void callsAnyPathOfAService() {
		JsonNode execution = start();
		assertThat(this.platform.sent()).last().hasToString("POST /workflow/executions/testmock:transcode");
		assertThat(workflow().delete("/executions/{owner}/{profile}/{id}", JsonNode.class, "testmock", "transcode",
				execution.path("id").asString()))
			.as("204")
			.isNull();
	}

	@Test
	@Proves("12 path")
	void givesStatusHeadersAndBodyOfAnyPathOfAService() {
		ResponseEntity<JsonNode> started = workflow().exchange(HttpMethod.POST, "/executions/{owner}:{profile}", INPUT,
				JsonNode.class, "testmock", "transcode");
		assertThat(started.getStatusCode().is2xxSuccessful()).isTrue();
		assertThat(started.getHeaders().getContentType()).isNotNull();
		assertThat(started.getBody()).isNotNull();
		ResponseEntity<JsonNode> deleted = workflow().exchange(HttpMethod.DELETE, "/executions/{owner}/{profile}/{id}",
				null, JsonNode.class, "testmock", "transcode", started.getBody().path("id").asString());
		assertThat(deleted.getStatusCode()).isEqualTo(HttpStatus.NO_CONTENT);
		assertThat(deleted.getBody()).isNull();
		assertThatExceptionOfType(ResourceNotFoundException.class)
			.isThrownBy(() -> workflow().exchange(HttpMethod.GET, "/nowhere/at-all", null, String.class));
	}

	private JsonNode start() {
		return workflow().post("/executions/{owner}:{profile}", INPUT, JsonNode.class, "testmock", "transcode");
	}

	private JsonNode executions(Map<String, String> variables) {
		return workflow().call("executions", variables, null, JsonNode.class).path("executions");
	}

	private ServiceOperations metadata() {
		return this.platform.template().service("metadata");
	}

	private ServiceOperations workflow() {
		return this.platform.template().service("workflow");
	}

	private static Relationship direct(String name, String resource, String field) {
		return new Relationship(name, true, resource, field, null, null, List.of());
	}

	private static Relationship indirect(String name, String resource, String filter, String through) {
		return new Relationship(name, false, resource, null, filter, through, List.of());
	}

}
