package io.sequoia.http;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import io.sequoia.Ref;
import io.sequoia.SequoiaFailure;
import io.sequoia.ServiceUnavailableException;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.core.ServiceOperations;
import io.sequoia.core.mapping.SequoiaResource;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.fixture.RawServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Connections that fail before an answer: the caller is told, and neither Reactor Netty
 * nor Netty logs anything of it.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class UnansweredRequestsIntegrationTests {

	private RawServer server;

	private volatile End end;

	private volatile boolean failing = true;

	@AfterEach
	void stop() {
		this.server.close();
	}

	@ParameterizedTest
	@EnumSource
	void areToldToTheCallerAlone(End end, CapturedOutput output) {
		this.end = end;
		this.server = new RawServer(this::serve);
		String url = end.scheme + "://127.0.0.1:" + this.server.port();
		try (ConfigurableApplicationContext context = ClientApplication.run(List.of("sequoia.registry.url=" + url,
				"sequoia.services.metadata=" + url, "sequoia.auth.type=token", "sequoia.auth.token=t",
				"sequoia.owner=testmock", "sequoia.retry.interval=1ms", "sequoia.retry.max-attempts=3",
				"sequoia.http.response-timeout=1s", "sequoia.http.pool.max-connections=1"))) {
			SequoiaTemplate template = context.getBean(SequoiaTemplate.class);

			Throwable failure = catchThrowable(() -> read(template));
			assertThat(failure).isInstanceOf(SequoiaFailure.class).hasMessageContaining(end.reason);
			assertThat(output).doesNotContain("reactor.netty", "io.netty", "\tat ");
			if (end.scheme.equals("http")) {
				this.failing = false;
				assertThat(read(template)).as("the connection that failed is not used again").isEqualTo("A");
			}
		}
	}

	@Test
	void nothingWasSentWhereTheHandshakeCannotBegin() {
		this.server = new RawServer((client, number) -> RawServer.reset(client));
		String url = "https://127.0.0.1:" + this.server.port();
		try (ConfigurableApplicationContext context = ClientApplication.runAt(url, "sequoia.retry.enabled=false")) {
			ServiceOperations metadata = context.getBean(SequoiaTemplate.class).service("metadata");
			for (int i = 0; i < 200; i++) {
				assertThatExceptionOfType(ServiceUnavailableException.class)
					.isThrownBy(() -> metadata.post("/titles", Map.of(), String.class))
					.matches(ServiceUnavailableException::unsent)
					.withMessageNotContaining("sequoia.ssl");
			}
		}
	}

	private static String read(SequoiaTemplate template) {
		return template.read(Ref.of("testmock", "a"), Content.class).title();
	}

	private void serve(Socket client, int number) throws IOException {
		if (this.end.scheme.equals("https")) {
			assertThat(client.getInputStream().read()).as("a handshake begins").isEqualTo(22);
			this.end.of(client);
			return;
		}
		while (RawServer.readHead(client)) {
			if (this.failing) {
				this.end.of(client);
				return;
			}
			String body = "{\"meta\":{\"perPage\":100},\"contents\":[{\"ref\":\"testmock:a\",\"title\":\"A\"}]}";
			write(client, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
					+ "\r\n\r\n" + body);
		}
	}

	private static void write(Socket client, String text) throws IOException {
		client.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
	}

	private enum End {

		CLOSED("http", "the server closed the connection") {

			@Override
			void of(Socket client) {
				// the server closes it
			}

		},

		CLOSED_IN_THE_HEAD("http", "the server closed the connection") {

			@Override
			void of(Socket client) throws IOException {
				write(client, "HTTP/1.1 200 OK\r\nContent-Le");
			}

		},

		RESET("http", "onnection reset") {

			@Override
			void of(Socket client) throws IOException {
				RawServer.reset(client);
			}

		},

		SILENT("http", "took longer than sequoia.http.response-timeout") {

			@Override
			void of(Socket client) throws IOException {
				assertThat(client.getInputStream().read()).isNegative();
			}

		},

		TLS_ALERT_FOR_HTTP("http", "it is TLS, so the address must begin with https://") {

			@Override
			void of(Socket client) throws IOException {
				client.getOutputStream().write(new byte[] { 21, 3, 3, 0, 2, 2, 70 });
			}

		},

		LARGE_HEAD("http", "raise sequoia.http.max-header-size") {

			@Override
			void of(Socket client) throws IOException {
				write(client, "HTTP/1.1 200 OK\r\nX-Large: " + "x".repeat(100_000) + "\r\n\r\n");
			}

		},

		HTTP_FOR_TLS("https", "sequoia.services.metadata") {

			@Override
			void of(Socket client) throws IOException {
				write(client, "HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
			}

		},

		CLOSED_IN_THE_HANDSHAKE("https",
				"closed the connection in the TLS handshake; check sequoia.services.metadata") {

			@Override
			void of(Socket client) {
				// the server closes it
			}

		},

		RESET_IN_THE_HANDSHAKE("https", "closed the connection in the TLS handshake; check sequoia.services.metadata") {

			@Override
			void of(Socket client) throws IOException {
				RawServer.reset(client);
			}

		},

		REFUSED_HANDSHAKE("https", "the server refused the handshake") {

			@Override
			void of(Socket client) throws IOException {
				client.getOutputStream().write(new byte[] { 21, 3, 3, 0, 2, 2, 40 });
			}

		};

		private final String scheme;

		private final String reason;

		End(String scheme, String reason) {
			this.scheme = scheme;
			this.reason = reason;
		}

		abstract void of(Socket client) throws IOException;

	}

	@SequoiaResource(service = "metadata", name = "contents")
	record Content(Ref ref, String title) {

	}

}
