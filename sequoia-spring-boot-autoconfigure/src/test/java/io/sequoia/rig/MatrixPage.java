package io.sequoia.rig;

import java.io.IOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.sequoia.project.SeenInTests;

import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * The tables of {@code docs/reliability.md} with the results of this run.
 */
final class MatrixPage {

	private final Map<Row, Map<Column, Seen>> rows = new LinkedHashMap<>();

	private final Map<Scenario, String> scenarios = new LinkedHashMap<>();

	void saw(Row row, Column column, Seen seen) {
		this.rows.computeIfAbsent(row, (unknown) -> new LinkedHashMap<>()).put(column, seen);
	}

	void saw(Scenario scenario, String seen) {
		this.scenarios.put(scenario, seen);
	}

	/**
	 * Print the tables, and check that the page has them. A run with another number of
	 * calls than the page leaves the page unchanged.
	 */
	void assertShown() throws IOException {
		System.out.println(tables());
		assumeThat(GivenUpCalls.areAsOnThePage()).as("sequoia.given-up.calls is not set").isTrue();
		SeenInTests.assertShown("reliability.md", FaultMatrixIntegrationTests.class, tables());
	}

	private String tables() {
		String titles = Stream.of(Column.values()).map(Column::title).collect(Collectors.joining(" | "));
		StringBuilder tables = new StringBuilder();
		tables.append("| kind | what goes wrong | ").append(titles).append(" |\n");
		tables.append("|---|---|").append("---|".repeat(Column.values().length)).append('\n');
		this.rows.keySet().stream().sorted(Comparator.comparing(Row::kind)).forEach((row) -> {
			tables.append("| ").append(row.kind()).append(" | ").append(row.fault()).append(" |");
			for (Column column : Column.values()) {
				tables.append(' ').append(this.rows.get(row).getOrDefault(column, Seen.NOTHING)).append(" |");
			}
			tables.append('\n');
		});
		tables.append("\n| kind | what goes wrong | what is seen |\n|---|---|---|\n");
		this.scenarios.keySet()
			.stream()
			.sorted(Comparator.comparing(Scenario::kind))
			.forEach((scenario) -> tables.append("| ")
				.append(scenario.kind())
				.append(" | ")
				.append(scenario.what())
				.append(" | ")
				.append(this.scenarios.get(scenario))
				.append(" |\n"));
		return tables.toString();
	}

}
