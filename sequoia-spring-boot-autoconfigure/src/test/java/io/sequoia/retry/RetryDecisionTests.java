package io.sequoia.retry;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.security.cert.CertificateExpiredException;
import java.time.Duration;
import java.util.Set;
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
 * The decision table of {@code docs/retry.md}: fault, what a repeatable call does, what
 * another does (RELIABILITY 2).
 */
class RetryDecisionTests {

	private static final Decision RETRY = Decision.RETRY;

	private static final Decision FAIL = Decision.FAIL;

	private static final Decision UNKNOWN = Decision.UNKNOWN;

	static Stream<Arguments> decisions() {
		RuntimeException tls = io(true, new IllegalStateException(new SSLHandshakeException("unable to find path")));
		return Stream.of(arguments("500", unavailable(500), RETRY, UNKNOWN),
				arguments("502", unavailable(502), RETRY, UNKNOWN), arguments("503", unavailable(503), RETRY, UNKNOWN),
				arguments("504", unavailable(504), RETRY, UNKNOWN),
				arguments("reset", io(false, new IOException("Connection reset by peer")), RETRY, UNKNOWN),
				arguments("refused", io(true, new ConnectException("Connection refused")), RETRY, RETRY),
				arguments("attempt time-out", attemptTimeout(), RETRY, UNKNOWN),
				arguments("time-out before sending", new RequestTimeoutException("t", DETAILS, true, null), RETRY,
						RETRY),
				arguments("408", new RequestTimeoutException("408", DETAILS.withStatus(408), false, null), RETRY,
						UNKNOWN),
				arguments("429", rateLimited(null), RETRY, RETRY),
				arguments("identity down", dependency("identity"), RETRY, RETRY),
				arguments("registry down", dependency("registry"), RETRY, RETRY),
				arguments("unknown host", io(true, new UnknownHostException("nowhere")), FAIL, FAIL),
				arguments("TLS", tls, FAIL, FAIL),
				arguments("certificate", io(true, new CertificateExpiredException("expired")), FAIL, FAIL),
				arguments("TLS after sending", io(false, new SSLHandshakeException("bad record")), FAIL, UNKNOWN),
				arguments("400", new InvalidResourceException("400", DETAILS.withStatus(400), null), FAIL, FAIL),
				arguments("401", new AuthenticationFailedException("401", DETAILS.withStatus(401), null), FAIL, FAIL),
				arguments("403", new AccessDeniedException("403", DETAILS.withStatus(403), null), FAIL, FAIL),
				arguments("404", new ResourceNotFoundException("404", DETAILS.withStatus(404), null), FAIL, FAIL),
				arguments("412", new VersionConflictException("412", DETAILS.withStatus(412), null), FAIL, FAIL),
				arguments("bad JSON", new MalformedResponseException("not JSON", DETAILS, null), FAIL, FAIL),
				arguments("bug", new IllegalStateException("bug"), FAIL, FAIL));
	}

	private static ServiceUnavailableException dependency(String service) {
		return new ServiceUnavailableException(service + " failed: 503",
				Details.of("c-1", service, null).withStatus(503), false, null);
	}

	@ParameterizedTest(name = "{0}: {2}, {3}")
	@MethodSource("decisions")
	@Proves({ "10 retried faults", "10 final statuses" })
	void faultDecides(String fault, Throwable failure, Decision repeatable, Decision other) {
		repeatable.verify(new RetryFixture().run(read(settings()), failure, "answer"), failure);
		other.verify(new RetryFixture().run(namelessStore(settings()), failure, "answer"), failure);
	}

	@Test
	@Proves("10 further statuses")
	void furtherStatusIsRetriedOfRepeatableCallsOnly() {
		RetrySettings further = settings().withStatusCodes(Set.of(404, 409));
		Throwable missing = new ResourceNotFoundException("404", DETAILS.withStatus(404), null);

		RETRY.verify(new RetryFixture().run(read(further), missing, "answer"), missing);
		FAIL.verify(new RetryFixture().run(namelessStore(further), missing, "answer"), missing);
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

	enum Decision {

		RETRY {
			@Override
			void verify(RetryFixture run, Throwable failure) {
				assertThat(run.answer).isEqualTo("answer");
				assertThat(run.attempts()).isEqualTo(2);
			}
		},
		FAIL {
			@Override
			void verify(RetryFixture run, Throwable failure) {
				assertThat(run.failure).isSameAs(failure);
				assertThat(run.failure.getSuppressed()).isEmpty();
				assertThat(run.attempts()).isOne();
			}
		},
		UNKNOWN {
			@Override
			void verify(RetryFixture run, Throwable failure) {
				assertThat(run.failure).isInstanceOf(OutcomeUnknownException.class).cause().isSameAs(failure);
				assertThat(run.attempts()).isOne();
			}
		};

		abstract void verify(RetryFixture run, Throwable failure);

	}

}
