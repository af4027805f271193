package io.sequoia.autoconfigure.health;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.sequoia.AuthenticationFailedException;
import io.sequoia.DiscoveryException;
import io.sequoia.SequoiaFailure.Details;
import io.sequoia.ServiceUnavailableException;
import io.sequoia.autoconfigure.SequoiaConnectionDetails;
import io.sequoia.autoconfigure.SequoiaConnectionDetails.Authentication;
import io.sequoia.correlation.CorrelationIds;
import io.sequoia.discovery.RegisteredService;
import io.sequoia.discovery.ServiceRegistry;
import io.sequoia.http.Outages;
import io.sequoia.security.SequoiaTokenSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;

class SequoiaHealthIndicatorTests {

	private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	private final ServiceRegistry registry = mock();

	private final SequoiaTokenSource tokens = mock();

	private final SequoiaConnectionDetails connection = mock();

	private final AtomicInteger asked = new AtomicInteger();

	private final AtomicReference<Outages.LastFailure> lastFailure = new AtomicReference<>();

	private final AtomicReference<Health> health = new AtomicReference<>();

	private SequoiaHealthIndicator indicator;

	@BeforeEach
	void bePresent() {
		given(this.connection.owner()).willReturn("testmock");
		given(this.connection.authentication()).willReturn(Authentication.clientCredentials("id", "s3cret"));
		registry(Mono.just(List
			.of(new RegisteredService("testmock", "identity", null, URI.create("https://identity.example.com")))));
		given(this.tokens.token("testmock")).willReturn(Mono.just("t0ken"));
		this.indicator = indicator(false);
	}

	private SequoiaHealthIndicator indicator(boolean probe) {
		return new SequoiaHealthIndicator(this.registry, this.tokens, this.connection,
				new CorrelationIds(null, null, null), new SequoiaHealthIndicator.Settings(probe, this.lastFailure::get),
				this.time);
	}

	@Test
	void probeAsksThePlatformWhateverIsKnown() {
		given(this.registry.refresh("testmock"))
			.willReturn(Mono.error(new ServiceUnavailableException("refused", Details.NONE, true, null)));
		check();
		assertThat(this.health.get().getStatus()).isEqualTo(Status.UP);
		this.indicator = indicator(true);
		check();
		assertThat(this.health.get().getStatus()).isEqualTo(Status.DOWN);
		assertThat(detail("registry")).isEqualTo(Map.of("status", "missing", "reason", "refused"));
	}

	@Test
	void probeThatGetsNoAnswerEnds() {
		given(this.registry.refresh("testmock")).willReturn(Mono.never());
		this.indicator = indicator(true);
		check();
		this.time.advanceTimeBy(Duration.ofSeconds(5));
		assertThat(this.health.get().getStatus()).isEqualTo(Status.DOWN);
	}

	@Test
	void tellsTheLastFailureAndItsTime() {
		this.lastFailure.set(new Outages.LastFailure(Instant.parse("2026-11-29T01:02:03.456Z"), "connection refused"));
		check();
		assertThat(this.health.get().getStatus()).isEqualTo(Status.UP);
		assertThat(detail("lastFailure"))
			.isEqualTo(Map.of("time", "2026-11-29T01:02:03Z", "reason", "connection refused"));
	}

	@Test
	void isUpWhereCallsHaveWhatTheyNeed() {
		check();
		assertThat(this.health.get().getStatus()).isEqualTo(Status.UP);
		assertThat(detail("registry")).isEqualTo(Map.of("status", "known", "services", 1));
		assertThat(detail("token")).isEqualTo(Map.of("status", "present"));
		assertThat(this.health.get().toString()).doesNotContain("t0ken", "s3cret");
	}

	@Test
	void isUpOnAnOldAnswerOfTheRegistry() {
		given(this.registry.isStale("testmock")).willReturn(true);
		check();
		assertThat(this.health.get().getStatus()).isEqualTo(Status.UP);
		assertThat(detail("registry")).containsEntry("status", "stale");
	}

	@Test
	void isDownWithoutTheRegistry() {
		registry(Mono.error(new DiscoveryException("The registry is gone", Details.NONE, null)));
		check();
		assertThat(this.health.get().getStatus()).isEqualTo(Status.DOWN);
		assertThat(detail("registry")).isEqualTo(Map.of("status", "missing", "reason", "The registry is gone"));
		assertThat(detail("token")).containsEntry("status", "present");
	}

