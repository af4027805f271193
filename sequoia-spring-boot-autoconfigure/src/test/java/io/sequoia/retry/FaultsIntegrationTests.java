package io.sequoia.retry;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.MeterRegistry;
import io.sequoia.AuthenticationFailedException;
import io.sequoia.DiscoveryException;
import io.sequoia.OutcomeUnknownException;
import io.sequoia.RateLimitedException;
import io.sequoia.Ref;
import io.sequoia.RequestTimeoutException;
import io.sequoia.ResourceNotFoundException;
import io.sequoia.ServiceUnavailableException;
import io.sequoia.VersionConflictException;
import io.sequoia.contract.Proves;
import io.sequoia.core.RequestOptions;
import io.sequoia.core.SequoiaOperations;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.core.query.Criteria;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.fixture.Content;
import io.sequoia.sandbox.Fault;
import io.sequoia.sandbox.LoggedRequest;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.dao.DataAccessException;

import static io.sequoia.core.query.Criteria.where;
import static io.sequoia.core.query.Field.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Whole calls of an application while the platform fails, from the template to the
 * sandbox.
 */
class FaultsIntegrationTests {

	private static final int CONTENTS = 300;

	@AutoClose
	private final ClientApplication application = ClientApplication.onEmptySandbox("sequoia.retry.interval=1ms",
			"sequoia.retry.max-interval=10ms");

	private final SequoiaSandbox sandbox = this.application.sandbox();

	private final SequoiaOperations template = this.application.template();

	private final MeterRegistry meters = this.application.bean(MeterRegistry.class);

	@BeforeEach
	void start() {
		Content.seed(this.sandbox, CONTENTS, "c%d", "Content %d");
	}

	@ParameterizedTest
	@EnumSource(names = { "REGISTRY", "TOKEN", "DESCRIPTOR", "READ" })
	@Proves({ "10 retried faults", "P no retry" })
	void readsThroughAFailureOfEveryPartOfThePlatform(Operation failing) {
		this.sandbox.faults().next(2, failing, Fault.status(503)).next(failing, Fault.reset());
		assertThat(read().title()).isEqualTo("Content 1");
		assertThat(this.sandbox.requests().count(failing)).isEqualTo(4);
	}

	@ParameterizedTest
	@EnumSource(names = { "REGISTRY", "TOKEN", "DESCRIPTOR" })
	void asksForWhatItNeedsAsOftenAsTheCallSays(Operation failing) {
		this.sandbox.faults().next(1000, failing, Fault.status(503));
		for (int attempts : new int[] { 1, 3 }) {
			this.sandbox.requests().clear();
			RequestOptions options = RequestOptions.builder().maxAttempts(attempts).build();
			assertThatExceptionOfType(DataAccessException.class)
				.isThrownBy(() -> this.template.with(options).read(ref(), Content.class));
			assertThat(this.sandbox.requests().count(failing)).isEqualTo(attempts);
		}
		this.sandbox.requests().clear();
		// another application, as one may ask for a token only a few times at once
		try (ConfigurableApplicationContext other = ClientApplication.run(this.sandbox, "sequoia.retry.interval=1ms",
				"sequoia.retry.max-interval=10ms", "sequoia.retry.max-attempts=4")) {
			assertThatExceptionOfType(DataAccessException.class)
				.isThrownBy(() -> other.getBean(SequoiaTemplate.class).read(ref(), Content.class));
			assertThat(this.sandbox.requests().count(failing)).as("no retries of retries").isBetween(1L, 4L);
		}
	}

