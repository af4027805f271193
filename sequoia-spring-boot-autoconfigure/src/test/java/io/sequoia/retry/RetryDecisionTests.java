package io.sequoia.retry;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.cert.CertificateExpiredException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.net.ssl.SSLHandshakeException;

import io.sequoia.AccessDeniedException;
import io.sequoia.AuthenticationFailedException;
import io.sequoia.InvalidResourceException;
import io.sequoia.MalformedResponseException;
import io.sequoia.OutcomeUnknownException;
import io.sequoia.Ref;
import io.sequoia.RequestTimeoutException;
import io.sequoia.ResourceNotFoundException;
import io.sequoia.SequoiaFailure.Details;
import io.sequoia.ServiceUnavailableException;
import io.sequoia.VersionConflictException;
import io.sequoia.contract.Proves;
import io.sequoia.project.SeenInTests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static io.sequoia.retry.RetryFixture.DETAILS;
import static io.sequoia.retry.RetryFixture.attemptTimeout;
import static io.sequoia.retry.RetryFixture.io;
import static io.sequoia.retry.RetryFixture.namelessStore;
import static io.sequoia.retry.RetryFixture.rateLimited;
import static io.sequoia.retry.RetryFixture.read;
import static io.sequoia.retry.RetryFixture.settings;
import static io.sequoia.retry.RetryFixture.unavailable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * The decision table of {@code docs/retry.md}, which this test writes.
 */
class RetryDecisionTests {

	private static final Decision RETRY = Decision.RETRY;

	private static final Decision FAIL = Decision.FAIL;

	private static final Decision UNKNOWN = Decision.UNKNOWN;

	private static final List<Row> ROWS = List.of(
			new Row("a 5xx answer", RETRY, UNKNOWN, unavailable(500), unavailable(502), unavailable(503),
					unavailable(504), unavailable(599)),
			new Row("the connection is lost after the request was (perhaps) sent", RETRY, UNKNOWN,
					io(false, new IOException("Connection reset by peer")), io(false, null)),
			new Row("an attempt took too long (`sequoia.http.response-timeout`), or the service says so (408)", RETRY,
					UNKNOWN, attemptTimeout(),
					new RequestTimeoutException("408", DETAILS.withStatus(408), false, null)),
			new Row("nothing was sent: connection refused, no connection in time, no free connection", RETRY, RETRY,
					io(true, new ConnectException("Connection refused")), io(true, new IOException("Pool exhausted")),
					new RequestTimeoutException("no time", DETAILS, true, null)),
			new Row("registry or identity service failed in one of these ways", RETRY, RETRY, dependency("identity"),
					dependency("registry")),
			new Row("429; its `Retry-After` is kept", RETRY, RETRY, rateLimited(null),
					rateLimited(Duration.ofSeconds(1))),
			new Row("unknown host, TLS failure, certificate refused", FAIL, FAIL,
					io(true, new UnknownHostException("nowhere")),
					io(true, new IllegalStateException(new SSLHandshakeException("unable to find path"))),
					io(true, new CertificateExpiredException("expired"))),
			new Row("TLS failure after the request was (perhaps) sent", FAIL, UNKNOWN,
					io(false, new SSLHandshakeException("bad record"))),
			new Row("any other 4xx", FAIL, FAIL, new InvalidResourceException("400", DETAILS.withStatus(400), null),
					new AuthenticationFailedException("401", DETAILS.withStatus(401), null),
					new AccessDeniedException("403", DETAILS.withStatus(403), null),
					new ResourceNotFoundException("404", DETAILS.withStatus(404), null),
					new VersionConflictException("409", DETAILS.withStatus(409), null),
					new VersionConflictException("412", DETAILS.withStatus(412), null),
					new InvalidResourceException("422", DETAILS.withStatus(422), null)),
			new Row("one of these that `sequoia.retry.status-codes` lists", RETRY, FAIL,
					settings().withStatusCodes(Set.of(404, 409)),
					new ResourceNotFoundException("404", DETAILS.withStatus(404), null),
					new VersionConflictException("409", DETAILS.withStatus(409), null)),
			new Row("an answer that cannot be read", FAIL, FAIL,
					new MalformedResponseException("not JSON", DETAILS, null)),
			new Row("an exception of other code", FAIL, FAIL, new IllegalStateException("bug")));

	static Stream<Arguments> decisions() {
		return ROWS.stream().flatMap((row) -> row.failures.stream().map((failure) -> arguments(row, failure)));
	}

