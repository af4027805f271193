package io.sequoia.browser;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The console of the sandbox.
 */
@BrowserTest
class ConsoleTests {

	@Autowired
	private SequoiaSandbox sandbox;

	@LocalServerPort
	private int port;

	private final Browser browser;

	ConsoleTests(Browser browser) {
		this.browser = browser;
	}

	@BeforeEach
	@AfterEach
	void begin() {
		this.sandbox.reset();
	}

	@ParameterizedTest
	@CsvSource({ "overview, Overview, table", "catalogue, Catalogue, tbody a", "query, Query, textarea",
			"requests, Requests, table", "faults, Faults, form", "api, API, details" })
	void everyPartIsAccessibleInLightAndDarkAndOnAPhone(String part, String title, String element) {
		open("#" + part, element);
		assertThat(this.browser.texts("h1")).containsExactly(title);
		assertThat(this.browser.texts("nav [aria-current=page]")).containsExactly(title);
		Appearances.assertAccessible(this.browser, part);
	}

	@Test
	void theOverviewLeadsToEachService() {
		open("#overview", "table");
		assertThat(this.browser.texts("main td")).contains("metadata", "workflow", "testmock", this.sandbox.clientId());
		assertThat(this.browser.texts("main")).noneMatch((text) -> text.contains(this.sandbox.clientSecret()));
		this.browser.control("API of workflow").click();
		this.browser.untilText("h1", "API");
		assertThat(this.browser.field("Service").getDomProperty("value")).isEqualTo("workflow");
	}

	@Test
	void theCatalogueIsSearchedAndBrowsedToOneResourceAndItsRelatives() {
		open("#catalogue", "tbody a");
		this.browser.control("Next").click();
		this.browser.untilText("caption", "page 2 of");
		this.browser.field("Text").sendKeys("harbour");
		this.browser.field("Type").sendKeys("show");
		this.browser.control("Search").click();
		this.browser.untilText("caption", "1 contents, page 1 of 1");
		this.browser.control("Harbour Lights").click();
		this.browser.untilText("pre", "\"testmock:harbour-lights\"");
		this.browser.control("children").click();
		this.browser.untilText("details[open] td", "Harbour Lights, season 2");
		this.browser.control("Harbour Lights, season 2").click();
		this.browser.untilText("h2", "Harbour Lights, season 2");
		this.browser.open(this.sandbox.registryUrl() + "/#catalogue");
		this.browser.field("Service").sendKeys("workflow");
		this.browser.untilText("td", "HD transcode");
		assertThat(this.browser.focused()).isEqualTo("Service");
	}

	@Test
	void aResourceHasThePicturesOfItsFiles() {
		open("#catalogue?service=metadata&resource=contents&ref=testmock:quill", "figure");
		assertThat(this.browser.count("figure svg")).isEqualTo(1);
		assertThat(this.browser.texts("figcaption code"))
			.containsExactly("https://media.example.com/images/quill-poster.jpg");
		assertThat(this.browser.violations()).isEmpty();
		this.browser.screenshot("pictures");
		this.browser.control("Quill, poster").click();
		this.browser.untilText("h2", "Quill, poster");
		assertThat(this.browser.count("figure svg")).isEqualTo(1);
		this.sandbox.put("metadata", "assets", Map.of("name", "served", "contentRef", "testmock:quill", "type", "image",
				"title", "Served here", "url", this.sandbox.registryUrl() + "/console/icon.svg"));
		open("#catalogue?service=metadata&resource=contents&ref=testmock:quill", "figure img");
		this.browser.until("the picture is loaded", () -> Boolean.TRUE
			.equals(this.browser.script("return document.querySelector('figure img').naturalWidth > 0")));
	}

	@Test
	void aQueryOfSeveralCriteriaIsOneRequestAndOneExpression() {
		open("#query", "textarea");
		this.browser.field("Field").sendKeys("type");
		this.browser.until("the field", () -> this.browser.field("Values").getAccessibleName().contains("(string)"));
		this.browser.field("Operator").sendKeys("one");
		this.browser.field("Values").sendKeys("movie\nshow");
		this.browser.control("Add and run").click();
		this.browser.untilText("caption", "135 found");
		this.browser.field("Field").sendKeys("title");
		this.browser.until("another field",
				() -> this.browser.script("return location.hash").toString().contains("withTitle"));
		this.browser.find("option[value=startsWith]");
		this.browser.field("Operator").sendKeys("starts");
		this.browser.field("Values").sendKeys("The ");
		this.browser.control("Add and run").click();
		this.browser.until("fewer", () -> this.browser.count("main li") == 2);
		List<String> shown = this.browser.texts("pre");
		assertThat(shown.get(0))
			.isEqualTo("GET /metadata/data/contents?owner=testmock&withType=movie%7C%7Cshow&withTitle=The*");
		assertThat(shown.get(1)).isEqualToIgnoringWhitespace(
				"where(field(\"type\").oneOrMoreOf(\"movie\", \"show\")).and(field(\"title\").startsWith(\"The\"))");
		assertThat(this.browser.violations()).isEmpty();
		this.browser.screenshot("criteria");
		this.browser.control("Remove withType").click();
		this.browser.until("one criterion", () -> this.browser.count("main li") == 1);
		this.browser.control("Remove withTitle").click();
		this.browser.untilText("main p", "There are no criteria yet");
		this.browser.field("Operator").sendKeys("starts");
		this.browser.field("Values").clear();
		this.browser.expect(400);
		this.browser.control("Add and run").click();
		this.browser.untilText("#status", "takes 1 value, not 0");
	}