	@ParameterizedTest
	@CsvSource({ "REGISTRY, services of registry", "TOKEN, token of identity", "DESCRIPTOR, descriptor of metadata" })
	void tellsWhatFailedWhileItWaitedUntilItsTimeWasOver(Operation failing, String part) {
		this.sandbox.faults().next(1000, failing, Fault.status(503));
		RequestOptions options = RequestOptions.builder().timeout(Duration.ofSeconds(1)).build();
		try (ConfigurableApplicationContext patient = ClientApplication.run(this.sandbox, "sequoia.retry.interval=10s",
				"sequoia.retry.jitter=none")) {
			SequoiaOperations calls = patient.getBean(SequoiaTemplate.class).with(options);
			assertThatExceptionOfType(RequestTimeoutException.class).isThrownBy(() -> calls.read(ref(), Content.class))
				.withMessageContaining("while it waited for descriptor of metadata")
				.withMessageContaining(part + " failed: 503 Service Unavailable")
				.withCauseInstanceOf(ServiceUnavailableException.class);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "REGISTRY", "TOKEN", "DESCRIPTOR" })
	void asksOnceForWhatItNeedsWhereRetriesAreOff(Operation failing) {
		this.sandbox.faults().next(1000, failing, Fault.status(503));
		try (ConfigurableApplicationContext patient = ClientApplication.run(this.sandbox,
				"sequoia.retry.enabled=false")) {
			assertThatExceptionOfType(DataAccessException.class)
				.isThrownBy(() -> patient.getBean(SequoiaTemplate.class).read(ref(), Content.class));
			assertThat(this.sandbox.requests().count(failing)).isOne();
		}
	}

	@Test
	void retriesA404ThatTheCallOrTheConfigurationLists() {
		SequoiaOperations patient = this.template.with(RequestOptions.builder().retryStatus(404).build());
		this.sandbox.faults().next(2, Operation.READ, Fault.status(404));
		assertThat(patient.read(ref(), Content.class).title()).isEqualTo("Content 1");
		this.sandbox.faults().next(2, Operation.READ, Fault.status(404));
		assertThat(patient.find(ref(), Content.class)).isPresent();
		this.sandbox.faults().next(2, Operation.READ, Fault.status(404));
		assertThat(patient.readAll(List.of(ref()), Content.class)).hasSize(1);
		assertThat(this.sandbox.requests().count(Operation.READ)).isEqualTo(9);
		this.sandbox.faults().next(Operation.READ, Fault.status(404));
		assertThat(this.template.find(ref(), Content.class)).as("not listed").isEmpty();
		try (ConfigurableApplicationContext listing = ClientApplication.run(this.sandbox,
				"sequoia.retry.status-codes=404", "sequoia.retry.interval=1ms", "sequoia.retry.max-attempts=3")) {
			SequoiaTemplate template = listing.getBean(SequoiaTemplate.class);
			this.sandbox.faults().next(2, Operation.READ, Fault.status(404));
			assertThat(template.find(ref(), Content.class)).isPresent();
			this.sandbox.requests().clear();
			Ref nobody = Ref.of(ref().owner(), "nobody");
			assertThat(template.find(nobody, Content.class)).isEmpty();
			assertThatExceptionOfType(ResourceNotFoundException.class)
				.isThrownBy(() -> template.read(nobody, Content.class));
			assertThat(this.sandbox.requests().count(Operation.READ)).isEqualTo(6);
		}
	}

	@Test
	@Proves("9 every request")
	void sendsOneCorrelationIdOverRegistryTokenAttemptsAndPages() {
		this.sandbox.faults().next(2, Operation.BROWSE, Fault.status(500)).next(Operation.TOKEN, Fault.reset());
		RequestOptions options = RequestOptions.builder().correlationId("one/for/all").build();
		assertThat(this.template.with(options).browse(Criteria.all(), Content.class).list()).hasSize(CONTENTS);
		Set<String> ids = this.sandbox.requests()
			.all()
			.stream()
			.map(FaultsIntegrationTests::correlationId)
			.collect(Collectors.toSet());
		assertThat(ids).containsExactly("one/for/all");
		this.sandbox.requests().clear();
		read();
		read();
		assertThat(this.sandbox.requests().all()).extracting(FaultsIntegrationTests::correlationId)
			.doesNotHaveDuplicates();
	}

	@Test
	@Proves("P 429 not retried")
	void countsRetriesByReason() {
		this.sandbox.faults()
			.next(2, Operation.READ, Fault.status(503))
			.next(Operation.READ, Fault.reset())
			.next(Operation.READ, Fault.status(429).header("Retry-After", "0"));
		read();
		assertThat(retries("503")).isEqualTo(2);
		assertThat(retries("io")).isOne();
		assertThat(retries("429")).isOne();
		assertThat(this.meters.get("spring.retry").timer().count()).isPositive();
	}

