package io.sequoia.test.catalogue;

import java.time.Duration;

import io.sequoia.AccessDeniedException;
import io.sequoia.sandbox.Fault;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import io.sequoia.test.SequoiaTest;
import io.sequoia.test.WithSandbox;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Rules of the templates that hold for the client's WebClient in a slice.
 */
@SequoiaTest
@WithSandbox
class SequoiaWebClientIntegrationTests {

	@Autowired
	@Qualifier("sequoiaWebClient")
	private WebClient client;

	@Test
	void callsTheServiceThatTheRegistryNames(SequoiaSandbox sandbox) {
		assertThat(contents()).contains("\"contents\"");
		assertThat(sandbox.requests().of(Operation.BROWSE)).singleElement().satisfies((request) -> {
			assertThat(request.header("Authorization")).startsWith("Bearer");
			assertThat(request.header("X-Correlation-ID")).isNotBlank();
			assertThat(request.header("X-Team")).isEqualTo("catalogue");
		});
	}

	@Test
	void getsAnotherTokenForOneThatIsRefused(SequoiaSandbox sandbox) {
		contents();
		sandbox.faults().revokeTokens();
		assertThat(contents()).contains("\"contents\"");
		assertThat(sandbox.requests().count(Operation.BROWSE)).isEqualTo(3);
	}

	@Test
	void repeatsWhatFailedAndFailsByType(SequoiaSandbox sandbox) {
		sandbox.faults().next(Operation.BROWSE, Fault.status(503));
		assertThat(contents()).contains("\"contents\"");
		assertThat(sandbox.requests().count(Operation.BROWSE)).isEqualTo(2);
		sandbox.faults().next(Operation.BROWSE, Fault.status(403));
		assertThatExceptionOfType(AccessDeniedException.class).isThrownBy(this::contents)
			.satisfies((failure) -> assertThat(failure.correlationId()).isNotBlank());
	}

	private String contents() {
		return String.valueOf(this.client.get()
			.uri("sequoia://metadata/data/contents?owner=testmock&withType=movie")
			.retrieve()
			.bodyToMono(String.class)
			.block(Duration.ofMinutes(1)));
	}

}
