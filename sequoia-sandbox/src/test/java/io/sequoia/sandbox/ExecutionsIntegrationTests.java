package io.sequoia.sandbox;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The business endpoints, docs/protocol.md, section 12.
 */
class ExecutionsIntegrationTests {

	private SequoiaSandbox sandbox;

	private Http http;

	@BeforeEach
	void start() {
		this.sandbox = SequoiaSandbox.builder().furtherOwners("other").start();
		this.http = new Http(this.sandbox);
	}

	@AfterEach
	void stop() {
		this.sandbox.close();
	}

	@Test
	void startsListsAndCancelsAnExecution() {
		Http.Reply started = this.http.post("/workflow/executions/testmock/hd-transcode", "{\"contentRef\":\"a:b\"}");
		assertThat(started.status()).isEqualTo(201);
		assertThat(started.json().path("input").path("contentRef").asString()).isEqualTo("a:b");
		assertThat(started.json().path("profileRef").asString()).isEqualTo("testmock:hd-transcode");
		String id = started.json().path("id").asString();
		assertThat(this.http.get("/workflow/executions/testmock?state=accepted").texts("executions", "id"))
			.containsExactly(id);
		assertThat(this.http.get("/workflow/executions/testmock/archive?state=any").texts("executions", "id"))
			.isEmpty();
		assertThat(this.http.get("/workflow/executions/other?state=any").texts("executions", "id")).isEmpty();
		assertThat(this.http.delete("/workflow/executions/testmock/hd-transcode/" + id).status()).isEqualTo(204);
		assertThat(this.http.get("/workflow/executions/testmock?state=cancelled").texts("executions", "id"))
			.containsExactly(id);
	}

	@Test
	void takesOwnerAndProfileAsOneRefToo() {
		assertThat(this.http.post("/workflow/executions/testmock:archive", "[1]").json().path("profileRef").asString())
			.isEqualTo("testmock:archive");
	}

	@Test
	void refusesWhatIsNotThere() {
		assertThat(this.http.post("/workflow/executions/testmock/nothing", "{}").status()).isEqualTo(404);
		assertThat(this.http.post("/workflow/executions/nobody/archive", "{}").status()).isEqualTo(403);
		assertThat(this.http.delete("/workflow/executions/testmock/archive/77").status()).isEqualTo(404);
		assertThat(this.http.get("/workflow/executions/testmock").validationKeys()).containsExactly("state");
		assertThat(this.http.withToken("x").get("/workflow/executions/testmock?state=any").status()).isEqualTo(401);
	}

	@Test
	void describesItsRoutes() {
		JsonNode routes = this.http.get("/workflow/descriptor/raw?owner=testmock").json().path("routes");
		assertThat(routes).extracting((route) -> route.path("name").asString() + " " + route.path("method").asString())
			.containsExactly("startExecution POST", "executions GET", "cancelExecution DELETE");
		assertThat(routes.get(1).path("path").asString()).isEqualTo("/executions/{owner}/{profile?}");
		assertThat(routes.get(1).path("inputs").path("query").get(0).toString()).contains("\"name\":\"state\"",
				"\"required\":true");
	}

}