	@Test
	void repeatsOnlyTheFailedPageOfABrowse() {
		this.sandbox.faults()
			.next(Operation.BROWSE, Fault.none())
			.next(Operation.BROWSE, Fault.reset())
			.next(Operation.BROWSE, Fault.truncated());
		assertThat(this.template.browse(Criteria.all(), Content.class).stream().map(Content::ref).distinct().count())
			.isEqualTo(CONTENTS);
		List<String> links = this.sandbox.requests().of(Operation.BROWSE).stream().map(LoggedRequest::uri).toList();
		assertThat(links).hasSize(5);
		assertThat(links).as("the same link three times").filteredOn(links.get(1)::equals).hasSize(3);
	}

	@Test
	void storesOnceInEffectWhenTheAnswerIsLost() {
		this.sandbox.faults().next(Operation.STORE, Fault.reset().afterApplying());
		Content stored = this.template.store(Content.of(null, "Nameless until sent"));
		assertThat(this.sandbox.requests().count(Operation.STORE)).isEqualTo(2);
		assertThat(this.sandbox.resources("metadata", "contents")).hasSize(CONTENTS + 1);
		assertThat(stored.title()).isEqualTo("Nameless until sent");
	}

	@Test
	void knowsItsOwnUpdateWhenTheAnswerIsLost() {
		this.sandbox.faults().next(Operation.UPDATE, Fault.reset().afterApplying());
		Content updated = this.template.update(read().withTitle("Ours"));
		assertThat(updated.title()).isEqualTo("Ours");
		assertThat(this.sandbox.requests().count(Operation.UPDATE)).isEqualTo(2);
		assertThat(updated.version()).isEqualTo(read().version());
	}

	@Test
	void tellsTheConflictWhenTheAnswerIsLostAndSomebodyElseWasFaster() {
		Content mine = read();
		this.template.update(mine.withTitle("Theirs"));
		this.sandbox.faults().next(Operation.UPDATE, Fault.reset());
		assertThatExceptionOfType(VersionConflictException.class)
			.isThrownBy(() -> this.template.update(mine.withTitle("Mine")));
		assertThat(read().title()).isEqualTo("Theirs");
	}

	@Test
	void changesOnceInEffectWhenTheAnswerIsLost() {
		this.sandbox.faults().next(Operation.UPDATE, Fault.reset().afterApplying());
		Content changed = this.template.update(ref(), Content.class,
				(content) -> content.withTitle(content.title() + "!"));
		assertThat(changed.title()).isEqualTo("Content 1!");
		assertThat(read().title()).isEqualTo("Content 1!");
	}

	@Test
	void tellsThatItDeletedWhenTheAnswerIsLost() {
		this.sandbox.faults().next(Operation.DELETE, Fault.reset().afterApplying());
		assertThat(this.template.delete(ref(), Content.class)).isTrue();
		assertThat(this.sandbox.requests().count(Operation.DELETE)).isEqualTo(2);
		this.sandbox.faults().next(Operation.DELETE, Fault.status(503));
		assertThat(this.template.delete(ref(), Content.class)).isFalse();
	}

	@Test
	@Proves("P stores repeated")
	void neverSendsAgainWhatTheServerWouldStoreTwice() {
		try (ConfigurableApplicationContext nameless = ClientApplication.run(this.sandbox,
				"sequoia.store.generate-names=false")) {
			this.sandbox.faults().next(Operation.STORE, Fault.reset().afterApplying());
			assertThatExceptionOfType(OutcomeUnknownException.class)
				.isThrownBy(() -> nameless.getBean(SequoiaTemplate.class).store(Content.of(null, "Once")))
				.satisfies((failure) -> assertThat(failure.correlationId()).isNotNull());
			assertThat(this.sandbox.requests().count(Operation.STORE)).isOne();
		}
	}

	@Test
	void goesOnWithANewTokenWhenTheOldOneIsRevoked() {
		read();
		this.sandbox.faults().revokeTokens();
		read();
		assertThat(this.sandbox.requests().count(Operation.TOKEN)).isEqualTo(2);
	}

	@Test
	void waitsForATokenNoLongerThanTheCallMayTakeAndLetsOthersHaveIt() {
		this.sandbox.faults().next(Operation.TOKEN, Fault.delay(Duration.ofMillis(1500)));
		SequoiaOperations impatient = this.template
			.with(RequestOptions.builder().timeout(Duration.ofMillis(500)).build());
		assertThatExceptionOfType(RequestTimeoutException.class).isThrownBy(() -> impatient.read(ref(), Content.class));
		assertThat(read().title()).isEqualTo("Content 1");
		assertThat(this.sandbox.requests().count(Operation.TOKEN)).isOne();
	}

