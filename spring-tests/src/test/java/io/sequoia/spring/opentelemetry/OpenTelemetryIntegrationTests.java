package io.sequoia.spring.opentelemetry;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.sequoia.Ref;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.core.mapping.SequoiaResource;
import io.sequoia.core.observation.OpenTelemetryClientRequestObservationConvention;
import io.sequoia.sandbox.Fault;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import io.sequoia.test.WithSandbox;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spans, meters and exemplars with Boot's starter for OpenTelemetry.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "management.tracing.sampling.probability=1",
				"management.endpoints.web.exposure.include=prometheus", "sequoia.retry.interval=1ms",
				"management.metrics.distribution.percentiles-histogram.sequoia.client.operations=true" })
@WithSandbox(emptyCatalogue = true)
class OpenTelemetryIntegrationTests {

	@Autowired
	private SequoiaTemplate sequoia;

	@Autowired
	private InMemorySpanExporter exporter;

	@Autowired
	private MeterRegistry meters;

	@LocalServerPort
	private int port;

	@BeforeEach
	void seed(SequoiaSandbox sandbox) {
		sandbox.put("metadata", "contents", Map.of("name", "a", "title", "A", "type", "movie"));
		sandbox.requests().clear();
	}

	@Test
	void requestsAreSpansOfTheirOperation(SequoiaSandbox sandbox) {
		sandbox.faults().next(Operation.READ, Fault.status(503));
		this.sequoia.read(Ref.of("testmock", "a"), Film.class);

		SpanData operation = await(sandbox, "sequoia read metadata/contents", 1).get(0);
		List<SpanData> requests = await(sandbox, "GET /data/contents/{refs}", 2);
		assertThat(requests).extracting(SpanData::getParentSpanId).containsOnly(operation.getSpanId());
		assertThat(requests).extracting((span) -> span.getAttributes().get(key("http.response.status_code")))
			.containsExactlyInAnyOrder("503", "200");
		assertThat(requests).extracting((span) -> span.getAttributes().get(key("error.type")))
			.containsExactlyInAnyOrder("503", "none");
		assertThat(requests).allSatisfy((span) -> {
			assertThat(span.getAttributes().get(key("server.address"))).isEqualTo("metadata");
			assertThat(span.getAttributes().get(key("url.full"))).endsWith("/data/contents/testmock:a");
		});
	}

	@Test
	void requestsAreTimedByTheNamesOfTheConvention() {
		this.sequoia.read(Ref.of("testmock", "a"), Film.class);
		assertThat(this.meters.get("http.client.request.duration")
			.tags("http.request.method", "GET", "url.template", "/data/contents/{refs}", "server.address", "metadata",
					"server.port", "none", "http.response.status_code", "200", "error.type", "none")
			.timer()
			.totalTime(TimeUnit.NANOSECONDS)).isPositive();
		assertThat(this.meters.find("http.client.requests").timer()).isNull();
	}

	@Test
	void timesLeadToTracesByExemplars(SequoiaSandbox sandbox) {
		this.sequoia.read(Ref.of("testmock", "a"), Film.class);

		String scraped = Objects.requireNonNull(RestTestClient.bindToServer()
			.baseUrl("http://localhost:" + this.port)
			.build()
			.get()
			.uri("/actuator/prometheus")
			.accept(MediaType.parseMediaType("application/openmetrics-text;version=1.0.0"))
			.exchange()
			.returnResult(String.class)
			.getResponseBody());
		assertThat(scraped.lines().filter((line) -> line.startsWith("sequoia_client_operations_seconds_bucket")))
			.anyMatch((line) -> line.contains("# {") && line.contains("trace_id=\"" + traceId(sandbox) + "\""));
	}

	private List<SpanData> await(SequoiaSandbox sandbox, String name, int count) {
		String trace = traceId(sandbox);
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThat(spans(trace, name)).hasSize(count));
		return spans(trace, name);
	}

	private List<SpanData> spans(String trace, String name) {
		return this.exporter.getFinishedSpanItems()
			.stream()
			.filter((span) -> span.getTraceId().equals(trace) && span.getName().equals(name))
			.toList();
	}

	private static AttributeKey<String> key(String name) {
		return AttributeKey.stringKey(name);
	}

	/** Return the trace that the requests of the test belong to. */
	private static String traceId(SequoiaSandbox sandbox) {
		List<String> traces = sandbox.requests()
			.of(Operation.READ)
			.stream()
			.map((request) -> String.valueOf(request.header("traceparent")).split("-")[1])
			.distinct()
			.toList();
		assertThat(traces).hasSize(1);
		return traces.get(0);
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class Application {

		@Bean
		InMemorySpanExporter spanExporter() {
			return InMemorySpanExporter.create();
		}

		@Bean
		OpenTelemetryClientRequestObservationConvention clientRequestObservationConvention() {
			return new OpenTelemetryClientRequestObservationConvention();
		}

	}

	@SequoiaResource(service = "metadata", name = "contents")
	record Film(@Nullable Ref ref, @Nullable String title) {
	}

}
