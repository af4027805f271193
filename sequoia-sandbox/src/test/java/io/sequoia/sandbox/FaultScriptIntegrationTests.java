package io.sequoia.sandbox;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

class FaultScriptIntegrationTests {

	private static final String CONTENTS = "/metadata/data/contents?owner=testmock";

	private static final String BODY = "{\"contents\":[{\"type\":\"movie\",\"name\":\"a\"}]}";

	private SequoiaSandbox sandbox;

	private Http http;

	@BeforeEach
	void start() {
		this.sandbox = SequoiaSandbox.builder().emptyCatalogue().start();
		this.http = new Http(this.sandbox);
		this.http.token();
	}

	@AfterEach
	void stop() {
		this.sandbox.close();
	}

	private HttpRequest.Builder store() {
		return this.http.request(CONTENTS).POST(HttpRequest.BodyPublishers.ofString(BODY));
	}

	private int stored() {
		return this.sandbox.resources("metadata", "contents").size();
	}

	@Test
	void theNextAnswersOfAnOperationGoWrongAndThenNoMore() {
		this.sandbox.faults().next(2, Operation.BROWSE, Fault.status(503).header("Retry-After", "1"));
		Http.Reply first = this.http.get(CONTENTS);
		assertThat(first.status()).isEqualTo(503);
		assertThat(first.header("Retry-After")).isEqualTo("1");
		assertThat(first.json().path("error").asString()).isEqualTo("Service Unavailable");
		assertThat(this.http.post(CONTENTS, BODY).status()).as("another operation").isEqualTo(200);
		assertThat(this.http.get(CONTENTS).status()).isEqualTo(503);
		assertThat(this.http.get(CONTENTS).status()).isEqualTo(200);
		assertThat(this.sandbox.faults().pending()).isZero();
	}

	@Test
	void faultsHitInTheirOrder() {
		this.sandbox.faults()
			.next(2, Operation.BROWSE, Fault.none())
			.next(Operation.BROWSE, Fault.status(500))
			.next(Operation.BROWSE, Fault.status(429));
		assertThat(this.http.get(CONTENTS).status()).isEqualTo(200);
		assertThat(this.http.get(CONTENTS).status()).isEqualTo(200);
		assertThat(this.http.get(CONTENTS).status()).isEqualTo(500);
		assertThat(this.http.get(CONTENTS).status()).isEqualTo(429);
	}

	@Test
	void answersWithABodyOfAnyType() {
		this.sandbox.faults().next(Operation.BROWSE, Fault.status(502).body("text/html", "<h1>no</h1>"));
		Http.Reply reply = this.http.get(CONTENTS);
		assertThat(reply.text()).isEqualTo("<h1>no</h1>");
		assertThat(reply.header("Content-Type")).isEqualTo("text/html");
		this.sandbox.faults().next(Operation.BROWSE, Fault.status(200).body("application/json", ""));
		assertThat(this.http.get(CONTENTS).text()).isEmpty();
	}

	@Test
	void aFaultLeavesTheRequestUnappliedUnlessItIsToldOtherwise() {
		this.sandbox.faults().next(Operation.STORE, Fault.status(500));
		assertThat(this.http.post(CONTENTS, BODY).status()).isEqualTo(500);
		assertThat(stored()).isZero();
		this.sandbox.faults().next(Operation.STORE, Fault.status(500).afterApplying());
		assertThat(this.http.post(CONTENTS, BODY).status()).isEqualTo(500);
		assertThat(stored()).isOne();
	}

