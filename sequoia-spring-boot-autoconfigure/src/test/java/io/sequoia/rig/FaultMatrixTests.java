package io.sequoia.rig;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The fault matrix: what every kind of call makes of everything that goes wrong, through
 * both templates.
 */
class FaultMatrixTests {

	private static final List<Rig> rigs = new ArrayList<>();

	@AfterAll
	static void stop() {
		rigs.forEach(Rig::close);
	}

	@TestFactory
	Stream<DynamicNode> callMakesOfFault() {
		Pair plain = Pair.of();
		Pair wandering = Pair.of("sequoia.registry.refresh-interval=1ms", "sequoia.registry.allowed-hosts=*.invalid");
		Pair hasty = Pair.of("sequoia.http.connect-timeout=100ms", "sequoia.http.response-timeout=200ms");
		return Stream
			.of(tests(plain, Rows.refusals()), tests(plain, Rows.tokens()), tests(plain, Rows.redirects()),
					tests(plain, Rows.bodies()), tests(plain, Rows.links()), tests(wandering, Rows.hosts()))
			.flatMap((tests) -> tests);
	}

	@TestFactory
	Stream<DynamicTest> scenarios() {
		return Stream.of(PlatformScenarios.all())
			.flatMap(List::stream)
			.map((scenario) -> DynamicTest.dynamicTest(scenario.toString(),
					() -> System.out.println(scenario + ": " + scenario.run().call())));
	}

	private Stream<DynamicNode> tests(Pair rigs, List<Row> rows) {
		return rows.stream().map((row) -> DynamicContainer.dynamicContainer(row.toString(), tests(rigs, row)));
	}

	private Stream<DynamicTest> tests(Pair rigs, Row row) {
		return Stream.of(Column.values())
			.filter(row::has)
			.map((column) -> DynamicTest.dynamicTest(column.title(), () -> rigs.verify(row, column)));
	}

	/**
	 * A rig for each template, so that they can wait at the same time.
	 */
	private record Pair(Rig blocking, Rig reactive) {

		static Pair of(String... properties) {
			Pair pair = new Pair(new Rig(properties), new Rig(properties));
			rigs.add(pair.blocking);
			rigs.add(pair.reactive);
			rigs.forEach(Rig::warmedUp);
			return pair;
		}

		void verify(Row row, Column column) {
			CompletableFuture<Seen> other = CompletableFuture
				.supplyAsync(() -> row.verify(this.reactive, this.reactive.reactive(), column));
			Seen seen = row.verify(this.blocking, this.blocking.blocking(), column);
			assertThat(other.join()).as("both templates").isEqualTo(seen);
		}

	}

}
