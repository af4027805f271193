package io.sequoia.sample;

import java.util.List;

import io.sequoia.sandbox.LoggedRequest;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.annotation.DirtiesContext.ClassMode;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The first call of a new application finds its service and gets its token.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@DirtiesContext(classMode = ClassMode.BEFORE_CLASS)
class DiscoveryIntegrationTests {

	@Test
	void firstListTravelsFromRegistryOverTokenToBrowse(@Autowired SequoiaSandbox sandbox, @LocalServerPort int port) {
		assertThat(sandbox.requests().all()).as("requests of the start").isEmpty();
		RestTestClient client = RestTestClient.bindToServer().baseUrl("http://localhost:" + port).build();

		client.get().uri("/contents?type=movie").exchange().expectStatus().isOk();

		List<LoggedRequest> requests = sandbox.requests().all();
		assertThat(requests).extracting(LoggedRequest::operation)
			.containsExactly(Operation.REGISTRY, Operation.TOKEN, Operation.DESCRIPTOR, Operation.BROWSE);
		assertThat(requests).extracting((request) -> request.header("X-Correlation-ID"))
			.doesNotContainNull()
			.containsOnly(requests.get(0).header("X-Correlation-ID"));
		LoggedRequest browse = requests.get(3);
		assertThat(browse.path()).isEqualTo("/metadata/data/contents");
		assertThat(browse.parameter("withType")).isEqualTo("movie");
		assertThat(browse.parameter("owner")).isEqualTo(sandbox.owner());
		assertThat(browse.header("Authorization")).startsWith("Bearer ");

		client.get().uri("/contents?type=show").exchange().expectStatus().isOk();
		assertThat(sandbox.requests().all()).hasSize(5);
	}

}
