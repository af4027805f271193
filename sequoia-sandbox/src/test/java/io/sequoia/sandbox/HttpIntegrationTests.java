package io.sequoia.sandbox;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Headers, bodies and URLs in the forms that clients send.
 */
class HttpIntegrationTests {

	private static final String CONTENTS = "/metadata/data/contents?owner=testmock&perPage=1";

	private static SequoiaSandbox sandbox;

	private static Http http;

	@BeforeAll
	static void start() {
		sandbox = SequoiaSandbox.start();
		http = new Http(sandbox);
	}

	@AfterAll
	static void stop() {
		sandbox.close();
	}

	@ParameterizedTest
	@CsvSource({ "application/vnd.piksel+json, application/vnd.piksel+json;charset=utf-8",
			"application/json, application/json;charset=utf-8", "*/*, application/json;charset=utf-8" })
	void answersWithTheTypeThatIsAccepted(String accept, String contentType) {
		Http.Reply reply = http.send(http.request(CONTENTS).header("Accept", accept).GET());
		assertThat(reply.header("Content-Type")).isEqualTo(contentType);
		Http.Reply error = http.send(http.request(CONTENTS + "&sort=x").header("Accept", accept).GET());
		assertThat(error.header("Content-Type")).isEqualTo(contentType);
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/vnd.piksel+json", "application/json", "application/json;charset=UTF-8" })
	void takesEitherType(String contentType) {
		Http.Reply reply = http.send(http.request("/metadata/data/contents/?owner=testmock")
			.header("Content-Type", contentType)
			.POST(HttpRequest.BodyPublishers
				.ofString("{\"contents\":[{\"type\":\"movie\",\"name\":\"typed\",\"title\":\"Ü\"}]}")));
		assertThat(reply.texts("contents", "title")).containsExactly("Ü");
	}

	@ParameterizedTest
	@ValueSource(strings = { CONTENTS, "/metadata/data/contents?sort=x", "/metadata/descriptor/raw?owner=testmock",
			"/services/testmock", "/", "/nothing" })
	void answersHeadAsGetWithoutTheBody(String path) throws IOException {
		Http.Reply get = http.get(path);
		Http.Reply head = http.send(http.request(path).method("HEAD", HttpRequest.BodyPublishers.noBody()));
		assertThat(head.status()).isEqualTo(get.status());
		assertThat(head.header("Content-Type")).isEqualTo(get.header("Content-Type"));
		assertThat(head.header("Content-Length")).isNotNull().isEqualTo(get.header("Content-Length"));
		assertThat(sandbox.requests().all().get(sandbox.requests().all().size() - 1).method()).isEqualTo("HEAD");
		try (Socket socket = new Socket("localhost", URI.create(sandbox.registryUrl()).getPort())) {
			socket.getOutputStream()
				.write(("HEAD " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
					.getBytes(StandardCharsets.US_ASCII));
			assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).endsWith("\r\n\r\n")
				.doesNotContain("{");
		}
	}

	@Test
	void echoesTheCorrelationId() {
		Http.Reply reply = http.send(http.request(CONTENTS).header("X-Correlation-ID", "u/a/1").GET());
		assertThat(reply.header("x-correlation-id")).isEqualTo("u/a/1");
		assertThat(
				http.send(http.anonymous(CONTENTS).header("X-Correlation-ID", "c2").GET()).header("x-correlation-id"))
			.isEqualTo("c2");
		assertThat(http.get(CONTENTS).header("x-correlation-id")).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "'gzip, br',gzip", "x-gzip,gzip", "'gzip;q=0, deflate',deflate", "gzip;q=0,", "*,", "snappy,", "br,",
			"zstd,", "identity," })
	void compressesInFormatsThatClientsKnow(String accepted, @Nullable String encoding) throws Exception {
		HttpResponse<Void> response = HttpClient.newHttpClient()
			.send(http.request("/metadata/descriptor/raw").header("Accept-Encoding", accepted).GET().build(),
					HttpResponse.BodyHandlers.discarding());
		assertThat(response.headers().firstValue("Content-Encoding")).isEqualTo(Optional.ofNullable(encoding));
	}