	@Test
	void requestsAppearWhileTheyAreMade() {
		open("#requests", "table");
		askTheSample("testmock:quill");
		this.browser.untilText("tbody td", "GET /metadata/data/contents/testmock:quill");
		String id = this.sandbox.requests().of(Operation.READ).get(0).header("X-Correlation-ID");
		this.browser.field("Filter").sendKeys("contents " + id);
		this.browser.until("one row", () -> this.browser.count("tbody tr") == 1);
		this.browser.control("GET /metadata").click();
		this.browser.untilText("#detail", "Request");
		assertThat(this.browser.texts("pre")).singleElement()
			.satisfies((headers) -> assertThat(headers).contains(id, "\"authorization\": \"Bearer"));
		assertThat(this.browser.violations()).isEmpty();
		this.browser.screenshot("request");
		this.browser.field("Show new requests").click();
		int shown = this.browser.count("tbody tr");
		askTheSample("testmock:quill");
		assertThat(this.browser.count("tbody tr")).isEqualTo(shown);
	}

	@ParameterizedTest
	@CsvSource({ "answer with, 418", "answer late, after 20 ms", "reset, reset", "send half, half of the body" })
	void everyFaultIsSwitchedOnAndOff(String kind, String told) {
		open("#faults", "form");
		this.browser.field("Operation").sendKeys("READ");
		this.browser.field("Fault").sendKeys(kind);
		this.browser.replace("Number of requests", "2");
		assertThat(this.browser.field("Status").isEnabled()).isEqualTo(kind.equals("answer with"));
		if (kind.equals("answer with")) {
			this.browser.replace("Status", "418");
		}
		this.browser.replace("Delay", "20");
		this.browser.field("Apply the request first").click();
		this.browser.control("Add").click();
		this.browser.untilText("#status", "Added: this fault happens to 2 requests of the operation READ.");
		assertThat(this.sandbox.faults().pending()).isEqualTo(2);
		assertThat(this.browser.texts("tbody td")).anyMatch((text) -> text.startsWith("READ"))
			.anyMatch((text) -> text.contains(told));
		assertThat(this.browser.violations()).isEmpty();
		this.browser.control("Remove all faults").click();
		this.browser.untilText("#status", "All faults are removed.");
		assertThat(this.sandbox.faults().pending()).isZero();
	}

	@Test
	void latencyAndRevokedTokensReachTheNextRequest() {
		askTheSample("testmock:quill");
		open("#faults", "form");
		this.browser.control("Revoke all tokens").click();
		this.browser.untilText("#status", "All tokens are revoked");
		this.browser.replace("Time that each answer takes", "120");
		this.browser.control("Set").click();
		this.browser.untilText("#status", "Each answer now takes 120 ms or more.");
		this.sandbox.requests().clear();
		Instant begin = Instant.now();
		askTheSample("testmock:quill");
		assertThat(Instant.now()).isAfterOrEqualTo(begin.plusMillis(120));
		assertThat(this.sandbox.requests().of(Operation.READ)).extracting((request) -> request.status())
			.containsExactly(401, 200);
	}

	@Test
	void theApiOfEachServiceIsReadable() {
		open("#api", "details");
		this.browser.field("Service").sendKeys("metadata");
		this.browser.untilText("summary", "GET /data/contents");
		this.browser.control("GET /data/contents:").click();
		this.browser.untilText("details[open] td", "withType");
		this.browser.control("content").click();
		this.browser.untilText("details[open] pre", "shortSynopsis");
		assertThat(this.browser.violations()).isEmpty();
	}

	@Test
	void everythingIsDoneByKeyboard() {
		open("#overview", "table");
		this.browser.tabTo("Skip to the content");
		this.browser.press(Keys.ENTER);
		this.browser.open(this.sandbox.registryUrl() + "/#overview");
		this.browser.find("table");
		this.browser.tabTo("Faults");
		this.browser.press(Keys.ENTER);
		this.browser.untilText("h1", "Faults");
		this.browser.find("form");
		this.browser.tabTo("Operation");
		this.browser.press("STORE");
		this.browser.tabTo("Add");
		this.browser.press(Keys.ENTER);
		this.browser.untilText("#status", "Added: this fault happens to 1 request of the operation STORE.");
		this.browser.tabTo("Remove all faults");
		this.browser.press(Keys.SPACE);
		this.browser.untilText("#status", "All faults are removed.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "<img src=x onerror=alert(1)>", "</script><script>alert(1)</script>" })
	void dataIsNeverMarkup(String title) {
		String location = sample().post()
			.uri("/contents")
			.body(Map.of("type", "movie", "title", title))
			.exchange()
			.expectStatus()
			.isCreated()
			.returnResult()
			.getResponseHeaders()
			.getFirst("Location");
		open("#catalogue?service=metadata&resource=contents&ref=" + location.substring(location.lastIndexOf('/') + 1),
				"pre");
		assertThat(this.browser.texts("h2")).contains(title);
		assertThat(this.browser.count("main img, main script")).isZero();
	}

	private void open(String fragment, String element) {
		this.browser.open(this.sandbox.registryUrl() + "/" + fragment);
		this.browser.find("main " + element);
	}

	private void askTheSample(String ref) {
		sample().get().uri("/contents/" + ref).exchange().expectStatus().isOk();
	}

	private RestTestClient sample() {
		return RestTestClient.bindToServer().baseUrl("http://localhost:" + this.port).build();
	}

}
