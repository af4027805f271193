package io.sequoia.autoconfigure;

import java.util.List;
import java.util.stream.Stream;

import io.sequoia.sandbox.Fault;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The console output of a real application.
 */
class StructuredLoggingIntegrationTests {

	private static final String DEBUG = "--logging.level.io.sequoia=debug";

	@ParameterizedTest
	@ValueSource(strings = { "ecs", "logstash" })
	void everyLineOfACallHasTheIdAsAField(String format) throws Exception {
		try (SequoiaSandbox sandbox = SequoiaSandbox.start()) {
			sandbox.faults().next(Operation.READ, Fault.status(503));
			List<JsonNode> lines = ForkedApplication
				.run(ForkedApplication.Calling.class, sandbox, List.of(), DEBUG,
						"--logging.structured.format.console=" + format, "--sequoia.retry.interval=1ms")
				.stream()
				.filter((line) -> !line.startsWith("WARNING: ")) // a warning of newer
																	// JVMs
				.map(JsonMapper.shared()::readTree)
				.filter((line) -> line.path("message").asString("").contains("correlation id "))
				.toList();
			String sent = sandbox.requests().of(Operation.READ).get(0).header("X-Correlation-ID");
			assertThat(lines).allSatisfy((line) -> assertThat(line.path("message").asString())
				.endsWith("correlation id " + line.path("correlationId").asString()));
			// registry and what it lists, token, descriptor, two attempts and the retry
			// between them
			assertThat(lines).filteredOn((line) -> line.path("correlationId").asString().equals(sent)).hasSize(7);
		}
	}

	@ParameterizedTest
	@CsvSource({ "ecs, message, /sequoia/", "logstash, message, /sequoia.", "gelf, short_message, /_sequoia." })
	void lineOfARequestHasKeyValues(String format, String message, String prefix) throws Exception {
		try (SequoiaSandbox sandbox = SequoiaSandbox.start()) {
			List<String> lines = ForkedApplication.run(ForkedApplication.Calling.class, sandbox, List.of(), DEBUG,
					"--logging.structured.format.console=" + format);
			JsonNode read = lines.stream()
				.filter((line) -> line.startsWith("{") && line.contains("/data/contents/testmock:none"))
				.map(JsonMapper.shared()::readTree)
				.filter((line) -> line.path(message).asString("").startsWith("GET metadata"))
				.findFirst()
				.orElseThrow(() -> new AssertionError(String.join("\n", lines)));
			assertThat(Stream.of("method", "service", "path", "status", "attempt")
				.map((name) -> read.at(prefix + name).asString("missing: " + read)))
				.containsExactly("GET", "metadata", "/metadata/data/contents/testmock:none", "404", "1");
			assertThat(read.at(prefix + "ms").asLong(-1)).isNotNegative();
			assertThat(read.at(format.equals("gelf") ? "/_correlationId" : "/correlationId").asString(""))
				.isEqualTo(sandbox.requests().of(Operation.READ).get(0).header("X-Correlation-ID"));
		}
	}

	@Test
	void plainLineTellsWhatWasDoneAndNothingSecret() throws Exception {
		try (SequoiaSandbox sandbox = SequoiaSandbox.start()) {
			List<String> lines = ForkedApplication.run(ForkedApplication.Calling.class, sandbox, List.of(), DEBUG,
					"--logging.pattern.correlation=[%X{correlationId:-}] ");
			String sent = sandbox.requests().of(Operation.READ).get(0).header("X-Correlation-ID");
			assertThat(lines).filteredOn((line) -> line.contains("/data/contents/"))
				.singleElement()
				.asString()
				.contains("[" + sent + "]")
				.containsPattern(
						"GET metadata \\S*/data/contents/testmock:none: 404 Not Found in \\d+ ms \\(attempt 1\\)");
			assertThat(lines).noneMatch((line) -> line.contains(sandbox.clientSecret()) || line.contains("Bearer"))
				.noneMatch((line) -> line.contains("owner="));
		}
	}

}
