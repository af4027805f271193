package io.sequoia.core;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.net.httpserver.HttpServer;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.sandbox.LoggedRequest;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.context.ConfigurableApplicationContext;

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

	@ParameterizedTest
	@CsvSource({ "text/plain, text/plain, UTF-8", "text/plain;charset=utf-8, text/plain;charset=UTF-8, UTF-8",
			"text/plain;charset=iso-8859-1, text/plain; charset=ISO-8859-1, ISO-8859-1",
			"text/xml;charset=UTF-16, text/xml;charset=\"UTF-16\", UTF-16",
			"text/plain, text/plain;charset=unknown, UTF-8", "text/plain, no media type, UTF-8" })
	void textHasTheCharsetOfItsMediaType(String sent, String answered, String charset) throws IOException {
		List<String> received = new CopyOnWriteArrayList<>();
		HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
		server.createContext("/text", (exchange) -> {
			received.add(new String(exchange.getRequestBody().readAllBytes(), charset));
			byte[] answer = "Zoë".getBytes(charset);
			exchange.getResponseHeaders().set("Content-Type", answered);
			exchange.sendResponseHeaders(200, answer.length);
			exchange.getResponseBody().write(answer);
			exchange.close();
		});
		server.start();
		try (ConfigurableApplicationContext other = ClientApplication
			.runAt("http://127.0.0.1:" + server.getAddress().getPort())) {
			assertThat(other.getBean(SequoiaTemplate.class)
				.with(RequestOptions.builder().header("content-type", sent).build())
				.service("metadata")
				.post("/text", "Zoë", String.class)).isEqualTo("Zoë");
			assertThat(received).containsExactly("Zoë");
		}
		finally {
			server.stop(0);
		}
	}

	private static LoggedRequest store() {
		List<LoggedRequest> stores = sandbox.requests().of(Operation.STORE);
		return stores.get(stores.size() - 1);
	}

	private static Map<String, Object> stored() {
		return sandbox.resources("metadata", "contents").get(0);
	}

}
