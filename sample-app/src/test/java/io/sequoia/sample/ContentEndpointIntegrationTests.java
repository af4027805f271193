package io.sequoia.sample;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.sequoia.sandbox.LoggedRequest;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import org.assertj.core.api.MapAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The endpoints of the service, over HTTP on both sides: a client in front, the sandbox
 * behind.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class ContentEndpointIntegrationTests {

	private static final ParameterizedTypeReference<Map<String, Object>> JSON = new ParameterizedTypeReference<>() {
	};

	@Autowired
	private SequoiaSandbox sandbox;

	@LocalServerPort
	private int port;

	private RestTestClient client;

	@BeforeEach
	void connect() {
		this.client = RestTestClient.bindToServer().baseUrl("http://localhost:" + this.port).build();
		this.sandbox.requests().clear();
	}

	@Test
	void listsContentsOfOneType() {
		get("/contents?type=movie&page-size=3").expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.contents.length()")
			.isEqualTo(3)
			.jsonPath("$.contents[*].type")
			.value((types) -> assertThat(types).isEqualTo(List.of("movie", "movie", "movie")))
			.jsonPath("$.totalCount")
			.isEqualTo(stored("movie"));
	}

	@Test
	void searchesTexts() {
		get("/contents?type=movie&q=dragons").expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.contents[*].title")
			.value((titles) -> assertThat(titles).asString().contains("Here Be Small Dragons"));
		assertThat(onlyBrowse().parameter("q")).isEqualTo("dragons");
	}

	@Test
	void sortsByTheFieldsGiven() {
		List<Map<String, Object>> contents = contents(
				get("/contents?type=movie&sort=-releaseYear,title&page-size=100"));
		assertThat(contents).hasSize(100).isSortedAccordingTo((one, other) -> {
			int years = ((Integer) other.get("releaseYear")).compareTo((Integer) one.get("releaseYear"));
			return (years != 0) ? years : ((String) one.get("title")).compareTo((String) other.get("title"));
		});
	}

	@Test
	void followingTheNextLinksGivesEveryContentOnce() {
		List<Object> refs = new ArrayList<>();
		URI next = URI.create("/contents?type=movie&page-size=50");
		int pages = 0;
		while (next != null) {
			Map<String, Object> page = json(get(next.toString()));
			assertThat(page).containsEntry("page", ++pages);
			contentsOf(page).forEach((content) -> refs.add(content.get("ref")));
			next = (page.get("next") != null) ? URI.create((String) page.get("next")) : null;
		}
		assertThat(pages).isEqualTo(3);
		assertThat(refs).doesNotHaveDuplicates().hasSize(stored("movie"));
	}

	@Test
	void asksThePlatformForNoMoreThanThePagesUpToTheOneAskedFor() {
		get("/contents?page-size=5&page=3").expectStatus().isOk();
		assertThat(this.sandbox.requests().count(Operation.BROWSE)).isEqualTo(3);
	}

	@Test
	void listsThePartsOfAContentByPageNumber() {
		Map<Object, Long> parts = this.sandbox.resources("metadata", "contents")
			.stream()
			.filter((content) -> content.get("parentRef") != null)
			.collect(Collectors.groupingBy((content) -> content.get("parentRef"), Collectors.counting()));
		Map.Entry<Object, Long> parent = parts.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow();
		long count = parent.getValue();
		Map<String, Object> page = json(
				get("/contents/" + parent.getKey() + "/parts?page=2&page-size=2&sort=title,desc").expectStatus()
					.isOk());
		assertThat(contentsOf(page)).hasSize((int) Math.min(2, count - 2))
			.allSatisfy((content) -> assertThat(content).containsEntry("parentRef", parent.getKey()));
		assertThat(page).containsEntry("page", 2).containsEntry("totalCount", (int) count);
		assertThat(onlyBrowse().query()).containsEntry("page", List.of("2"))
			.containsEntry("perPage", List.of("2"))
			.containsEntry("sort", List.of("-title"));
		assertThat(json(get("/contents/testmock:paper-lions/parts"))).containsEntry("totalCount", 0)
			.doesNotContainKey("next");
	}

	@Test
	void readsContentWithItsVersionAsEntityTag() {
		Map<String, Object> content = json(get("/contents/testmock:paper-lions").expectStatus().isOk());
		assertThat(content).containsEntry("title", "Paper Lions")
			.containsEntry("duration", "PT1H36M")
			.containsKey("scores");
		String tag = "\"" + content.get("version") + "\"";
		get("/contents/testmock:paper-lions").expectHeader().valueEquals(HttpHeaders.ETAG, tag);
		this.client.get()
			.uri("/contents/testmock:paper-lions")
			.header(HttpHeaders.IF_NONE_MATCH, tag)
			.exchange()
			.expectStatus()
			.isNotModified();
	}

	@Test
	void createsContentUnderANameOfItsOwn() {
		ResponseSpec response = send(HttpMethod.POST, "/contents",
				Map.of("type", "movie", "title", "The New One", "name", "paper-lions", "languages", List.of("en")));
		URI location = response.expectStatus().isCreated().returnResult().getResponseHeaders().getLocation();
		assertThat(location).hasPort(this.port);
		assertThat(json(get(location.getPath()).expectStatus().isOk())).containsEntry("title", "The New One")
			.containsEntry("languages", List.of("en"))
			.containsEntry("ref", location.getPath().substring("/contents/".length()));
		assertThat(json(get("/contents/testmock:paper-lions"))).containsEntry("title", "Paper Lions");
	}

	@Test
	void updatesContentThatIsStillOfTheVersionRead() {
		Map<String, Object> content = create("Before");
		content.put("title", "After");
		send(HttpMethod.PUT, path(content), content).expectStatus().isOk();
		Map<String, Object> updated = json(get(path(content)));
		assertThat(updated).containsEntry("title", "After").containsEntry("createdAt", content.get("createdAt"));
		assertThat(updated.get("version")).isNotEqualTo(content.get("version"));
	}

	@Test
	void updateKeepsFieldsThatTheServiceDoesNotKnow() {
		Map<String, Object> content = create("With a note");
		content.put("title", "With a note still");
		send(HttpMethod.PUT, path(content), content).expectStatus().isOk();
		assertThat(json(get(path(content)))).containsEntry("custom", Map.of("desk", "drama"));
	}

	@Test
	void updatesContentByIfMatch() {
		Map<String, Object> content = create("By header");
		String version = (String) content.remove("version");
		this.client.put()
			.uri(path(content))
			.header(HttpHeaders.IF_MATCH, "\"" + version + "\"")
			.body(content)
			.exchange()
			.expectStatus()
			.isOk();
		assertThat(this.sandbox.requests().of(Operation.UPDATE)).singleElement()
			.satisfies((request) -> assertThat(request.header("If-Match")).isEqualTo("\"" + version + "\""));
	}

	@Test
	void refusesToOverwriteWhatSomebodyElseChanged() {
		Map<String, Object> content = create("Contended");
		Map<String, Object> first = new LinkedHashMap<>(content);
		first.put("title", "Mine");
		send(HttpMethod.PUT, path(content), first).expectStatus().isOk();
		content.put("title", "Yours");
		problem(send(HttpMethod.PUT, path(content), content), HttpStatus.PRECONDITION_FAILED)
			.containsKey("correlationId");
		assertThat(json(get(path(content)))).containsEntry("title", "Mine");
	}

	@Test
	void asksForTheVersionToUpdate() {
		Map<String, Object> content = create("Without version");
		content.remove("version");
		problem(send(HttpMethod.PUT, path(content), content), HttpStatus.PRECONDITION_REQUIRED).containsEntry("detail",
				"Give the version that was read, in If-Match or in the content");
		assertThat(this.sandbox.requests().count(Operation.UPDATE)).isZero();
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			*
			W/"abc"
			"abc", "def"
			abc
			""")
	void refusesIfMatchThatIsNotOneVersion(String ifMatch) {
		Map<String, Object> content = create("Odd header");
		problem(this.client.put().uri(path(content)).header(HttpHeaders.IF_MATCH, ifMatch).body(content).exchange(),
				HttpStatus.BAD_REQUEST)
			.containsEntry("detail", "If-Match must contain one version in quotes");
	}

	@Test
	void refusesContentUnderTheAddressOfAnother() {
		Map<String, Object> content = create("Misplaced");
		problem(send(HttpMethod.PUT, "/contents/testmock:paper-lions", content), HttpStatus.BAD_REQUEST);
		assertThat(this.sandbox.requests().count(Operation.UPDATE)).isZero();
	}

	@Test
	void deletesContentOnce() {
		Map<String, Object> content = create("Short-lived");
		this.client.delete().uri(path(content)).exchange().expectStatus().isNoContent().expectBody().isEmpty();
		problem(get(path(content)), HttpStatus.NOT_FOUND);
		problem(this.client.delete().uri(path(content)).exchange(), HttpStatus.NOT_FOUND).containsEntry("detail",
				"There is no content " + content.get("ref"));
	}

	@Test
	void tellsThatThereIsNoSuchContent() {
		problem(get("/contents/testmock:no-such-film"), HttpStatus.NOT_FOUND)
			.containsEntry("instance", "/contents/testmock:no-such-film")
			.containsKey("correlationId");
	}

	@Test
	void tellsThatThereIsNoSuchPage() {
		problem(get("/contents?type=show&page=99"), HttpStatus.NOT_FOUND).containsEntry("detail",
				"There is no page 99");
	}

	@ParameterizedTest
	@CsvSource({ "page=0, page must be 1 to 100", "page-size=101, page-size must be 1 to 100",
			"type=!movie, type must be a word", "page-size=two, page-size must be a whole number" })
	void refusesParametersBeforeAnyRequest(String query, String detail) {
		assertThat(problem(get("/contents?" + query), HttpStatus.BAD_REQUEST).actual().get("detail")).asString()
			.contains(detail);
		assertThat(this.sandbox.requests().count()).isZero();
	}

	@ParameterizedTest
	@CsvSource({ "sort=no%20such", "q=%20" })
	void refusesCriteriaBeforeAnyRequest(String query) {
		problem(get("/contents?" + query), HttpStatus.BAD_REQUEST);
		assertThat(this.sandbox.requests().count()).isZero();
	}

	@Test
	void refusesMalformedReference() {
		problem(get("/contents/paper-lions"), HttpStatus.BAD_REQUEST);
		assertThat(this.sandbox.requests().count()).isZero();
	}

	@Test
	void refusesContentWithoutTypeAndTitle() {
		assertThat(problem(send(HttpMethod.POST, "/contents", Map.of("title", " ")), HttpStatus.BAD_REQUEST).actual()
			.get("detail")).asString().contains("title must be given").contains("type must be given");
		assertThat(this.sandbox.requests().count()).isZero();
	}

	@Test
	void tellsWhatThePlatformFoundInvalid() {
		problem(send(HttpMethod.POST, "/contents", Map.of("type", "novel", "title", "A Novel")), HttpStatus.BAD_REQUEST)
			.containsEntry("invalid", List.of("type"));
		problem(get("/contents?sort=nothing"), HttpStatus.BAD_REQUEST).containsEntry("invalid", List.of("sort"));
	}

	private Map<String, Object> create(String title) {
		Map<String, Object> content = json(send(HttpMethod.POST, "/contents",
				Map.of("type", "movie", "title", title, "active", false, "custom", Map.of("desk", "drama"))));
		this.sandbox.requests().clear();
		return content;
	}

	private int stored(String type) {
		return (int) this.sandbox.resources("metadata", "contents")
			.stream()
			.filter((content) -> type.equals(content.get("type")))
			.count();
	}

	private LoggedRequest onlyBrowse() {
		assertThat(this.sandbox.requests().of(Operation.BROWSE)).hasSize(1);
		return this.sandbox.requests().of(Operation.BROWSE).get(0);
	}

	private ResponseSpec get(String uri) {
		return this.client.get()
			.uri(URI.create(uri.startsWith("/") ? "http://localhost:" + this.port + uri : uri))
			.exchange();
	}

	private ResponseSpec send(HttpMethod method, String path, Map<String, Object> content) {
		return this.client.method(method).uri(path).contentType(MediaType.APPLICATION_JSON).body(content).exchange();
	}

	private static String path(Map<String, Object> content) {
		return "/contents/" + content.get("ref");
	}

	private static Map<String, Object> json(ResponseSpec response) {
		return response.expectBody(JSON).returnResult().getResponseBody();
	}

	private static List<Map<String, Object>> contents(ResponseSpec response) {
		return contentsOf(json(response));
	}

	@SuppressWarnings("unchecked")
	private static List<Map<String, Object>> contentsOf(Map<String, Object> page) {
		return (List<Map<String, Object>>) page.get("contents");
	}

	private static MapAssert<String, Object> problem(ResponseSpec response, HttpStatus status) {
		response.expectStatus().isEqualTo(status).expectHeader().contentType(MediaType.APPLICATION_PROBLEM_JSON);
		return assertThat(json(response)).containsEntry("status", status.value())
			.containsEntry("title", status.getReasonPhrase());
	}

}
