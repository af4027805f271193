package io.sequoia.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.sequoia.AccessDeniedException;
import io.sequoia.AuthenticationFailedException;
import io.sequoia.DiscoveryException;
import io.sequoia.InvalidResourceException;
import io.sequoia.MalformedResponseException;
import io.sequoia.RateLimitedException;
import io.sequoia.RequestTimeoutException;
import io.sequoia.ResourceNotFoundException;
import io.sequoia.SequoiaFailure;
import io.sequoia.ServiceUnavailableException;
import io.sequoia.VersionConflictException;
import io.sequoia.call.Call;
import io.sequoia.contract.Proves;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.fixture.RawServer;
import io.sequoia.fixture.TestClients;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.client.ClientResponse;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

class FailureFilterIntegrationTests {

	private static final Call CALL = new Call("metadata", "contents", "read", "testmock");

	@RegisterExtension
	static final WireMockExtension server = WireMockExtension.newInstance()
		.options(wireMockConfig().dynamicPort())
		.build();

	@ParameterizedTest
	@MethodSource
	@Proves({ "9 answered", "11 error body", "11 validation" })
	void tellsEachStatusByItsException(int status, Class<? extends Throwable> exception) {
		answer(aResponse().withStatus(status)
			.withHeader("x-correlation-id", "from-server")
			.withBody("{\"statusCode\":" + status
					+ ",\"error\":\"Odd\",\"message\":\"what happened\",\"validation\":{\"source\":\"payload\",\"keys\":[\"contents.0.type\"]}}"));
		Throwable failure = call(server.baseUrl() + "/data/contents/a:b");
		assertThat(failure).isInstanceOf(exception)
			.hasMessageContaining("read of metadata/contents")
			.hasMessageContaining(status + " Odd")
			.hasMessageContaining("what happened")
			.hasMessageContaining("contents.0.type")
			.hasMessageContaining("from-server");
		SequoiaFailure details = (SequoiaFailure) failure;
		assertThat(details.status()).isEqualTo(status);
		assertThat(details.error()).isEqualTo("Odd");
		assertThat(details.service()).isEqualTo("metadata");
		assertThat(details.resource()).isEqualTo("contents");
		assertThat(details.correlationId()).isEqualTo("from-server");
		assertThat(details.validation())
			.isEqualTo(new SequoiaFailure.Validation("payload", List.of("contents.0.type")));
	}

	static Stream<Arguments> tellsEachStatusByItsException() {
		return Stream.of(Arguments.of(301, DiscoveryException.class), Arguments.of(400, InvalidResourceException.class),
				Arguments.of(401, AuthenticationFailedException.class), Arguments.of(403, AccessDeniedException.class),
				Arguments.of(404, ResourceNotFoundException.class), Arguments.of(405, InvalidResourceException.class),
				Arguments.of(408, RequestTimeoutException.class), Arguments.of(409, VersionConflictException.class),
				Arguments.of(412, VersionConflictException.class), Arguments.of(422, InvalidResourceException.class),
				Arguments.of(429, RateLimitedException.class), Arguments.of(500, ServiceUnavailableException.class),
				Arguments.of(503, ServiceUnavailableException.class));
	}

	@ParameterizedTest
	@CsvSource({ "406,sequoia.content-type", "413,sequoia.batch.size", "414,fewer or shorter criteria",
			"415,sequoia.content-type" })
	void namesTheRemedyOfARequestThatIsTooLargeOrOfAnotherType(int status, String remedy) {
		answer(aResponse().withStatus(status).withBody("<html>"));
		assertThat(call(server.baseUrl() + "/data/contents")).isInstanceOf(InvalidResourceException.class)
			.hasMessageContaining(String.valueOf(status))
			.hasMessageContaining(remedy);
	}

	@ParameterizedTest
	@CsvSource(nullValues = "null",
			value = { "5,PT5S", "0,PT0S", "'Fri, 21 Nov 1986 07:00:00 GMT',PT0S", "-1,null", "soon,null",
					"99999999999999,P36500D" })
	@Proves("P 429 not retried")
	void readsRetryAfter(String header, Duration expected) {
		answer(aResponse().withStatus(429).withHeader("Retry-After", header));
		Throwable failure = call(server.baseUrl());
		assertThat(((RateLimitedException) failure).retryAfter()).isEqualTo(expected);
	}