	@Test
	void isDownWithoutAToken() {
		given(this.tokens.token("testmock"))
			.willReturn(Mono.error(new AuthenticationFailedException("Client is unknown", Details.NONE, null)));
		check();
		assertThat(this.health.get().getStatus()).isEqualTo(Status.DOWN);
		assertThat(detail("registry")).containsEntry("status", "known");
		assertThat(detail("token")).isEqualTo(Map.of("status", "missing", "reason", "Client is unknown"));
		assertThat(this.health.get().getDetails().get("error").toString()).contains("Client is unknown");
	}

	@Test
	void isDownWhereBeansOfTheApplicationThrow() {
		given(this.registry.services("testmock")).willThrow(new IllegalStateException("no list"));
		given(this.connection.authentication()).willThrow(new NoClassDefFoundError("missing/Vault"));
		check();
		assertThat(this.health.get().getStatus()).isEqualTo(Status.DOWN);
		assertThat(detail("registry")).isEqualTo(Map.of("status", "missing", "reason", "no list"));
		assertThat(detail("token").get("reason").toString()).contains("missing/Vault");
	}

	@Test
	void tellsTheKindOfAFailureWithoutAMessage() {
		given(this.registry.services("testmock")).willThrow(new UnsupportedOperationException());
		check();
		assertThat(detail("registry")).containsEntry("reason", "java.lang.UnsupportedOperationException");
	}

	@Test
	void needsNoTokenWhereCallsCarryNone() {
		given(this.tokens.token("testmock")).willReturn(Mono.empty());
		check();
		assertThat(this.health.get().getStatus()).isEqualTo(Status.UP);
		assertThat(detail("token")).containsEntry("status", "none needed");
	}

	@Test
	void asksForNoTokenOfAUser() {
		given(this.connection.authentication()).willReturn(Authentication.authorizationCode("platform"));
		check();
		assertThat(this.health.get().getStatus()).isEqualTo(Status.UP);
		assertThat(detail("token")).containsEntry("status", "of each user");
		then(this.tokens).shouldHaveNoInteractions();
	}

	@Test
	void waitsFiveSecondsAtMost() {
		registry(Mono.never());
		check();
		this.time.advanceTimeBy(Duration.ofMillis(4999));
		assertThat(this.health.get()).isNull();
		this.time.advanceTimeBy(Duration.ofMillis(1));
		assertThat(this.health.get().getStatus()).isEqualTo(Status.DOWN);
		assertThat(detail("registry")).containsEntry("reason", "There was no answer within 5 s");
	}

	@Test
	void asksOnceInTenSecondsHoweverManyProbesThereAre() {
		for (int i = 0; i < 10; i++) {
			check();
			this.time.advanceTimeBy(Duration.ofMillis(999));
		}
		assertThat(this.asked).hasValue(1);
		this.time.advanceTimeBy(Duration.ofMillis(10));
		check();
		assertThat(this.asked).hasValue(2);
	}

	@Test
	void seesThatThePlatformIsBack() {
		registry(Mono.error(new DiscoveryException("The registry is gone", Details.NONE, null)));
		check();
		assertThat(this.health.get().getStatus()).isEqualTo(Status.DOWN);
		registry(Mono.just(List.of()));
		this.time.advanceTimeBy(Duration.ofSeconds(10));
		check();
		assertThat(this.health.get().getStatus()).isEqualTo(Status.UP);
	}

	@Test
	void isOneOperationWithOneCorrelationId() {
		List<String> ids = new ArrayList<>();
		registry(Mono.deferContextual((context) -> {
			ids.add(CorrelationIds.find(context));
			return Mono.just(List.of());
		}));
		given(this.tokens.token("testmock")).willReturn(Mono.deferContextual((context) -> {
			ids.add(CorrelationIds.find(context));
			return Mono.just("t0ken");
		}));
		check();
		assertThat(ids).hasSize(2).doesNotContainNull();
		assertThat(Set.copyOf(ids)).hasSize(1);
	}

	private void check() {
		this.indicator.health().subscribe(this.health::set);
	}

	@SuppressWarnings("unchecked")
	private Map<String, Object> detail(String name) {
		return (Map<String, Object>) this.health.get().getDetails().get(name);
	}

	private void registry(Mono<Collection<RegisteredService>> answer) {
		given(this.registry.services("testmock"))
			.willReturn(answer.doOnSubscribe((subscription) -> this.asked.incrementAndGet()));
	}

}
