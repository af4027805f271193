package io.sequoia.browser;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.sequoia.sandbox.Fault;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.io.ClassPathResource;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The dashboard and the rules on a real Prometheus that watches the sample while the
 * platform has failures, and a picture of it.
 */
@BrowserTest
@EnabledIf(value = "isInstalled", disabledReason = "needs /usr/bin/prometheus, of Debian's package prometheus")
class DashboardTests {

	/** The number of samples that make the picture, one a second. */
	private static final int SAMPLES = 15;

	@Autowired
	private SequoiaSandbox sandbox;

	@LocalServerPort
	private int port;

	@TempDir
	private Path folder;

	static boolean isInstalled() {
		return Files.isExecutable(Prometheus.EXECUTABLE);
	}

	@Test
	void everyPanelHasSomethingToShow(Browser browser) throws Exception {
		try (Prometheus prometheus = new Prometheus(this.folder, this.port)) {
			workUntil(prometheus);
			assertThat(prometheus.json("/api/v1/rules").path("data").path("groups")).hasSize(2)
				.allSatisfy((group) -> assertThat(group.path("rules")).isNotEmpty()
					.allSatisfy(
							(rule) -> assertThat(rule.path("health").asString()).as(rule.toString()).isEqualTo("ok")));
			assertThat(prometheus.value("count({__name__=~\"service:sequoia_client_.+\", service=\"metadata\"})"))
				.isGreaterThanOrEqualTo(3);
			browser.open(new ClassPathResource("dashboard-picture.html").getFile().toURI().toString());
			Map<?, ?> found = (Map<?, ?>) browser.script(
					"return show(arguments[0], arguments[1], arguments[2], arguments[3])", dashboard(),
					prometheus.address(), Map.of("job", "catalogue", "service", ".*", "__rate_interval", "4s"),
					SAMPLES);
			assertThat(found).hasSizeGreaterThan(10);
			found.forEach((panel, series) -> assertThat((List<?>) series).as(panel.toString())
				.isNotEmpty()
				.noneMatch(Long.valueOf(0)::equals));
			browser.screenshotOfAll("dashboard");
		}
		finally {
			this.sandbox.reset();
		}
	}

	/** Make calls, with a failure now and then, until Prometheus has enough samples. */
	private void workUntil(Prometheus prometheus) {
		RestTestClient client = RestTestClient.bindToServer().baseUrl("http://localhost:" + this.port).build();
		double samples = 0;
		for (int i = 0; samples < SAMPLES; i++) {
			fail((int) samples, i);
			List.of("/contents?page-size=10&page=2", "/contents/testmock:quill",
					"/contents/testmock:harbour-lights/parts",
					(i % 7 == 0) ? "/contents/testmock:no-such-film" : "/contents/testmock:gravel")
				.forEach((path) -> client.get().uri(path).exchange().returnResult(byte[].class));
			samples = prometheus.value("count_over_time(up{job=\"catalogue\"}[5m])");
		}
	}

	private void fail(int second, int round) {
		switch (second) {
			case 3, 4 -> this.sandbox.faults().next(Operation.READ, Fault.status((round % 2 == 0) ? 503 : 429));
			case 6, 7 -> this.sandbox.faults().next(40, Operation.BROWSE, Fault.status(503));
			case 8 -> this.sandbox.faults().clear();
			case 10, 11 ->
				this.sandbox.faults().next(Operation.BROWSE, Fault.delay(Duration.ofMillis(150L + 20 * (round % 10))));
			case 12 -> this.sandbox.faults().revokeTokens();
			default -> {
			}
		}
	}

	private static Map<?, ?> dashboard() throws IOException {
		try (InputStream stream = new ClassPathResource("META-INF/sequoia/grafana-dashboard.json").getInputStream()) {
			return JsonMapper.shared().readValue(stream, Map.class);
		}
	}

}