	@Test
	@Proves("11 attributes")
	void tellsTheAttributesOfAnErrorAsData() throws Exception {
		answer(aResponse().withStatus(422)
			.withBody("{\"statusCode\":422,\"error\":\"Odd\",\"message\":\"m\",\"attributes\":{\"limit\":100,"
					+ "\"fields\":[\"a\",{\"b\":true}],\"hint\":\"line\\nbreak\",\"none\":null,\"note\":\""
					+ "s3cr3t".repeat(3_000) + "\"}}"));
		Throwable failure = call(server.baseUrl() + "/data/contents/a:b");
		assertThat(failure).isInstanceOf(InvalidResourceException.class).hasMessageContaining("422 Odd (m)");
		assertThat(failure.toString()).doesNotContain("s3cr3t");
		SequoiaFailure told = (SequoiaFailure) failure;
		assertThat(told.attributes()).containsEntry("limit", 100)
			.containsEntry("fields", List.of("a", Map.of("b", true)))
			.containsEntry("hint", "line\nbreak")
			.containsOnlyKeys("limit", "fields", "hint", "note");
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> told.attributes().remove("limit"));
		assertThat(told.details().toString()).contains("limit").doesNotContain("s3cr3t");
		assertThat(((SequoiaFailure) told.restated("again", told.details())).attributes()).isEqualTo(told.attributes());
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
			out.writeObject(failure);
		}
		try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
			assertThat(((SequoiaFailure) in.readObject()).attributes()).isEqualTo(told.attributes());
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"attributes\":[1]}", "{\"attributes\":\"text\"}", "{\"attributes\":null}",
			"<html>", "" })
	void tellsNoAttributesWhereThereAreNone(String body) {
		answer(aResponse().withStatus(500).withBody(body));
		assertThat(((SequoiaFailure) call(server.baseUrl())).attributes()).isEmpty();
	}

	@Test
	void tellsTheCorrelationIdThatTheRequestWentOutWith() {
		answer(aResponse().withStatus(404));
		String told = ((SequoiaFailure) call(server.baseUrl() + "/told")).correlationId();
		assertThat(told).isNotNull();
		server.verify(1, getRequestedFor(urlEqualTo("/told")).withHeader("X-Correlation-ID", equalTo(told)));
	}

	@Test
	void readsNoMoreThanTheFrontOfAnEndlessErrorBody() {
		answer(aResponse().withStatus(500).withBody("x".repeat(10_000_000)));
		assertThat(call(server.baseUrl())).isInstanceOf(ServiceUnavailableException.class)
			.satisfies((failure) -> assertThat(failure.getMessage()).hasSizeLessThan(500));
	}

	@Test
	void refusesAnAnswerBeyondTheLimitAndNamesTheProperty() {
		answer(aResponse().withBody("x".repeat(20_000)));
		HttpSettings settings = TestClients.settings(Duration.ofSeconds(5), Duration.ofSeconds(5), 10_000);
		assertThat(call(server.baseUrl(), settings)).isInstanceOf(MalformedResponseException.class)
			.hasMessageContaining("sequoia.http.max-response-size");
	}

	@ParameterizedTest
	@CsvSource({ "br,3,true", "identity,3,false", "'',3,false", "br,0,false" })
	void tellsAnEncodingThatWasNotRequested(String encoding, int length, boolean refused) {
		try (RawServer server = new RawServer((client, number) -> {
			RawServer.readHead(client);
			write(client, "HTTP/1.1 200 OK\r\nContent-Encoding: " + encoding + "\r\nContent-Length: " + length
					+ "\r\n\r\n" + "x".repeat(length));
		})) {
			Throwable failure = call("http://127.0.0.1:" + server.port());
			if (refused) {
				assertThat(failure).isInstanceOf(MalformedResponseException.class)
					.hasMessageContaining("Content-Encoding 'br'")
					.hasMessageContaining("sequoia.http.compression");
			}
			else {
				assertThat(failure).isNull();
			}
		}
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("waysToRead")
	void limitsABodyInWhateverWayItIsRead(String way, Function<ClientResponse, Mono<?>> read) {
		answer(aResponse().withHeader("Content-Type", "text/plain").withBody("x".repeat(20_000)));
		HttpSettings settings = TestClients.settings(Duration.ofSeconds(5), Duration.ofSeconds(5), 10_000);
		assertThat(call(server.baseUrl(), settings, read)).isInstanceOf(MalformedResponseException.class);
		assertThat(call(server.baseUrl(), HttpSettings.defaults(), read)).isNull();
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("waysToRead")
	void tellsATruncatedBodyInWhateverWayItIsRead(String way, Function<ClientResponse, Mono<?>> read) {
		try (RawServer server = new RawServer((client, number) -> {
			RawServer.readHead(client);
			write(client, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 100\r\n\r\nlorem");
		})) {
			assertThat(call("http://127.0.0.1:" + server.port(), HttpSettings.defaults(), read))
				.isInstanceOf(ServiceUnavailableException.class);
		}
	}

	static Stream<Arguments> waysToRead() {
		ParameterizedTypeReference<String> text = new ParameterizedTypeReference<>() {
		};
		return Stream.of(way("body", SequoiaWebClients::body),
				way("extractor", (response) -> response.body(BodyExtractors.toMono(String.class))),
				way("mono", (response) -> response.bodyToMono(String.class)),
				way("mono of type", (response) -> response.bodyToMono(text)),
				way("flux",
						(response) -> response.bodyToFlux(DataBuffer.class).doOnNext(DataBufferUtils::release).then()),
				way("flux of type", (response) -> response.bodyToFlux(text).then()),
				way("entity", (response) -> response.toEntity(String.class)),
				way("entity of type", (response) -> response.toEntity(text)),
				way("list", (response) -> response.toEntityList(String.class)),
				way("list of type", (response) -> response.toEntityList(text)),
				way("without body", ClientResponse::toBodilessEntity), way("release", ClientResponse::releaseBody));
	}

	private static Arguments way(String name, Function<ClientResponse, Mono<?>> read) {
		return Arguments.of(name, read);
	}

	@Test
	void knowsThatNothingWasSentToAClosedPort() {
		int port;
		try (RawServer closed = new RawServer((client, number) -> {
		})) {
			port = closed.port();
		}
		assertThat(call("http://127.0.0.1:" + port)).isInstanceOf(ServiceUnavailableException.class)
			.hasMessageContaining("connection refused")
			.hasMessageContaining("127.0.0.1:" + port)
			.satisfies((failure) -> assertThat(((ServiceUnavailableException) failure).unsent()).isTrue());
	}

	@Test
	void knowsThatNothingWasSentToAnUnknownHost() {
		assertThat(call("http://nowhere.invalid")).isInstanceOf(ServiceUnavailableException.class)
			.hasMessageContaining("unknown host")
			.satisfies((failure) -> assertThat(((ServiceUnavailableException) failure).unsent()).isTrue());
	}

	@Test
	void doesNotKnowWhatBecameOfARequestThatWasAnsweredByAReset() {
		try (RawServer server = new RawServer((client, number) -> {
			RawServer.readHead(client);
			RawServer.reset(client);
		})) {
			assertThat(call("http://127.0.0.1:" + server.port())).isInstanceOf(ServiceUnavailableException.class)
				.satisfies((failure) -> assertThat(((ServiceUnavailableException) failure).unsent()).isFalse());
			assertThat(server.connections()).as("no hidden retry").isOne();
		}
	}

	@Test
	void tellsATruncatedBody() {
		try (RawServer server = new RawServer((client, number) -> {
			RawServer.readHead(client);
			write(client, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"meta\":");
		})) {
			assertThat(call("http://127.0.0.1:" + server.port())).isInstanceOf(ServiceUnavailableException.class)
				.hasMessageContaining("before the answer was complete");
		}
	}

	/** The request names a service, and a filter finds the host. */
	@ParameterizedTest
	@ValueSource(strings = { "200 OK", "503 Service Unavailable" })
	void namesTheHostOfATruncatedBody(String status) {
		try (RawServer server = new RawServer((client, number) -> {
			RawServer.readHead(client);
			write(client, "HTTP/1.1 " + status + "\r\nContent-Length: 100\r\n\r\n{\"meta\":");
		});
				ConfigurableApplicationContext context = ClientApplication.runAt("http://127.0.0.1:" + server.port(),
						"sequoia.retry.enabled=false")) {
			assertThatExceptionOfType(ServiceUnavailableException.class)
				.isThrownBy(() -> context.getBean(SequoiaTemplate.class).service("metadata").get("/a", byte[].class))
				.withMessageContaining("at http://127.0.0.1:" + server.port() + " failed");
		}
	}

	@Test
	void tellsGarbageInsteadOfHttp() {
		try (RawServer server = new RawServer((client, number) -> {
			RawServer.readHead(client);
			write(client, "lorem ipsum dolor sit amet\r\n\r\n");
		})) {
			assertThat(call("http://127.0.0.1:" + server.port())).isInstanceOf(ServiceUnavailableException.class);
		}
	}

	@Test
	void tellsAnAnswerThatDoesNotBegin() {
		answer(aResponse().withFixedDelay(2_000));
		HttpSettings settings = TestClients.settings(Duration.ofSeconds(5), Duration.ofMillis(200), 10_000);
		assertThat(call(server.baseUrl(), settings)).isInstanceOf(RequestTimeoutException.class)
			.hasMessageContaining("sequoia.http.response-timeout");
	}

	@Test
	void tellsAnAnswerToARequestOfAUserThatDoesNotBegin() {
		answer(aResponse().withFixedDelay(2_000));
		HttpSettings settings = TestClients.settings(Duration.ofSeconds(5), Duration.ofMillis(200), 10_000);
		try (TestClients clients = new TestClients(settings)) {
			assertThat(catchThrowable(() -> clients.clients()
				.data()
				.any()
				.get()
				.uri(server.baseUrl())
				.retrieve()
				.toBodilessEntity()
				.block())).isInstanceOf(RequestTimeoutException.class)
				.hasMessageContaining("sequoia.http.response-timeout");
		}
	}

	private static void answer(ResponseDefinitionBuilder response) {
		server.stubFor(get(anyUrl()).willReturn(response));
	}

	private static Throwable call(String url) {
		return call(url, HttpSettings.defaults());
	}

	private static Throwable call(String url, HttpSettings settings) {
		return call(url, settings, SequoiaWebClients::body);
	}

	private static Throwable call(String url, HttpSettings settings, Function<ClientResponse, Mono<?>> read) {
		try (TestClients clients = new TestClients(settings)) {
			return catchThrowable(() -> clients.clients()
				.control()
				.get()
				.uri(url)
				.attributes(CALL.attribute())
				.exchangeToMono((response) -> read.apply(response).then())
				.block(Duration.ofSeconds(20)));
		}
	}

	private static void write(Socket client, String text) throws IOException {
		client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
		client.getOutputStream().flush();
	}

}