	@Test
	void resetsTheConnectionBeforeOrAfterApplying() {
		this.sandbox.faults().next(2, Operation.STORE, Fault.reset());
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> this.http.exchange(store()));
		assertThat(stored()).isZero();
		this.sandbox.faults().clear();
		this.sandbox.faults().next(2, Operation.STORE, Fault.reset().afterApplying());
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> this.http.exchange(store()));
		assertThat(stored()).isOne();
		assertThat(this.sandbox.requests().of(Operation.STORE)).extracting(LoggedRequest::status).containsOnly(0);
	}

	@Test
	void truncatesTheBody() {
		this.sandbox.faults().next(Operation.BROWSE, Fault.truncated());
		assertThatExceptionOfType(IOException.class)
			.isThrownBy(() -> this.http.exchange(this.http.request(CONTENTS).GET()));
		assertThat(this.http.get(CONTENTS).status()).isEqualTo(200);
	}

	@Test
	void delaysAnAnswer() {
		this.sandbox.faults().next(Operation.STORE, Fault.delay(Duration.ofMillis(200)));
		long start = System.nanoTime();
		this.http.post(CONTENTS, BODY);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
		assertThat(stored()).isOne();
	}

	/** The outcome that a client does not know if it gives up waiting. */
	@Test
	void appliesBeforeItDelaysIfItIsToldSo() {
		this.sandbox.faults().next(Operation.STORE, Fault.delay(Duration.ofSeconds(Long.MAX_VALUE)).afterApplying());
		assertThatExceptionOfType(HttpTimeoutException.class)
			.isThrownBy(() -> this.http.exchange(store().timeout(Duration.ofMillis(300))));
		assertThat(stored()).isOne();
	}

	@Test
	void aRequestWhoseClientDoesNotWaitIsLoggedAndNotApplied() {
		this.sandbox.faults().next(Operation.STORE, Fault.delay(Duration.ofMinutes(1)));
		assertThatExceptionOfType(HttpTimeoutException.class)
			.isThrownBy(() -> this.http.exchange(store().timeout(Duration.ofMillis(300))));
		await().until(() -> this.sandbox.requests().count(Operation.STORE) > 0);
		assertThat(this.sandbox.requests().of(Operation.STORE).get(0).status()).isZero();
		assertThat(stored()).isZero();
	}

	@Test
	void aRequestFromBeforeTheLogWasClearedIsNotLoggedWhenItsClientGivesUp() {
		RequestLog log = this.sandbox.requests();
		this.http.get(CONTENTS);
		LoggedRequest request = log.of(Operation.BROWSE).get(0);
		int clearings = log.clearings();
		log.clear();
		log.addUnanswered(request, Duration.ZERO, clearings);
		assertThat(log.count()).isZero();
		log.addUnanswered(request, Duration.ZERO, log.clearings());
		assertThat(log.count()).isOne();
	}

	@Test
	void holdsUpNoOthersWhileAnAnswerIsDelayed() {
		this.sandbox.faults().next(Operation.STORE, Fault.delay(Duration.ofMinutes(1)));
		CompletableFuture<Integer> slow = CompletableFuture.supplyAsync(() -> this.http.post(CONTENTS, BODY).status(),
				(task) -> new Thread(task).start());
		await().until(() -> this.sandbox.faults().pending() == 0);
		for (int i = 0; i < 5; i++) {
			assertThat(this.http.get(CONTENTS).names()).isEmpty();
		}
		assertThat(slow).isNotDone();
	}

	@Test
	void everyAnswerTakesTheLatency() {
		try (SequoiaSandbox slow = SequoiaSandbox.builder().emptyCatalogue().latency(Duration.ofMillis(60)).start()) {
			long start = System.nanoTime();
			new Http(slow).get(CONTENTS);
			assertThat(Duration.ofNanos(System.nanoTime() - start)).as("a token and a browse")
				.isGreaterThanOrEqualTo(Duration.ofMillis(120));
		}
	}

	@Test
	void revokesTokens() {
		assertThat(this.http.get(CONTENTS).status()).isEqualTo(200);
		this.sandbox.faults().revokeTokens();
		assertThat(this.http.get(CONTENTS).status()).isEqualTo(401);
		assertThat(new Http(this.sandbox).get(CONTENTS).status()).isEqualTo(200);
	}

	@Test
	void tokensAndTheRegistryFailToo() {
		this.sandbox.faults().next(Operation.TOKEN, Fault.status(500)).next(Operation.REGISTRY, Fault.status(500));
		assertThat(this.http.grant("grant_type=client_credentials").status()).isEqualTo(500);
		assertThat(this.http.send(this.http.anonymous("/services/testmock").GET()).status()).isEqualTo(500);
	}

	@Test
	void refusesFaultsThatMakeNoSense() {
		assertThatIllegalArgumentException().isThrownBy(() -> Fault.status(99)).withMessageContaining("99");
		assertThatIllegalArgumentException().isThrownBy(() -> Fault.delay(Duration.ofMillis(-1)));
		assertThatIllegalArgumentException().isThrownBy(() -> Fault.status(503).header("Retry After", "1"));
		assertThatIllegalArgumentException().isThrownBy(() -> Fault.status(503).header("Retry-After", "1\r\n"));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.sandbox.faults().next(0, Operation.READ, Fault.reset()));
		assertThatIllegalStateException().isThrownBy(() -> Fault.reset().body("text/plain", "x"));
	}

}
