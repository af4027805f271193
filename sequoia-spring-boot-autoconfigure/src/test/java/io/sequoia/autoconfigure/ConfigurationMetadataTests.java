package io.sequoia.autoconfigure;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.sequoia.project.SeenInTests;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The metadata of the keys for IDEs, and their documentation.
 */
class ConfigurationMetadataTests {

	private static final String NONE = "";

	private static final Map<String, String> DEFAULTS = new LinkedHashMap<>();

	static {
		keys("sequoia.", "enabled", "true", "owner", NONE, "services", NONE, "clients", NONE, "content-type",
				"application/vnd.piksel+json", "warm-up", "false", "strict-configuration", "false");
		keys("sequoia.cache.", "enabled", "false", "time-to-live", "1m", "maximum-size", "10000", "stale-while-error",
				"false", "types", NONE);
		keys("sequoia.transfer.", "block-size", "8MB", "concurrency", "4", "allowed-hosts", "[]", "minimum-rate",
				"16KB", "renewal-interval", "5m");
		keys("sequoia.registry.", "url", NONE, "refresh-interval", "1h", "allowed-hosts", "[]", "allow-insecure",
				"false", "snapshot", NONE, "first-attempts", "5");
		keys("sequoia.auth.", "type", "client-credentials", "client-id", NONE, "client-secret", NONE,
				"client-secret-location", NONE, "scopes", "[]", "token", NONE, "token-uri", NONE, "registration-id",
				NONE);
		keys("sequoia.ssl.", "bundle", NONE, "certificate", NONE, "private-key", NONE, "trust-certificate", NONE);
		keys("sequoia.http.", "connect-timeout", "5s", "response-timeout", "30s", "max-response-size", "16MB",
				"max-header-size", "8KB", "user-agent", NONE, "compression", "true", "proxy.host", NONE, "proxy.port",
				NONE, "proxy.username", NONE, "proxy.password", NONE, "proxy.non-proxy-hosts", "[]",
				"pool.max-connections", "64", "pool.max-idle-time", "20s", "pool.max-life-time", "5m",
				"pool.acquire-timeout", "10s");
		keys("sequoia.retry.", "enabled", "true", "max-attempts", "10", "max-time", "120s", "strategy", "exponential",
				"interval", "100ms", "multiplier", "2", "max-interval", "10s", "jitter", "full", "status-codes", "[]",
				"budget.enabled", "true", "budget.ratio", "0.1");
		keys("sequoia.correlation.", "id", NONE, "user-id", NONE, "application-id", NONE, "header", "X-Correlation-ID",
				"mdc-key", "correlationId", "adopt-inbound", "true");
		keys("sequoia.pagination.", "per-page", "100", "prefetch", "1", "max-empty-pages", "100");
		keys("sequoia.criteria.", "strict", "false");
		keys("sequoia.batch.", "size", "100", "concurrency", "4");
		keys("sequoia.store.", "generate-names", "true", "validate", "true", "unknown-fields", "merge");
		keys("sequoia.repositories.", "enabled", "true", "allow-delete-all", "false");
		keys("sequoia.web.", "problem-details", "false");
		keys("sequoia.health.", "probe", "false");
		keys("management.health.sequoia.", "enabled", "true");
		keys("management.info.sequoia.", "enabled", "false");
		keys("management.endpoint.sequoia.", "access", "read_only", "cache.time-to-live", "0ms", "show-values", "never",
				"roles", NONE);
	}

	@Test
	void describesEveryKeyWithItsDefault() throws Exception {
		Map<String, String> defaults = new LinkedHashMap<>();
		for (JsonNode property : metadata().get("properties")) {
			String key = property.get("name").asString();
			assertThat(property.path("description").asString("")).as(key).endsWith(".").hasSizeGreaterThan(15);
			JsonNode value = property.path("defaultValue");
			defaults.put(key, value.isArray() ? value.toString() : value.asString(NONE));
		}
		assertThat(defaults).containsExactlyInAnyOrderEntriesOf(DEFAULTS);
	}

	@Test
	void givesHintsForKeysThatExist() throws Exception {
		List<String> hinted = metadata().get("hints").valueStream().map((hint) -> hint.get("name").asString()).toList();
		assertThat(hinted).contains("sequoia.content-type", "sequoia.services.keys");
		assertThat(hinted).allSatisfy((name) -> assertThat(DEFAULTS).containsKey(name.replaceFirst("\\.keys$", "")));
	}

	@Test
	void documentationListsEveryKeyWithItsDefault() throws Exception {
		List<String> lines = Files.readAllLines(Path.of("../docs/configuration.md"));
		assertThat(DEFAULTS)
			.allSatisfy((key, value) -> assertThat(lines).filteredOn((line) -> line.startsWith("| `" + key + "` |"))
				.singleElement()
				.asString()
				.contains(value.equals(NONE) ? "| – |" : "| `" + value + "` |"));
	}

	@Test
	void appendixListsTheMetadata() throws Exception {
		String rows = metadata().get("properties")
			.valueStream()
			.map((property) -> "| `%s` | `%s` | %s | %s |\n".formatted(property.get("name").asString(),
					property.get("type").asString().replaceAll("[\\w.]+[.$](?=\\w)", ""),
					value(property.path("defaultValue")), property.get("description").asString().replace("|", "\\|")))
			.sorted()
			.collect(Collectors.joining());
		SeenInTests.assertShown("properties.md", getClass(),
				"| key | type | default | description |\n|---|---|---|---|\n" + rows);
	}

	private static String value(JsonNode value) {
		return (value.isMissingNode() || value.asString("").isEmpty() && !value.isArray()) ? "–"
				: "`" + (value.isArray() ? value.toString() : value.asString()) + "`";
	}

	private static void keys(String prefix, String... namesAndDefaults) {
		for (int i = 0; i < namesAndDefaults.length; i += 2) {
			DEFAULTS.put(prefix + namesAndDefaults[i], namesAndDefaults[i + 1]);
		}
	}

	private static JsonNode metadata() throws IOException, URISyntaxException {
		Path classes = Path.of(SequoiaProperties.class.getProtectionDomain().getCodeSource().getLocation().toURI());
		return JsonMapper.shared()
			.readTree(Files.readString(classes.resolve("META-INF/spring-configuration-metadata.json")));
	}

}
