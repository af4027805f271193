package io.sequoia.browser;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

import io.sequoia.sandbox.Fault;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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

	/** The number of samples that make the picture. */
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
	@Timeout(180)
	void everyPanelHasSomethingToShow(Browser browser) throws Exception {
		try (Prometheus prometheus = new Prometheus(this.folder, this.port)) {
			Instant begin = Instant.now();
			workUntil(prometheus);
			assertThat(prometheus.json("/api/v1/rules").path("data").path("groups")).hasSize(2)
				.allSatisfy((group) -> assertThat(group.path("rules")).isNotEmpty()
					.allSatisfy(
							(rule) -> assertThat(rule.path("health").asString()).as(rule.toString()).isEqualTo("ok")));
			assertThat(prometheus.value("count({__name__=~\"service:sequoia_client_.+\", service=\"metadata\"})"))
				.isGreaterThanOrEqualTo(3);
			browser.open(new ClassPathResource("dashboard-picture.html").getFile().toURI().toString());
			Map<?, ?> found = (Map<?, ?>) browser.script("return show(...arguments)", dashboard(), prometheus.address(),
					Map.of("job", "catalogue", "service", ".*", "__rate_interval",
							Prometheus.INTERVAL.multipliedBy(8).toMillis() + "ms"),
					Duration.between(begin, Instant.now()).toSeconds(), Prometheus.INTERVAL.toMillis() / 1000.0);
			assertThat(found).hasSizeGreaterThan(10);
			found.forEach((panel, series) -> assertThat((List<?>) series).as(panel.toString())
				.isNotEmpty()
				.noneMatch(Long.valueOf(0)::equals));
			browser.whole();
			browser.documented("dashboard");
		}
		finally {
			this.sandbox.reset();
		}
	}

	/**
	 * Make calls while the platform fails in several ways, until Prometheus has enough
	 * samples. The keys of the failures are numbers of samples; none is left out where
	 * the machine is slow.
	 */
	private void workUntil(Prometheus prometheus) {
		NavigableMap<Integer, Runnable> failures = new TreeMap<>(Map.of(//
				3, () -> this.sandbox.faults().next(20, Operation.READ, Fault.status(429)), //
				5, () -> this.sandbox.faults().next(20, Operation.READ, Fault.status(503)), //
				7, () -> this.sandbox.faults().next(40, Operation.BROWSE, Fault.status(503)), //
				9, () -> this.sandbox.faults().clear(), //
				10, () -> this.sandbox.faults().next(5, Operation.BROWSE, Fault.delay(Duration.ofMillis(300))), //
				12, () -> this.sandbox.faults().revokeTokens()));
		RestTestClient client = RestTestClient.bindToServer().baseUrl("http://localhost:" + this.port).build();
		int samples = 0;
		for (int i = 0; samples < SAMPLES || !failures.isEmpty(); i++) {
			while (!failures.isEmpty() && failures.firstKey() <= samples) {
				failures.pollFirstEntry().getValue().run();
			}
			List.of("/contents?page-size=10&page=2", "/contents/testmock:quill",
					"/contents/testmock:harbour-lights/parts",
					(i % 7 == 0) ? "/contents/testmock:no-such-film" : "/contents/testmock:gravel")
				.forEach((path) -> client.get().uri(path).exchange().returnResult(byte[].class));
			samples = (int) prometheus.value("sum_over_time(up{job=\"catalogue\"}[5m])");
		}
	}

	private static Map<?, ?> dashboard() throws IOException {
		try (InputStream stream = new ClassPathResource("META-INF/sequoia/grafana-dashboard.json").getInputStream()) {
			return JsonMapper.shared().readValue(stream, Map.class);
		}
	}

}
