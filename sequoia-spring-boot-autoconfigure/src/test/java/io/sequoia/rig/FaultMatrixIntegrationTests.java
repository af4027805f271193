package io.sequoia.rig;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The fault matrix: the results of every kind of call for every fault, through both
 * templates.
 */
@Tag("long")
class FaultMatrixIntegrationTests {

	private static final Executor THREADS = (work) -> new Thread(work, "matrix").start();

	private static final List<Rig> rigs = new ArrayList<>();

	private final MatrixPage page = new MatrixPage();

	@AfterAll
	static void stop() {
		rigs.forEach(Rig::close);
	}

	@TestFactory
	Stream<DynamicNode> isAsDocumented() {
		Pair plain = Pair.of();
		Pair moving = Pair.of("sequoia.registry.refresh-interval=1ms", "sequoia.registry.allowed-hosts=*.invalid",
				"sequoia.registry.allow-insecure=true");
		Pair hasty = Pair.of("sequoia.http.connect-timeout=100ms", "sequoia.http.response-timeout=300ms");
		Stream<DynamicNode> rows = Stream
			.of(rows(plain, Rows.connections()), rows(plain, Rows.answers()), rows(plain, Rows.refusals()), respites(),
					rows(plain, Rows.tokenErrors()), rows(plain, Rows.tokens()), rows(plain, Rows.redirects()),
					rows(plain, Rows.bodies()), rows(plain, Rows.links()), rows(plain, HostileRows.interim()),
					rows(plain, HostileRows.surplus()), rows(plain, HostileRows.heads()), rows(moving, Rows.hosts()),
					rows(Pair.locked(), Rows.handshakes()), rows(hasty, Rows.delays()),
					rows(Pair.behindWireMock(), Rows.brokenByWireMock()))
			.flatMap(Function.identity());
		Stream<DynamicNode> scenarios = Stream
			.of(PlatformScenarios.all(), LoadScenarios.all(), BodyScenarios.all(), EndScenarios.all(),
					HostileScenarios.all(), SharedScenarios.all(), CostScenarios.all(), ProxyScenarios.all())
			.flatMap(List::stream)
			.map(this::scenario);
		DynamicNode shown = DynamicTest.dynamicTest("docs/reliability.md shows it", this.page::assertShown);
		return Stream.of(rows, scenarios, Stream.of(shown)).flatMap(Function.identity());
	}

	/**
	 * Return the rows on waits of a second, through which the columns of a row go at the
	 * same time, each with rigs of its own.
	 */
	private Stream<DynamicNode> respites() {
		Map<Column, Pair> pairs = new EnumMap<>(Column.class);
		Stream.of(Column.values()).forEach((column) -> pairs.put(column, Pair.of()));
		return Rows.respites().stream().map((row) -> {
			Map<Column, CompletableFuture<Seen>> seen = new EnumMap<>(Column.class);
			return container(row, (column) -> {
				if (seen.isEmpty()) {
					pairs.forEach((each, pair) -> seen.put(each,
							CompletableFuture.supplyAsync(() -> pair.verify(row, each), THREADS)));
				}
				return seen.get(column).join();
			});
		});
	}

	private Stream<DynamicNode> rows(Pair rigs, List<Row> rows) {
		return rows.stream().map((row) -> container(row, (column) -> rigs.verify(row, column)));
	}

	private DynamicNode container(Row row, Function<Column, Seen> verification) {
		return DynamicContainer.dynamicContainer(row.toString(),
				Stream.of(Column.values())
					.filter(row::has)
					.map((column) -> DynamicTest.dynamicTest(column.title(),
							() -> this.page.saw(row, column, verification.apply(column)))));
	}

	private DynamicNode scenario(Scenario scenario) {
		return DynamicTest.dynamicTest(scenario.toString(), () -> this.page.saw(scenario, scenario.run().call()));
	}

	/**
	 * A rig for each template, so that the two can wait at the same time.
	 */
	private record Pair(Rig blocking, Rig reactive) {

		Pair {
			rigs.add(blocking);
			rigs.add(reactive);
		}

		static Pair of(String... properties) {
			return new Pair(new Rig(properties), new Rig(properties));
		}

		static Pair behindWireMock() {
			return new Pair(new Rig(new Ledger().behindWireMock(), List.of()),
					new Rig(new Ledger().behindWireMock(), List.of()));
		}

		static Pair locked() {
			return new Pair(Rig.locked(List.of()), Rig.locked(List.of()));
		}

		Seen verify(Row row, Column column) {
			CompletableFuture<Seen> other = CompletableFuture
				.supplyAsync(() -> row.verify(this.reactive, this.reactive.reactive(), column), THREADS);
			Seen seen = row.verify(this.blocking, this.blocking.blocking(), column);
			assertThat(other.join()).as("both templates").isEqualTo(seen);
			return seen;
		}

	}

}