	@Test
	void retriesWhenTheReplayWithTheNewTokenFails() {
		this.sandbox.faults().next(Operation.READ, Fault.status(401)).next(Operation.READ, Fault.reset());
		assertThat(read().title()).isEqualTo("Content 1");
		assertThat(this.sandbox.requests().count(Operation.READ)).isEqualTo(3);
		assertThat(this.sandbox.requests().count(Operation.TOKEN)).isEqualTo(2);
		assertThat(retries("io")).isOne();
	}

	@Test
	void failsAtOnceWhereTheCredentialsAreWrong() {
		try (ConfigurableApplicationContext stranger = ClientApplication.run(this.sandbox,
				"sequoia.auth.client-secret=wrong")) {
			assertThatExceptionOfType(AuthenticationFailedException.class)
				.isThrownBy(() -> stranger.getBean(SequoiaTemplate.class).read(ref(), Content.class))
				.withMessageContaining("sequoia.auth.client-id");
			assertThat(this.sandbox.requests().count(Operation.TOKEN)).isOne();
		}
	}

	@Test
	@Proves("10 override per call")
	void givesUpWhenTheAttemptsEnd() {
		this.sandbox.faults().next(10, Operation.READ, Fault.status(503));
		SequoiaOperations impatient = this.template.with(RequestOptions.builder().maxAttempts(3).build());
		assertThatExceptionOfType(ServiceUnavailableException.class)
			.isThrownBy(() -> impatient.read(ref(), Content.class))
			.satisfies((failure) -> assertThat(failure.status()).isEqualTo(503));
		assertThat(this.sandbox.requests().count(Operation.READ)).isEqualTo(3);
	}

	@Test
	void tellsThatTheRegistryCannotBeReached() {
		this.sandbox.faults().next(10, Operation.REGISTRY, Fault.status(503));
		SequoiaOperations impatient = this.template.with(RequestOptions.builder().maxAttempts(3).build());
		assertThatExceptionOfType(DiscoveryException.class).isThrownBy(() -> impatient.read(ref(), Content.class))
			.withMessageStartingWith("The registry cannot be reached")
			.satisfies((failure) -> assertThat(failure.status()).isEqualTo(503));
		assertThat(this.sandbox.requests().count(Operation.REGISTRY)).isEqualTo(3);
	}

	@Test
	void givesUpWhenTheTimeEnds() {
		this.sandbox.faults().next(Operation.READ, Fault.delay(Duration.ofSeconds(30)));
		SequoiaOperations impatient = this.template
			.with(RequestOptions.builder().timeout(Duration.ofMillis(300)).build());
		assertThatExceptionOfType(RequestTimeoutException.class).isThrownBy(() -> impatient.read(ref(), Content.class));
	}

	@Test
	@Proves("P 429 not retried")
	void doesNotWaitLongerThanTheCallMayTake() {
		this.sandbox.faults().next(Operation.READ, Fault.status(429).header("Retry-After", "3600"));
		assertThatExceptionOfType(RateLimitedException.class).isThrownBy(this::read)
			.satisfies((failure) -> assertThat(failure.retryAfter()).isEqualTo(Duration.ofHours(1)));
	}

	@Test
	@Proves({ "10 further statuses", "10 empty result" })
	void asksAgainForFurtherStatusesAndWhileNothingIsThere() {
		RequestOptions options = RequestOptions.builder().retryStatus(409).expecting("contents").maxAttempts(3).build();
		this.sandbox.faults().next(Operation.BROWSE, Fault.status(409));
		Criteria nothing = where(field("name").equalTo("absent"));
		assertThat(this.template.with(options).browse(nothing, Content.class).list()).isEmpty();
		assertThat(this.sandbox.requests().count(Operation.BROWSE)).isEqualTo(3);
	}

	private static String correlationId(LoggedRequest request) {
		return request.header("X-Correlation-ID");
	}

	private Content read() {
		return this.template.read(ref(), Content.class);
	}

	private Ref ref() {
		return Ref.of(this.sandbox.owner(), "c1");
	}

	private double retries(String reason) {
		return this.meters.get("sequoia.client.retries")
			.tags("service", "metadata", "operation", "read", "reason", reason)
			.counter()
			.count();
	}

}
