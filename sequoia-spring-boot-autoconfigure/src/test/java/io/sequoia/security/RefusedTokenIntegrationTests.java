package io.sequoia.security;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

import io.sequoia.AuthenticationFailedException;
import io.sequoia.discovery.HttpServiceRegistry;
import io.sequoia.discovery.ServiceRegistry;
import io.sequoia.fixture.TestClients;
import io.sequoia.http.SequoiaWebClients;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls against a sandbox whose tokens expire and are revoked. Client and sandbox share a
 * clock, and the sandbox's can be set wrong.
 */
class RefusedTokenIntegrationTests {

	private static final Duration LIMIT = Duration.ofSeconds(20);

	private final AtomicLong nanos = new AtomicLong();

	private final AtomicLong wrong = new AtomicLong();

	private final TestClients testClients = TestClients.create();

	private SequoiaSandbox sandbox;

	@AfterEach
	void close() {
		this.testClients.close();
		this.sandbox.close();
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 59 })
	void callsWorkWithTokensThatEndSoon(int lifetime) {
		WebClient client = client(Duration.ofSeconds(lifetime));
		for (int i = 0; i < 100; i++) {
			call(client).block(LIMIT);
			this.nanos.addAndGet(Duration.ofMillis(lifetime * 100L).toNanos());
		}
		assertThat(tokenRequests()).isBetween(10L, 13L);
		assertThat(tokenRequests()).as("per second").isLessThanOrEqualTo(10L * lifetime);
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, -1 })
	void aClockThatJumpsCostsOneTokenAtMost(long hours) {
		WebClient client = client(Duration.ofHours(1));
		call(client).block(LIMIT);
		this.wrong.set(Duration.ofHours(hours).toNanos());
		parallel(client, 50);
		assertThat(tokenRequests()).isEqualTo((hours > 0) ? 2 : 1);
		this.wrong.set(0);
		parallel(client, 50);
		assertThat(tokenRequests()).isLessThanOrEqualTo(2);
	}

	@Test
	void manyCallsWithOneRevokedTokenFetchOneNewOne() {
		WebClient client = client(Duration.ofHours(1));
		call(client).block(LIMIT);
		this.sandbox.faults().revokeTokens();
		parallel(client, 200);
		assertThat(tokenRequests()).isEqualTo(2);
	}

	@Test
	void fetchesNoMoreTokensThanAreRevokedWhileCallsGoOn() {
		WebClient client = client(Duration.ofHours(1));
		call(client).block(LIMIT);
		AtomicBoolean done = new AtomicBoolean();
		Set<String> failures = ConcurrentHashMap.newKeySet();
		Mono<Void> calls = Flux.range(0, 8)
			.flatMap((i) -> call(client).subscribeOn(Schedulers.boundedElastic())
				// two revocations can hit one call
				.onErrorResume(AuthenticationFailedException.class, (error) -> Mono.empty())
				.doOnError((error) -> failures.add(error.toString()))
				.repeat(() -> !done.get()))
			.then();
		Mono<Void> revocations = Flux.range(0, 40)
			.concatMap((i) -> Mono.delay(Duration.ofMillis(5)).doOnNext((tick) -> {
				this.nanos.addAndGet(Duration.ofSeconds(1).toNanos());
				this.sandbox.faults().revokeTokens();
			}))
			.then(Mono.fromRunnable(() -> done.set(true)));
		Mono.when(calls, revocations).block(LIMIT);
		assertThat(failures).isEmpty();
		assertThat(tokenRequests()).as("only two if a call takes as long as all revocations").isBetween(2L, 41L);
	}

	@Test
	void usesATokenThatASourceKnowsAndAsksItForOneAfterARefusalOnly() {
		List<String> asked = new ArrayList<>();
		WebClient client = client(Duration.ofHours(1), (tokens) -> new KnownToken(tokens, asked));
		call(client).block(LIMIT);
		call(client).block(LIMIT);
		assertThat(asked).isEmpty();
		this.sandbox.faults().revokeTokens();
		call(client).block(LIMIT);
		assertThat(asked).containsExactly("refused", "token");
	}

	private WebClient client(Duration tokenLifetime) {
		return client(tokenLifetime, (tokens) -> tokens);
	}

	private WebClient client(Duration tokenLifetime, UnaryOperator<SequoiaTokenSource> used) {
		this.sandbox = SequoiaSandbox.builder().tokenLifetime(tokenLifetime).clock(new SharedClock()).start();
		SequoiaWebClients clients = this.testClients.clients();
		ServiceRegistry registry = new HttpServiceRegistry(clients.control(),
				new HttpServiceRegistry.Settings(URI.create(this.sandbox.registryUrl()), this.sandbox.owner(),
						Duration.ofDays(1), List.of(), false, Map.of(), null),
				this.nanos::get);
		ClientCredentials.Settings settings = new ClientCredentials.Settings(this.sandbox.clientId(),
				this.sandbox.clientSecret(), List.of(), null, null);
		return clients
			.data(new ServiceLocationFilter(registry, this.sandbox.owner()),
					new TokenFilter(used.apply(new ClientCredentialsTokenSource(new TokenEndpoint(clients.control()),
							registry, new ClientCredentials(() -> settings), this.nanos::get))))
			.any();
	}

	private Mono<byte[]> call(WebClient client) {
		return client.get()
			.uri(URI.create("sequoia://metadata/data/contents?perPage=1&owner=" + this.sandbox.owner()))
			.exchangeToMono(SequoiaWebClients::body);
	}

	private void parallel(WebClient client, int calls) {
		Flux.range(0, calls).flatMap((i) -> call(client), calls).blockLast(LIMIT);
	}

	private long tokenRequests() {
		return this.sandbox.requests().count(Operation.TOKEN);
	}

	/**
	 * Knows the first token of another source.
	 */
	private final class KnownToken implements SequoiaTokenSource {

		private final SequoiaTokenSource source;

		private final List<String> asked;

		private final String known;

		KnownToken(SequoiaTokenSource source, List<String> asked) {
			this.source = source;
			this.asked = asked;
			this.known = Objects
				.requireNonNull(source.token(RefusedTokenIntegrationTests.this.sandbox.owner()).block(LIMIT));
		}

		@Override
		public String known(String owner) {
			return this.known;
		}

		@Override
		public Mono<String> token(String owner) {
			return Mono.defer(() -> {
				this.asked.add("token");
				return this.source.token(owner);
			});
		}

		@Override
		public void refused(String owner, String token) {
			this.asked.add("refused");
			this.source.refused(owner, token);
		}

	}

	private final class SharedClock extends Clock {

		@Override
		public Instant instant() {
			return Instant.parse("2026-01-01T00:00:00Z")
				.plusNanos(
						RefusedTokenIntegrationTests.this.nanos.get() + RefusedTokenIntegrationTests.this.wrong.get());
		}

		@Override
		public ZoneId getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(ZoneId zone) {
			return this;
		}

	}

}
