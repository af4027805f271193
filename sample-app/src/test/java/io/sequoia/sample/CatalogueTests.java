package io.sequoia.sample;

import java.util.Map;

import io.sequoia.sandbox.Fault;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "sequoia.retry.interval=1ms")
class CatalogueTests {

	@LocalServerPort
	int port;

	@Autowired
	SequoiaSandbox sandbox;

	private RestTestClient client;

	@BeforeEach
	void connect() {
		this.client = RestTestClient.bindToServer().baseUrl("http://127.0.0.1:" + this.port).build();
		this.sandbox.requests().clear();
		this.sandbox.faults().clear();
	}

	@Test
	void servesTitlesThatTravelledFromThePlatform() {
		this.sandbox.faults().revokeTokens();
		this.client.get()
			.uri("/contents?type=movie&page-size=5")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.contents.length()")
			.isEqualTo(5)
			.jsonPath("$.contents[?(@.type != 'movie')]")
			.isEmpty()
			.jsonPath("$.more")
			.isEqualTo(true)
			.jsonPath("$.total")
			.value((total) -> assertThat((Integer) total).isGreaterThan(50));
		assertThat(this.sandbox.requests().count(Operation.TOKEN)).isOne();
		assertThat(this.sandbox.requests().of(Operation.BROWSE)).last()
			.satisfies((request) -> assertThat(request.header("X-Correlation-ID")).startsWith("sample/catalogue/"));
	}

	@Test
	void searchesAndSorts() {
		this.client.get()
			.uri("/contents?q=harbour&sort=-releaseYear")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.contents[0].title")
			.exists();
	}

	@Test
	void createsChangesAndDeletesATitle() {
		this.client.post()
			.uri("/contents")
			.contentType(MediaType.APPLICATION_JSON)
			.body(Map.of("name", "new-title", "title", "New", "type", "movie", "duration", "PT90M"))
			.exchange()
			.expectStatus()
			.isCreated()
			.expectHeader()
			.valueEquals(HttpHeaders.LOCATION, "/contents/testmock:new-title");
		String etag = this.client.get()
			.uri("/contents/testmock:new-title")
			.exchange()
			.expectStatus()
			.isOk()
			.returnResult(String.class)
			.getResponseHeaders()
			.getETag();
		change(etag, "Newer").expectStatus().isOk().expectBody().jsonPath("$.title").isEqualTo("Newer");
		change(etag, "Lost").expectStatus()
			.isEqualTo(412)
			.expectHeader()
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.expectBody()
			.jsonPath("$.detail")
			.isEqualTo("The title was changed by somebody else; read it again")
			.jsonPath("$.correlationId")
			.exists();
		change(null, "Newest").expectStatus().isOk().expectBody().jsonPath("$.title").isEqualTo("Newest");
		this.client.delete().uri("/contents/testmock:new-title").exchange().expectStatus().isNoContent();
		this.client.delete().uri("/contents/testmock:new-title").exchange().expectStatus().isNotFound();
	}

	@Test
	void tellsProblems() {
		problem("/contents/testmock:absent", 404).jsonPath("$.correlationId").exists();
		problem("/contents/no-reference", 400);
		problem("/contents?page-size=0", 400);
		problem("/contents?sort=nonsense", 400);
		this.client.post()
			.uri("/contents")
			.contentType(MediaType.APPLICATION_JSON)
			.body(Map.of("title", " ", "type", "movie"))
			.exchange()
			.expectStatus()
			.isBadRequest()
			.expectHeader()
			.contentType(MediaType.APPLICATION_PROBLEM_JSON);
	}

	@Test
	void tellsThatThePlatformIsDownWithoutTellingMore() {
		this.sandbox.faults()
			.next(20, Operation.READ, Fault.status(503).body("text/html", "<h1>internal-host-17</h1>"));
		problem("/contents/testmock:the-glass-harbour", 503).jsonPath("$.detail")
			.isEqualTo("The catalogue cannot be reached at the moment");
	}

	@Test
	void countsRetriesForPrometheus() {
		this.sandbox.faults().next(Operation.READ, Fault.status(503));
		this.client.get().uri("/contents/testmock:the-glass-harbour").exchange().expectStatus().isOk();
		String metrics = this.client.get()
			.uri("/actuator/prometheus")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.returnResult()
			.getResponseBody();
		assertThat(metrics).contains("sequoia_client_retries_total{", "spring_retry_seconds_count{",
				"http_client_requests_seconds_count{");
	}

	private RestTestClient.ResponseSpec change(String etag, String title) {
		return this.client.put()
			.uri("/contents/testmock:new-title")
			.contentType(MediaType.APPLICATION_JSON)
			.headers((headers) -> {
				if (etag != null) {
					headers.set(HttpHeaders.IF_MATCH, etag);
				}
			})
			.body(Map.of("title", title, "type", "movie"))
			.exchange();
	}

	private RestTestClient.BodyContentSpec problem(String uri, int status) {
		return this.client.get()
			.uri(uri)
			.exchange()
			.expectStatus()
			.isEqualTo(status)
			.expectHeader()
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.expectBody()
			.jsonPath("$.status")
			.isEqualTo(status);
	}

}
