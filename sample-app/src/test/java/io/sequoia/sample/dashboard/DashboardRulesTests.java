package io.sequoia.sample.dashboard;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The rules that the library ships, in the words of Prometheus' own tool.
 */
@EnabledIf(value = "isInstalled", disabledReason = "needs /usr/bin/promtool, of Debian's package prometheus")
class DashboardRulesTests {

	private static final Path TOOL = Path.of("/usr/bin/promtool");

	@TempDir
	private Path folder;

	static boolean isInstalled() {
		return Files.isExecutable(TOOL);
	}

	@BeforeEach
	void copy() throws IOException {
		for (Resource file : List.of(Queries.RULES, new ClassPathResource("prometheus-rules-tests.yml"))) {
			try (InputStream stream = file.getInputStream()) {
				Files.copy(stream, this.folder.resolve(file.getFilename()));
			}
		}
	}

	@Test
	void theRulesAreWellFormed() throws Exception {
		assertThat(promtool("check", "rules", "prometheus-rules.yml")).contains("SUCCESS: 10 rules found");
	}

	@Test
	void eachAlertComesWhenItShouldAndNotBefore() throws Exception {
		String tests = Files.readString(this.folder.resolve("prometheus-rules-tests.yml"));
		assertThat(Queries.ofRules().keySet()).filteredOn((rule) -> !rule.contains(":"))
			.hasSize(7)
			.allSatisfy((alert) -> assertThat(tests).contains("alertname: " + alert));
		assertThat(promtool("test", "rules", "prometheus-rules-tests.yml")).contains("SUCCESS");
	}

	@Test
	void aRuleOfAnotherLimitWouldBeFound() throws Exception {
		Path rules = this.folder.resolve("prometheus-rules.yml");
		Files.writeString(rules, Files.readString(rules).replace("> 0.05", "> 0.2"));
		assertThat(promtool("test", "rules", "prometheus-rules-tests.yml")).contains("FAILED");
	}

	private String promtool(String... arguments) throws Exception {
		List<String> command = new ArrayList<>(List.of(TOOL.toString()));
		command.addAll(List.of(arguments));
		Process process = new ProcessBuilder(command).directory(this.folder.toFile()).redirectErrorStream(true).start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		process.waitFor();
		return output;
	}

}