	@Test
	void compressesWhenAsked() throws Exception {
		HttpResponse<byte[]> response = HttpClient.newHttpClient()
			.send(http.request("/metadata/descriptor/raw").header("Accept-Encoding", "gzip").GET().build(),
					HttpResponse.BodyHandlers.ofByteArray());
		assertThat(response.headers().firstValue("Content-Encoding")).hasValue("gzip");
		try (GZIPInputStream unzipped = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
			assertThat(Json.MAPPER.readTree(unzipped).path("name").asString()).isEqualTo("metadata");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/metadata/data/contents/?owner=testmock", "/metadata//data/contents?owner=testmock",
			"/metadata/data/contents?owner=testmock&_pretty=true",
			"/metadata/data/contents/testmock:the-glass-harbour/?owner=testmock" })
	void toleratesSlashesAndUnderscoredParameters(String path) {
		assertThat(http.get(path).status()).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/metadata/data/contents?owner=testmock&withTitle=%zz", "/metadata/data/%zz" })
	void refusesAUrlThatIsNotEncodedWell(String path) throws Exception {
		assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")).startsWith("HTTP/1.1 400");
	}

	@Test
	void takesUrlsOfEightKibibytes() {
		String refs = String.join(",", Collections.nCopies(250, "testmock:a-rather-long-name-of-32-chars"));
		assertThat(http.get("/metadata/data/contents/" + refs + "?owner=testmock").status()).isEqualTo(404);
	}

	@Test
	void refusesABodyThatIsTooLarge() throws Exception {
		String head = "POST /metadata/data/contents?owner=testmock HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
				+ http.token() + "\r\nContent-Length: 17000000\r\n\r\n";
		assertThat(raw(head + " ".repeat(17_000_000))).startsWith("HTTP/1.1 413").contains("\"statusCode\":413");
	}

	@ParameterizedTest
	@ValueSource(strings = { "gzip", "GZIP", "deflate", "identity" })
	void decodesACompressedBody(String encoding) throws Exception {
		byte[] body = "{\"contents\":[{\"name\":\"packed\",\"type\":\"movie\"}]}".getBytes(StandardCharsets.UTF_8);
		assertThat(store(encoding, encoded(encoding, body)).status()).isEqualTo(200);
	}

	@ParameterizedTest
	@CsvSource({ "gzip, 400, decoded", "deflate, 400, decoded", "br, 415, 'use gzip, deflate or none'" })
	void refusesABodyThatItCannotDecode(String encoding, int status, String message) {
		Http.Reply reply = store(encoding, "{}".getBytes(StandardCharsets.UTF_8));
		assertThat(reply.status()).isEqualTo(status);
		assertThat(reply.json().path("message").asString()).contains(message);
		assertThat(sandbox.requests().of(Operation.STORE)).last()
			.satisfies((logged) -> assertThat(logged.status()).isEqualTo(status));
	}

	@Test
	void refusesABodyThatIsTooLargeWhenItIsDecoded() throws Exception {
		assertThat(store("gzip", encoded("gzip", new byte[17_000_000])).status()).isEqualTo(413);
		assertThat(sandbox.requests().of(Operation.STORE)).last()
			.satisfies((logged) -> assertThat(logged.status()).isEqualTo(413));
	}

	private static Http.Reply store(String encoding, byte[] body) {
		return http.send(http.request("/metadata/data/contents?owner=testmock")
			.header("Content-Encoding", encoding)
			.POST(BodyPublishers.ofByteArray(body)));
	}

	private static byte[] encoded(String encoding, byte[] body) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (OutputStream stream = switch (encoding.toLowerCase(Locale.ROOT)) {
			case "gzip" -> new GZIPOutputStream(bytes);
			case "deflate" -> new DeflaterOutputStream(bytes);
			default -> bytes;
		}) {
			stream.write(body);
		}
		return bytes.toByteArray();
	}

	private static String raw(String request) throws Exception {
		try (Socket socket = new Socket("127.0.0.1", sandbox.port())) {
			Thread writer = new Thread(() -> {
				try {
					socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
				}
				catch (IOException ex) {
					// the server may close before all is written
					assertThat(ex).isNotNull();
				}
			});
			writer.start();
			byte[] answer = new byte[4096];
			int length = socket.getInputStream().read(answer);
			return new String(answer, 0, Math.max(0, length), StandardCharsets.UTF_8);
		}
	}

}
