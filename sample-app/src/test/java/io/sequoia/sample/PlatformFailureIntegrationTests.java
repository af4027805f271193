package io.sequoia.sample;

import java.time.Duration;
import java.util.Map;

import io.sequoia.sandbox.Fault;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The answers to the service's own clients, and its log, while the platform fails.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "sequoia.retry.max-attempts=3", "sequoia.retry.interval=1ms", "sequoia.retry.max-time=5s",
				"sequoia.http.response-timeout=300ms" })
@ExtendWith(OutputCaptureExtension.class)
@Import(PlatformFailureIntegrationTests.DefectiveController.class)
class PlatformFailureIntegrationTests {

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
		get("/contents?page-size=1").expectStatus().isOk();
		this.sandbox.requests().clear();
	}

	@Test
	void retriesWithoutTheClientNoticingAndCountsIt() {
		this.sandbox.faults().next(2, Operation.BROWSE, Fault.status(503));

		get("/contents?page-size=1").expectStatus().isOk();

		assertThat(this.sandbox.requests().count(Operation.BROWSE)).isEqualTo(3);
		assertThat(retries("browse", "503")).isEqualTo(2);
	}

	@Test
	void tellsThatThePlatformIsUnavailable(CapturedOutput output) {
		this.sandbox.faults().next(3, Operation.READ, Fault.status(503));

		Map<String, Object> problem = problem(get("/contents/testmock:paper-lions"), HttpStatus.SERVICE_UNAVAILABLE);

		String sent = this.sandbox.requests().of(Operation.READ).get(0).header("X-Correlation-ID");
		assertThat(problem).containsEntry("correlationId", sent);
		assertThat(problem.get("detail")).asString().doesNotContain("503").doesNotContain("/data/");
		assertThat(output).contains("The platform failed").contains(sent);
	}

	@Test
	void tellsThatThePlatformIsTooSlow() {
		this.sandbox.faults().next(3, Operation.READ, Fault.delay(Duration.ofSeconds(2)));

		problem(get("/contents/testmock:paper-lions"), HttpStatus.GATEWAY_TIMEOUT);
	}

	@Test
	void tellsWhenToComeBackIfThePlatformIsOverloaded() {
		this.sandbox.faults().next(Operation.READ, Fault.status(429).header(HttpHeaders.RETRY_AFTER, "3600"));

		ResponseSpec response = get("/contents/testmock:paper-lions");

		response.expectHeader().valueEquals(HttpHeaders.RETRY_AFTER, "3600");
		problem(response, HttpStatus.SERVICE_UNAVAILABLE);
	}

	@Test
	@DirtiesContext // the client makes no request for a while after a refusal
	void tellsNothingOfCredentialsThatThePlatformRefuses(CapturedOutput output) {
		this.sandbox.faults().revokeTokens();
		this.sandbox.faults().next(10, Operation.TOKEN, Fault.status(401));
		try {
			Map<String, Object> problem = problem(get("/contents/testmock:paper-lions"), HttpStatus.BAD_GATEWAY);

			assertThat(problem).containsKey("correlationId");
			assertThat(problem.toString()).doesNotContain(this.sandbox.clientId(), this.sandbox.clientSecret());
			assertThat(output).contains("AuthenticationFailedException").doesNotContain(this.sandbox.clientSecret());
		}
		finally {
			this.sandbox.faults().clear();
		}
	}

	@Test
	void tellsThatThePlatformAnswersNonsense() {
		this.sandbox.faults().next(Operation.READ, Fault.status(200).body("text/html", "<html></html>"));

		problem(get("/contents/testmock:paper-lions"), HttpStatus.BAD_GATEWAY);
	}

	@Test
	void staysHealthyWhileThePlatformFails() {
		this.sandbox.faults().next(3, Operation.READ, Fault.reset());
		get("/contents/testmock:paper-lions").expectStatus().isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);

		get("/actuator/health").expectStatus().isOk().expectBody().jsonPath("$.status").isEqualTo("UP");
	}

	@Test
	void countsRetriesAndOperationsForPrometheus() {
		this.sandbox.faults().next(Operation.DELETE, Fault.status(503));
		this.client.delete().uri("/contents/testmock:no-such-film").exchange().expectStatus().isNotFound();

		String scraped = get("/actuator/prometheus").expectStatus()
			.isOk()
			.expectBody(String.class)
			.returnResult()
			.getResponseBody();

		assertThat(scraped)
			.containsPattern(
					"sequoia_client_retries_total\\{operation=\"delete\",reason=\"503\",service=\"metadata\"} 1.0")
			.containsPattern("sequoia_client_operations_seconds_count\\{error=\"none\",operation=\"delete\","
					+ "outcome=\"SUCCESS\",resource=\"contents\",service=\"metadata\"} 1")
			.containsPattern("http_client_requests_seconds_count\\{client_name=\"metadata\"");
	}

	@Test
	void tellsNothingOfDefectsOfItsOwn(CapturedOutput output) {
		Map<String, Object> problem = problem(get("/defect"), HttpStatus.INTERNAL_SERVER_ERROR);

		assertThat(problem.toString()).doesNotContain("inner state");
		assertThat(output).contains("inner state");
	}

	private double retries(String operation, String reason) {
		Double[] count = new Double[1];
		get("/actuator/metrics/sequoia.client.retries?tag=operation:" + operation + "&tag=reason:" + reason)
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.measurements[0].value")
			.value(Double.class, (value) -> count[0] = value);
		return count[0];
	}

	private ResponseSpec get(String uri) {
		return this.client.get().uri(uri).exchange();
	}

	private static Map<String, Object> problem(ResponseSpec response, HttpStatus status) {
		response.expectStatus().isEqualTo(status).expectHeader().contentType(MediaType.APPLICATION_PROBLEM_JSON);
		Map<String, Object> problem = response.expectBody(JSON).returnResult().getResponseBody();
		assertThat(problem).containsEntry("status", status.value());
		return problem;
	}

	@RestController
	static class DefectiveController {

		@GetMapping("/defect")
		void fail() {
			throw new IllegalStateException("inner state");
		}

	}

}
