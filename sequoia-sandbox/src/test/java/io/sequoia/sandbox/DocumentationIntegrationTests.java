package io.sequoia.sandbox;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of {@code docs/sandbox.md}.
 */
class DocumentationIntegrationTests {

	@Test
	void shortestExample() {
		try (SequoiaSandbox sandbox = SequoiaSandbox.start()) {
			sandbox.put("metadata", "contents", Map.of("name", "my-film", "title", "My Film", "type", "movie"));
			Http application = new Http(sandbox);
			assertThat(application.contents("withTitle", "My*").names()).containsExactly("my-film");
			assertThat(application.contents("withType", "movie", "q", "dragons", "fields", "ref,title")
				.texts("contents", "title")).containsExactly("Here Be Small Dragons");
			assertThat(sandbox.requests().count(Operation.TOKEN)).isLessThanOrEqualTo(1);
		}
	}

	@Test
	void faultsAndLog() {
		try (SequoiaSandbox sandbox = SequoiaSandbox.start()) {
			sandbox.faults().next(2, Operation.BROWSE, Fault.status(503).header("Retry-After", "1"));
			sandbox.faults().next(Operation.STORE, Fault.reset().afterApplying());
			sandbox.faults().next(Operation.READ, Fault.delay(Duration.ofSeconds(2)));
			assertThat(sandbox.faults().pending()).isEqualTo(4);
			sandbox.faults().revokeTokens();
			Http application = new Http(sandbox);
			for (int i = 0; i < 3; i++) {
				application.send(application.request("/metadata/data/contents?owner=testmock&withType=movie")
					.header("X-Correlation-ID", "id")
					.GET());
			}
			assertThat(sandbox.requests().count(Operation.BROWSE)).isEqualTo(3);
			LoggedRequest last = sandbox.requests().of(Operation.BROWSE).get(2);
			assertThat(last.parameter("withType")).isEqualTo("movie");
			assertThat(last.header("X-Correlation-ID")).isNotNull();
			assertThat(last.status()).isEqualTo(200);
		}
	}

}