	private static ServiceUnavailableException dependency(String service) {
		return new ServiceUnavailableException(service + " failed: 503",
				Details.of("c-1", service, null).withStatus(503), false, null);
	}

	@ParameterizedTest(name = "{0}: {1}")
	@MethodSource("decisions")
	@Proves({ "10 retried faults", "10 final statuses", "10 further statuses" })
	void faultDecides(Row row, Throwable failure) {
		row.repeatable.verify(new RetryFixture().run(read(row.settings), failure, "answer"), failure);
		row.other.verify(new RetryFixture().run(namelessStore(row.settings), failure, "answer"), failure);
	}

	@Test
	void pageShowsTheDecisions() throws IOException {
		String lines = ROWS.stream().map(Row::line).collect(Collectors.joining());
		SeenInTests.assertShown("retry.md", getClass(),
				"| what happened | call that may be repeated | call that must not be repeated |\n|---|---|---|\n"
						+ lines);
	}

	@Test
	void unknownHostStaysFinalWhereItsStatusIsListed() {
		Throwable tls = new ServiceUnavailableException("proxy", DETAILS.withStatus(503), true,
				new UnknownHostException("nowhere"));

		FAIL.verify(new RetryFixture().run(read(settings().withStatusCodes(Set.of(503))), tls, "answer"), tls);
	}

	@Test
	void causesInCircleEndTheSearch() {
		Exception first = new Exception("a");
		Exception second = new Exception("b", first);
		first.initCause(second);

		RetryFixture run = new RetryFixture().run(read(settings()), io(false, first), "answer");

		assertThat(run.answer).isEqualTo("answer");
	}

	@Test
	void unknownOutcomeTellsRefsAndCauseAndWhatToDo() {
		Throwable reset = io(false, null);

		RetryFixture run = new RetryFixture().run(namelessStore(settings()), reset);

		assertThat(run.failure).isInstanceOfSatisfying(OutcomeUnknownException.class, (unknown) -> {
			assertThat(unknown.refs()).containsExactly(Ref.of("t", "a"), Ref.of("t", "b"));
			assertThat(unknown.getCause()).isSameAs(reset);
			assertThat(unknown).hasMessageContaining("store of metadata/contents")
				.hasMessageContaining("read [t:a, t:b]");
			assertThat(unknown.correlationId()).isEqualTo("c-1");
		});
	}

	@Test
	void unsentStoreIsRepeatedUntilItMayHaveBeenApplied() {
		RetryFixture run = new RetryFixture().run(namelessStore(settings()), io(true, null), rateLimited(Duration.ZERO),
				unavailable(502), "answer");

		assertThat(run.failure).isInstanceOf(OutcomeUnknownException.class);
		assertThat(run.attempts()).isEqualTo(3);
	}

	/**
	 * One line of the table.
	 *
	 * @param what the event
	 * @param repeatable the decision for a call that may be repeated
	 * @param other the decision for any other call
	 * @param settings the settings of the calls
	 * @param failures the failures of this line
	 */
	record Row(String what, Decision repeatable, Decision other, RetrySettings settings, List<Throwable> failures) {

		Row(String what, Decision repeatable, Decision other, Throwable... failures) {
			this(what, repeatable, other, RetryFixture.settings(), failures);
		}

		Row(String what, Decision repeatable, Decision other, RetrySettings settings, Throwable... failures) {
			this(what, repeatable, other, settings, List.of(failures));
		}

		String line() {
			return "| " + this.what + " | " + this.repeatable.words + " | " + this.other.words + " |\n";
		}

		@Override
		public String toString() {
			return this.what;
		}

	}

	enum Decision {

		RETRY("retried") {
			@Override
			void verify(RetryFixture run, Throwable failure) {
				assertThat(run.answer).isEqualTo("answer");
				assertThat(run.attempts()).isEqualTo(2);
			}
		},
		FAIL("fails at once") {
			@Override
			void verify(RetryFixture run, Throwable failure) {
				assertThat(run.failure).isSameAs(failure);
				assertThat(run.failure.getSuppressed()).isEmpty();
				assertThat(run.attempts()).isOne();
			}
		},
		UNKNOWN("`OutcomeUnknownException`") {
			@Override
			void verify(RetryFixture run, Throwable failure) {
				assertThat(run.failure).isInstanceOf(OutcomeUnknownException.class).cause().isSameAs(failure);
				assertThat(run.attempts()).isOne();
			}
		};

		private final String words;

		Decision(String words) {
			this.words = words;
		}

		abstract void verify(RetryFixture run, Throwable failure);

		Verdict verdict() {
			return Verdict.valueOf(name());
		}

	}

}
