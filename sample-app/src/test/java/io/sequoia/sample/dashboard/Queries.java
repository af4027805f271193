package io.sequoia.sample.dashboard;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.io.ClassPathResource;

/**
 * The queries of the dashboard and of the rules that the library ships.
 */
final class Queries {

	static final ClassPathResource DASHBOARD = new ClassPathResource("META-INF/sequoia/grafana-dashboard.json");

	static final ClassPathResource RULES = new ClassPathResource("META-INF/sequoia/prometheus-rules.yml");

	private Queries() {
	}

	static JsonNode dashboard() throws IOException {
		try (InputStream stream = DASHBOARD.getInputStream()) {
			return JsonMapper.shared().readTree(stream);
		}
	}

	/** Return the queries by the title of their panel, with values for the variables. */
	static Map<String, List<String>> ofPanels(String job, String range) throws IOException {
		Map<String, List<String>> queries = new LinkedHashMap<>();
		dashboard().path("panels").forEach((panel) -> {
			List<String> ofPanel = queries.computeIfAbsent(panel.path("title").asString(),
					(title) -> new ArrayList<>());
			panel.path("targets")
				.forEach((target) -> ofPanel.add(target.path("expr")
					.asString()
					.replace("$job", job)
					.replace("$service", ".*")
					.replace("$__rate_interval", range)));
		});
		return queries;
	}

	/** Return the queries of the rules by the name of the alert or the new series. */
	@SuppressWarnings("unchecked")
	static Map<String, String> ofRules() throws IOException {
		Map<String, String> queries = new LinkedHashMap<>();
		try (InputStream stream = RULES.getInputStream()) {
			Map<String, List<Map<String, Object>>> file = new Yaml(new SafeConstructor(new LoaderOptions()))
				.load(stream);
			file.get("groups")
				.forEach((group) -> ((List<Map<String, Object>>) group.get("rules")).forEach((rule) -> queries
					.put((String) rule.getOrDefault("alert", rule.get("record")), (String) rule.get("expr"))));
		}
		return queries;
	}

}
