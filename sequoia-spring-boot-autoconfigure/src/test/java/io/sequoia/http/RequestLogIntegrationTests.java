package io.sequoia.http;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.sequoia.Ref;
import io.sequoia.RequestTimeoutException;
import io.sequoia.core.RequestOptions;
import io.sequoia.core.SequoiaOperations;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.fixture.Content;
import io.sequoia.fixture.RawServer;
import io.sequoia.sandbox.Fault;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import org.springframework.context.ConfigurableApplicationContext;

import static io.sequoia.core.query.Criteria.where;
import static io.sequoia.core.query.Field.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Each request is logged in exactly one line at DEBUG.
 */
class RequestLogIntegrationTests {

	private static final RequestOptions OPTIONS = RequestOptions.builder().correlationId("c-1").build();

	private final Logger logger = (Logger) LoggerFactory.getLogger("io.sequoia.http.requests");

	private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

	@AutoClose
	private final ClientApplication application = ClientApplication.on(SequoiaSandbox.builder(),
			"sequoia.retry.interval=1ms", "sequoia.retry.max-interval=5ms");

	private final SequoiaSandbox sandbox = this.application.sandbox();

	private final SequoiaOperations template = this.application.template().with(OPTIONS);

	/**
	 * Attach the appender after the start of an application, which may configure logging.
	 */
	@BeforeEach
	void attach() {
		this.logger.setLevel(Level.DEBUG);
		this.appender.start();
		this.logger.addAppender(this.appender);
	}

	@AfterEach
	void stop() {
		this.logger.detachAppender(this.appender);
		this.logger.setLevel(null);
	}

	@Test
	void tellsMethodServicePathStatusTimeAndAttempt() {
		this.template.find(ref(), Content.class);
		assertThat(lines()).containsExactlyInAnyOrder(
				"GET registry /services/testmock: 200 OK in # ms (attempt 1), correlation id c-1",
				"POST identity /identity/oauth/token: 200 OK in # ms (attempt 1), correlation id c-1",
				"GET metadata /metadata/descriptor/raw: 200 OK in # ms (attempt 1), correlation id c-1",
				"GET metadata /metadata/data/contents/testmock:none: 404 Not Found in # ms (attempt 1), correlation id c-1");
		assertThat(this.appender.list).allMatch((event) -> event.getLevel() == Level.DEBUG);
	}

	@Test
	void tellsEveryAttemptAndWhatBecameOfIt() {
		this.template.find(ref(), Content.class);
		this.appender.list.clear();
		this.sandbox.faults()
			.next(Operation.READ, Fault.status(503))
			.next(Operation.READ, Fault.status(401))
			.next(Operation.READ, Fault.reset());
		this.template.find(ref(), Content.class);
		String request = "GET metadata /metadata/data/contents/testmock:none: ";
		assertThat(lines()).hasSize(5)
			.contains(request + "503 Service Unavailable in # ms (attempt 1), correlation id c-1",
					request + "401 Unauthorized in # ms (attempt 2), correlation id c-1",
					"POST identity /identity/oauth/token: 200 OK in # ms (attempt 2), correlation id c-1",
					request + "404 Not Found in # ms (attempt 3), correlation id c-1")
			.anyMatch((line) -> line.matches(request + "\\w+Exception in # ms \\(attempt 2\\), correlation id c-1"));
	}

	@Test
	void tellsNoQuery() {
		this.template.browse(where(field("title").equalTo("secret title")), Content.class).list();
		assertThat(lines()).hasSize(4).noneMatch((line) -> line.contains("secret") || line.contains("?"));
	}

	@Test
	void tellsThatARequestWasCancelled() {
		this.template.find(ref(), Content.class);
		this.appender.list.clear();
		this.sandbox.faults().next(Operation.READ, Fault.delay(Duration.ofSeconds(3)));
		Mono<Content> impatient = this.application.reactive()
			.with(OPTIONS)
			.find(ref(), Content.class)
			.timeout(Duration.ofSeconds(1));
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(impatient::block)
			.withCauseInstanceOf(TimeoutException.class);
		assertThat(lines()).singleElement().asString().contains(": cancelled in # ms (attempt 1)");
	}

	@Test
	void tellsOnceOfARequestWhoseAnswerIsCutShort() {
		try (RawServer server = new RawServer(RequestLogIntegrationTests::answerInPart);
				ConfigurableApplicationContext dripping = ClientApplication
					.run(List.of("sequoia.registry.url=http://127.0.0.1:" + server.port(), "sequoia.owner=testmock",
							"sequoia.auth.type=none", "sequoia.services.metadata=http://127.0.0.1:" + server.port()))) {
			this.logger.setLevel(Level.DEBUG);
			SequoiaOperations impatient = dripping.getBean(SequoiaTemplate.class)
				.with(RequestOptions.builder().timeout(Duration.ofSeconds(2)).build());
			assertThatExceptionOfType(RequestTimeoutException.class)
				.isThrownBy(() -> impatient.find(ref(), Content.class));
		}
		assertThat(lines().stream().filter((line) -> line.contains("/data/"))).singleElement()
			.asString()
			.startsWith("GET metadata /data/contents/testmock:none: 200 OK in # ms (attempt 1)");
	}

	/**
	 * Answer no descriptor, and only the beginning of a resource, until the client
	 * closes.
	 */
	private static void answerInPart(Socket client, int number) throws IOException {
		RawServer.readHead(client);
		String answer = (number == 1) ? "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
				: "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{";
		client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
		client.getOutputStream().flush();
		if (number > 1) {
			client.getInputStream().read();
		}
	}

	private List<String> lines() {
		return List.copyOf(this.appender.list)
			.stream()
			.map((event) -> event.getFormattedMessage().replaceAll("in \\d+ ms", "in # ms"))
			.toList();
	}

	private static Ref ref() {
		return Ref.of("testmock", "none");
	}

}
