package io.sequoia.core;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import io.sequoia.fixture.ClientApplication;
import io.sequoia.sandbox.LoggedRequest;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The bodies and media types of requests to other paths of a service.
 */
class BusinessBodiesIntegrationTests {

	private static final String PATH = "/data/contents?owner=testmock";

	private static final String BODY = "{\"contents\":[{\"name\":\"film\",\"title\":\"Zoë\",\"type\":\"movie\"}]}";

	@AutoClose
	private static final ClientApplication application = ClientApplication.onEmptySandbox();

	private static final SequoiaSandbox sandbox = application.sandbox();

	private static final SequoiaOperations template = application.template();

	@BeforeEach
	void forget() {
		sandbox.reset();
	}

	@Test
	void textIsSentAsItIs() {
		template.service("metadata").post(PATH, BODY, String.class);
		assertThat(stored()).containsEntry("title", "Zoë");
	}

	@Test
	void bytesAreSentAsTheyAre() {
		template.service("metadata").post(PATH, BODY.getBytes(StandardCharsets.UTF_8), String.class);
		assertThat(stored()).containsEntry("title", "Zoë");
	}

	@Test
	void theMediaTypeOfACallIsThatOfItsOptions() {
		template.with(RequestOptions.builder().header("Content-Type", "application/json").build())
			.service("metadata")
			.post(PATH, BODY, String.class);
		assertThat(store().header("Content-Type")).isEqualTo("application/json");
		template.service("metadata")
			.post(PATH, Map.of("contents", List.of(Map.of("name", "film", "type", "movie"))), String.class);
		assertThat(store().header("Content-Type")).isEqualTo("application/vnd.piksel+json");
	}

	private static LoggedRequest store() {
		List<LoggedRequest> stores = sandbox.requests().of(Operation.STORE);
		return stores.get(stores.size() - 1);
	}

	private static Map<String, Object> stored() {
		return sandbox.resources("metadata", "contents").get(0);
	}

}
