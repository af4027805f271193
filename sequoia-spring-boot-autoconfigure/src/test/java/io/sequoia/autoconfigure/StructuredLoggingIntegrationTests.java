package io.sequoia.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.sequoia.sandbox.Fault;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The console output of a real application, which runs once for each test, all in one
 * process.
 */
class StructuredLoggingIntegrationTests {

	private static final int PLAIN = 5;

	private static SequoiaSandbox sandbox;

	private static List<List<String>> lines;

	private static List<String> correlationIds;

	@BeforeAll
	static void run() throws Exception {
		List<List<String>> runs = new ArrayList<>();
		for (String format : List.of("ecs", "logstash", "ecs", "logstash", "gelf")) {
			runs.add(List.of("--logging.structured.format.console=" + format, "--sequoia.retry.interval=1ms", debug()));
		}
		runs.add(List.of("--logging.pattern.correlation=[%X{correlationId:-}] ", debug()));
		sandbox = SequoiaSandbox.start();
		// the first two runs need two attempts
		sandbox.faults()
			.next(Operation.READ, Fault.status(503))
			.next(Operation.READ, Fault.none())
			.next(Operation.READ, Fault.status(503));
		lines = ForkedApplication.runEach(ForkedApplication.Calling.class, sandbox, runs);
		correlationIds = sandbox.requests()
			.of(Operation.READ)
			.stream()
			.map((request) -> request.header("X-Correlation-ID"))
			.distinct()
			.toList();
		assertThat(correlationIds).hasSameSizeAs(runs);
		assertThat(sandbox.requests().count(Operation.READ)).isEqualTo(runs.size() + 2);
	}

	@AfterAll
	static void stop() {
		sandbox.close();
	}

	private static String debug() {
		return "--logging.level.io.sequoia=debug";
	}

	@ParameterizedTest
	@CsvSource({ "0, ecs", "1, logstash" })
	void everyLineOfACallHasTheIdAsAField(int run, String format) {
		List<JsonNode> ofCalls = lines.get(run)
			.stream()
			.filter((line) -> !line.startsWith("WARNING: ")) // a warning of newer JVMs
			.map(JsonMapper.shared()::readTree)
			.filter((line) -> line.path("message").asString("").contains("correlation id "))
			.toList();
		assertThat(ofCalls).allSatisfy((line) -> assertThat(line.path("message").asString())
			.endsWith("correlation id " + line.path("correlationId").asString()));
		// registry and what it lists, token, descriptor, two attempts and the retry
		// between them
		assertThat(ofCalls).filteredOn((line) -> line.path("correlationId").asString().equals(correlationIds.get(run)))
			.hasSize(7);
	}

	@ParameterizedTest
	@CsvSource({ "2, ecs, message, /sequoia/", "3, logstash, message, /sequoia.",
			"4, gelf, short_message, /_sequoia." })
	void lineOfARequestHasKeyValues(int run, String format, String message, String prefix) {
		JsonNode read = lines.get(run)
			.stream()
			.filter((line) -> line.startsWith("{") && line.contains("/data/contents/testmock:none"))
			.map(JsonMapper.shared()::readTree)
			.filter((line) -> line.path(message).asString("").startsWith("GET metadata"))
			.findFirst()
			.orElseThrow(() -> new AssertionError(String.join("\n", lines.get(run))));
		assertThat(Stream.of("method", "service", "path", "status", "attempt")
			.map((name) -> read.at(prefix + name).asString("missing: " + read)))
			.containsExactly("GET", "metadata", "/metadata/data/contents/testmock:none", "404", "1");
		assertThat(read.at(prefix + "ms").asLong(-1)).isNotNegative();
		assertThat(read.at(format.equals("gelf") ? "/_correlationId" : "/correlationId").asString(""))
			.isEqualTo(correlationIds.get(run));
	}

	@Test
	void plainLineTellsWhatWasDoneAndNothingSecret() {
		assertThat(lines.get(PLAIN)).filteredOn((line) -> line.contains("/data/contents/"))
			.singleElement()
			.asString()
			.contains("[" + correlationIds.get(PLAIN) + "]")
			.containsPattern("GET metadata \\S*/data/contents/testmock:none: 404 Not Found in \\d+ ms \\(attempt 1\\)");
		assertThat(lines.get(PLAIN))
			.noneMatch((line) -> line.contains(sandbox.clientSecret()) || line.contains("Bearer"))
			.noneMatch((line) -> line.contains("owner="));
	}

}
