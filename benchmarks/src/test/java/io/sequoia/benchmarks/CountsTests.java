package io.sequoia.benchmarks;

import java.time.Duration;
import java.util.function.BiFunction;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The jobs in short, checked for their number of requests and never for their time.
 */
class CountsTests {

	/**
	 * The connections that the pools of both have: 64 by our default, 500 by WebClient's.
	 */
	private static final int POOL = 64;

	private static final int BARE_POOL = 500;

	static Stream<Arguments> clients() {
		return Stream.of(client("starter", StarterClient::new, POOL), client("bare", BareClient::new, BARE_POOL));
	}

	@ParameterizedTest
	@MethodSource("clients")
	void browsesOnOneConnectionWithOneRequestForEachPage(BiFunction<Integer, Kind, Client> clients) throws Exception {
		try (StubServer server = new StubServer(30, Duration.ZERO);
				Client client = clients.apply(server.port(), Kind.STRINGS)) {
			Job.browse("browse", 3_000, 1, 0, 1).run(client, Kind.STRINGS);
			assertThat(server.requests()).as("registry, token and pages").isEqualTo(2 + 30);
			assertThat(server.tokens()).isOne();
			assertThat(server.connections()).as("for registry and identity, and for the page in use and the one ahead")
				.isBetween(1L, 5L);
		}
	}

	@ParameterizedTest
	@MethodSource("clients")
	void readsFromManyCallersWithOneTokenAndNoMoreConnectionsThanThePoolHas(BiFunction<Integer, Kind, Client> clients,
			int pool) throws Exception {
		try (StubServer server = new StubServer(1, Duration.ZERO);
				Client client = clients.apply(server.port(), Kind.STRINGS)) {
			Job.reads("cold start", 500, 1_000, 1, 0).run(client, Kind.STRINGS);
			assertThat(server.requests()).as("registry, token and reads").isEqualTo(2 + 1_000);
			assertThat(server.tokens()).isOne();
			assertThat(server.connections()).isBetween(1L, pool + 2L);
		}
	}

	@ParameterizedTest
	@MethodSource("clients")
	void storesWithOneRequestForEachHundred(BiFunction<Integer, Kind, Client> clients) throws Exception {
		try (StubServer server = new StubServer(1, Duration.ZERO);
				Client client = clients.apply(server.port(), Kind.STRINGS)) {
			Job.stores("stores", 1_050, 1, 0).run(client, Kind.STRINGS);
			assertThat(server.requests()).as("registry, token and batches").isEqualTo(2 + 11);
			assertThat(server.tokens()).isOne();
		}
	}

	private static Arguments client(String name, BiFunction<Integer, Kind, Client> client, int pool) {
		return Arguments.argumentSet(name, client, pool);
	}

}
