package io.sequoia.sample.dashboard;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.sequoia.sample.SampleApplication;
import io.sequoia.sandbox.Fault;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The dashboard and the rules that the library ships, against what Prometheus finds at
 * the sample after some failures.
 */
@SpringBootTest(classes = SampleApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT, properties = {
		"sequoia.retry.max-attempts=2", "sequoia.retry.interval=1ms", "sequoia.store.generate-names=false" })
class DashboardIntegrationTests {

	@Autowired
	private SequoiaSandbox sandbox;

	@LocalServerPort
	private int port;

	private RestTestClient client;

	@BeforeEach
	void connect() {
		this.client = RestTestClient.bindToServer().baseUrl("http://localhost:" + this.port).build();
	}

	@Test
	void everyQueryOfTheDashboardFindsItsMeters() throws IOException {
		Series series = new Series(scrapeAfterFailures());
		Queries.ofPanels("catalogue", "5m")
			.forEach((panel, queries) -> assertThat(queries).as(panel)
				.isNotEmpty()
				.allSatisfy((query) -> assertThat(series.lacking(query)).as(query).isEmpty()));
	}

	@Test
	void everyRuleFindsItsMeters() throws IOException {
		Series series = new Series(scrapeAfterFailures());
		Queries.ofRules().forEach((rule, query) -> {
			assertThat(series.lacking(query)).as(rule + ": " + query).isEmpty();
			if (rule.contains(":")) {
				series.record(rule, query);
			}
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "rate(sequoia_client_calls_total[5m])", "sum by (tenant) (sequoia_client_pages_total)",
			"sequoia_client_pages_total{tenant=\"a\"}", "sequoia_client_pages_total{service=\"nothing\"}",
			"sequoia_client_pages_total or sequoia_client_page", "service:unknown:rate5m > 1" })
	void aQueryOfWhatIsNotThereWouldBeFound(String query) {
		assertThat(new Series(scrapeAfterFailures()).lacking(query)).isNotEmpty();
	}

	@Test
	void everyPanelHasATitleADescriptionAndItsOwnPlace() throws IOException {
		List<JsonNode> panels = new ArrayList<>();
		Queries.dashboard().path("panels").forEach(panels::add);
		assertThat(panels).extracting((panel) -> panel.path("title").asString()).doesNotHaveDuplicates();
		assertThat(panels).extracting((panel) -> panel.path("id").asInt()).doesNotHaveDuplicates();
		assertThat(panels).allSatisfy((panel) -> assertThat(panel.path("description").asString()).isNotBlank());
		boolean[][] taken = new boolean[100][24];
		panels.forEach((panel) -> {
			JsonNode place = panel.path("gridPos");
			for (int y = place.path("y").asInt(); y < place.path("y").asInt() + place.path("h").asInt(); y++) {
				for (int x = place.path("x").asInt(); x < place.path("x").asInt() + place.path("w").asInt(); x++) {
					assertThat(taken[y][x]).as(panel.path("title").asString() + " at " + x + ", " + y).isFalse();
					taken[y][x] = true;
				}
			}
		});
	}

	/**
	 * Make calls that go well, that are retried, that fail, and one of unknown outcome.
	 */
	private String scrapeAfterFailures() {
		get("/contents?page-size=2&page=2");
		get("/contents/testmock:paper-lions");
		get("/contents/testmock:no-such-film");
		this.sandbox.faults().next(Operation.READ, Fault.status(503));
		get("/contents/testmock:paper-lions");
		this.sandbox.faults().next(2, Operation.READ, Fault.status(503));
		get("/contents/testmock:paper-lions");
		this.sandbox.faults().next(Operation.STORE, Fault.reset().afterApplying());
		this.client.post()
			.uri("/contents")
			.body(Map.of("type", "movie", "title", "Stored or not"))
			.exchange()
			.expectStatus()
			.is5xxServerError();
		this.sandbox.faults().clear();
		return this.client.get()
			.uri("/actuator/prometheus")
			.exchange()
			.expectBody(String.class)
			.returnResult()
			.getResponseBody();
	}

	private void get(String path) {
		this.client.get().uri(path).exchange().returnResult(byte[].class);
	}

}
