package io.sequoia.browser;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.io.ClassPathResource;

/**
 * A Prometheus of Debian's package, which asks one application for its meters and
 * evaluates the rules of the library, at a short interval.
 */
final class Prometheus implements AutoCloseable {

	static final Path EXECUTABLE = Path.of("/usr/bin/prometheus");

	/** The time from one sample to the next. */
	static final Duration INTERVAL = Duration.ofMillis(500);

	private final HttpClient client = HttpClient.newHttpClient();

	private final Process process;

	private final String address;

	Prometheus(Path folder, int application) throws IOException {
		int port;
		try (ServerSocket socket = new ServerSocket(0)) {
			port = socket.getLocalPort();
		}
		this.address = "http://127.0.0.1:" + port;
		try (InputStream rules = new ClassPathResource("META-INF/sequoia/prometheus-rules.yml").getInputStream()) {
			Files.copy(rules, folder.resolve("prometheus-rules.yml"));
		}
		Path config = Files.writeString(folder.resolve("prometheus.yml"), """
				global:
				  scrape_interval: %1$dms
				  evaluation_interval: %1$dms
				rule_files: [ prometheus-rules.yml ]
				scrape_configs:
				  - job_name: catalogue
				    metrics_path: /actuator/prometheus
				    static_configs:
				      - targets: [ "localhost:%2$d" ]
				""".formatted(INTERVAL.toMillis(), application));
		this.process = new ProcessBuilder(EXECUTABLE.toString(), "--config.file=" + config,
				"--storage.tsdb.path=" + folder.resolve("data"), "--web.listen-address=127.0.0.1:" + port)
			.redirectErrorStream(true)
			.redirectOutput(folder.resolve("prometheus.log").toFile())
			.start();
		try {
			Awaitility.await("Prometheus")
				.atMost(Duration.ofSeconds(30))
				.ignoreExceptionsInstanceOf(IOException.class)
				.until(() -> get("/-/ready").contains("Ready"));
		}
		catch (RuntimeException ex) {
			close();
			throw ex;
		}
	}

	String address() {
		return this.address;
	}

	/** Return the value of a query that has one result, or 0 if it has none. */
	double value(String query) {
		JsonNode result = json("/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8)).path("data")
			.path("result");
		return result.isEmpty() ? 0 : Double.parseDouble(result.get(0).path("value").get(1).asString());
	}

	JsonNode json(String path) {
		try {
			return JsonMapper.shared().readTree(get(path));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private String get(String path) throws IOException {
		try {
			return this.client
				.send(HttpRequest.newBuilder(URI.create(this.address + path)).build(), BodyHandlers.ofString())
				.body();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while waiting for Prometheus", ex);
		}
	}

	@Override
	public void close() {
		this.process.destroy();
		this.process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
	}

}
