package io.sequoia.core;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

import io.sequoia.OutcomeUnknownException;
import io.sequoia.MalformedResponseException;
import io.sequoia.Ref;
import io.sequoia.ServiceUnavailableException;
import io.sequoia.core.mapping.SequoiaResource;
import io.sequoia.core.query.Criteria;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.fixture.Content;
import io.sequoia.fixture.RawServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An answer with another resource than the requested one belongs to another request
 * (docs/protocol.md, section 4). It is not returned, its connection is closed, and the
 * call is repeated if it may be.
 */
class AnswerRefsIntegrationTests {

	private static final Ref A = Ref.of("testmock", "a");

	private static final Ref B = Ref.of("testmock", "b");

	private static final Ref C = Ref.of("testmock", "c");

	private static final String OTHERS = resources("{'ref':'other:x','title':'X','version':'9'}");

	/** The answers to the next requests, the last one for ever. */
	private static final Queue<String> answers = new ConcurrentLinkedQueue<>();

	/** The connections of the requests. */
	private static final Queue<Integer> connections = new ConcurrentLinkedQueue<>();

	private static volatile String lastPath = "";

	private static RawServer server;

	private static ConfigurableApplicationContext context;

	private static ConfigurableApplicationContext nameless;

	private static SequoiaTemplate template;

	@BeforeAll
	static void start() {
		server = new RawServer(AnswerRefsIntegrationTests::serve);
		context = run();
		nameless = run("sequoia.store.generate-names=false");
		template = context.getBean(SequoiaTemplate.class);
	}

	private static ConfigurableApplicationContext run(String... properties) {
		List<String> all = new ArrayList<>(List.of("sequoia.registry.url=http://127.0.0.1:" + server.port(),
				"sequoia.services.metadata=http://127.0.0.1:" + server.port(), "sequoia.owner=testmock",
				"sequoia.auth.type=none", "sequoia.retry.interval=1ms", "sequoia.retry.max-attempts=3",
				"sequoia.retry.budget.enabled=false"));
		all.addAll(List.of(properties));
		return ClientApplication.run(all);
	}

	@AfterAll
	static void stop() {
		context.close();
		nameless.close();
		server.close();
	}

	@BeforeEach
	void forget() {
		answers.clear();
		template.service("metadata").descriptor();
		connections.clear();
	}

	@Test
	void readsAndFindsAgainByAnotherConnection() {
		answer(OTHERS, resources("{'ref':'testmock:a','title':'A'}"));
		assertThat(template.read(A, Content.class).title()).isEqualTo("A");
		assertAskedTwiceByTwoConnections();
		answer(OTHERS, resources("{'ref':'testmock:a','title':'A'}"));
		assertThat(template.find(A, Content.class)).map(Content::title).contains("A");
		assertAskedTwiceByTwoConnections();
	}

	@Test
	void readsResourcesWhoseTypesTellNoRef() {
		for (Function<Ref, Object> read : List.<Function<Ref, Object>>of(
				(ref) -> template.read(ref, Titled.class).title(),
				(ref) -> template.service("metadata").resources("contents").read(ref).get("title"),
				(ref) -> template.service("metadata").resources("contents", Titled.class).find(ref).get().title())) {
			answer(OTHERS, resources("{'ref':'testmock:a','title':'A'}"));
			assertThat(read.apply(A)).isEqualTo("A");
			assertAskedTwiceByTwoConnections();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "{'ref':'testmock:A'}", "{'ref':'testmock:aa'}", "{'ref':'other:a'}",
			"{'owner':'other','name':'a'}", "{'title':'x','custom':{'ref':'testmock:a'},'ref':'testmock:b'}",
			"{'ref':'testmock:b'},{'ref':'testmock:c'}", "{'ref':'testmock:b'},{'title':'x'}", "{'ref':''}" })
	void neverHandsOnWhatWasNotAskedFor(String others) {
		answer(resources(others));
		assertThatExceptionOfType(ServiceUnavailableException.class).isThrownBy(() -> template.read(A, Titled.class))
			.withMessageContaining("belongs to another request");
		assertThat(connections).hasSize(3).doesNotHaveDuplicates();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{'ref':'testmock:a','title':'A'}", "{'owner':'testmock','name':'a','title':'A'}",
			"{'title':'A'}", "{'ref':null,'title':'A'}",
			"{'ref':'testmock:b','title':'B'},{'ref':'testmock:a','title':'A'}",
			"{'title':'A','custom':{'ref':'testmock:b'},'tags':[{'ref':'x:y'}]}" })
	void takesWhatWasAskedForWhateverElseIsThere(String own) {
		answer(resources(own));
		assertThat(template.read(A, Titled.class).title()).isEqualTo("A");
		assertThat(connections).hasSize(1);
	}

	@Test
	void readsManyInAnyOrderAndDropsFurtherOnes() {
		answer(resources("{'ref':'testmock:b','title':'B'},{'ref':'testmock:a','title':'A'}"));
		assertThat(template.readAll(List.of(A, B, C), Content.class)).extracting(Content::title)
			.containsExactly("A", "B");
		answer(resources(
				"{'ref':'x:y','title':'X'},{'ref':'testmock:b','title':'B'},{'ref':'testmock:a','title':'A'}"));
		assertThat(template.readAll(List.of(A, B), Content.class)).extracting(Content::title).containsExactly("A", "B");
		connections.clear();
		answer(resources("{'ref':'testmock:c','title':'C'},{'ref':'testmock:b','title':'B'}"),
				resources("{'ref':'testmock:b','title':'B'},{'ref':'testmock:a','title':'A'}"));
		assertThat(template.readAll(List.of(A, B), Content.class)).extracting(Content::title).containsExactly("A", "B");
		assertAskedTwiceByTwoConnections();
	}

	@Test
	void storesNamedResourcesAgain() {
		answer(OTHERS, resources("{'ref':'testmock:a','title':'stored'}"));
		assertThat(template.store(Content.of("a", "A")).title()).isEqualTo("stored");
		assertAskedTwiceByTwoConnections();
		answer(resources("{'ref':'testmock:b','title':'B'},{'ref':'testmock:x','title':'X'}"),
				resources("{'ref':'testmock:b','title':'B'},{'ref':'testmock:a','title':'A'}"));
		assertThat(template.storeAll(List.of(Content.of("a", "sent"), Content.of("b", "sent"))))
			.extracting(Content::title)
			.containsExactly("A", "B");
		assertAskedTwiceByTwoConnections();
	}

	@Test
	void nobodyKnowsWhatBecameOfANamelessResource() {
		SequoiaTemplate sequoia = nameless.getBean(SequoiaTemplate.class);
		sequoia.service("metadata").descriptor();
		connections.clear();
		answer(resources("{'ref':'other:x','title':'X'},{'ref':'other:y','title':'Y'}"));
		assertThatExceptionOfType(OutcomeUnknownException.class).isThrownBy(() -> sequoia.store(Content.of(null, "A")));
		assertThat(connections).hasSize(1);
		answer(resources("{'ref':'testmock:made','title':'A'}"));
		assertThat(sequoia.store(Content.of(null, "A")).ref()).hasToString("testmock:made");
		assertThat(connections).hasSize(2).doesNotHaveDuplicates();
	}

	@Test
	void refIsAskedForAndDroppedWhereTheFieldsLeaveItOut() {
		Criteria titles = Criteria.all().fields("title");
		answer(OTHERS, resources("{'ref':'testmock:a','title':'A'}"));
		Content content = template.read(A, titles, Content.class);
		assertThat(content.title()).isEqualTo("A");
		assertThat(content.ref()).isNull();
		assertAskedTwiceByTwoConnections();
		assertThat(lastPath).contains("fields=title%2Cref&");
		assertThat(template.service("metadata").resources("contents").read(A, titles)).isEqualTo(Map.of("title", "A"));
		assertThat(template.read(A, titles.fields("ref"), Content.class).ref()).isEqualTo(A);
		assertThat(lastPath).contains("fields=title%2Cref&");
	}

	@Test
	void updatesAgain() {
		answer(OTHERS, resources("{'ref':'testmock:a','title':'updated','version':'2'}"));
		Content content = new Content(A, "testmock", "a", "A", null, "1", null, null, List.of());
		assertThat(template.update(content).title()).isEqualTo("updated");
		assertAskedTwiceByTwoConnections();
	}

	@Test
	void deletesAgainWhereTheAnswerTellsAnotherRef() {
		answer(OTHERS, "{}");
		assertThat(template.delete(A, Content.class)).isTrue();
		assertAskedTwiceByTwoConnections();
		for (String own : List.of("{}", "[]", "deleted", "", resources("{'ref':'testmock:a'}"))) {
			answer(own);
			connections.clear();
			assertThat(template.delete(A, Content.class)).isTrue();
			assertThat(connections).hasSize(1);
		}
	}

	@Test
	void aPageOfALoginTellsNothingAboutADeletion() {
		answer("\r\n<!DOCTYPE html><title>Sign in</title>");
		assertThatExceptionOfType(MalformedResponseException.class).isThrownBy(() -> template.delete(A, Content.class))
			.withMessageContaining("does not tell whether anything was deleted");
	}

	@Test
	void answerOfOneTenantNeverReachesAnother() {
		answers.add("echo");
		for (int i = 0; i < 40; i++) {
			Ref ref = Ref.of((i % 2 == 0) ? "testmock" : "other", "n" + i);
			// pooled connections may all be at their third answer
			SequoiaOperations tenant = template
				.with(RequestOptions.builder().owner(ref.owner()).maxAttempts(100).build());
			assertThat(tenant.read(ref, Content.class).ref()).isEqualTo(ref);
		}
	}

	private static void assertAskedTwiceByTwoConnections() {
		assertThat(connections).hasSize(2).doesNotHaveDuplicates();
		connections.clear();
	}

	private static void answer(String... bodies) {
		answers.clear();
		answers.addAll(List.of(bodies));
	}

	private static String resources(String json) {
		return ("{'meta':{'perPage':100},'contents':[" + json + "]}").replace('\'', '"');
	}

	private static void serve(Socket socket, int number) throws IOException {
		BufferedReader reader = new BufferedReader(
				new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
		String line;
		int served = 0;
		while ((line = reader.readLine()) != null) {
			int length = 0;
			String header;
			while (!(header = reader.readLine()).isEmpty()) {
				length = header.toLowerCase(Locale.ROOT).startsWith("content-length:")
						? Integer.parseInt(header.substring(15).strip()) : length;
			}
			reader.skip(length);
			String path = line.split(" ", 3)[1];
			String body = "{}";
			lastPath = path;
			if (!path.startsWith("/descriptor/raw")) {
				connections.add(number);
				String next = (answers.size() > 1) ? answers.poll() : answers.peek();
				// every third answer of a connection is that of the previous request
				String name = path.replaceAll(".*contents/([^?]*).*", "$1");
				body = !"echo".equals(next) ? next
						: resources("{'ref':'" + ((++served % 3 == 0) ? "other:late" : name) + "','title':'T'}");
			}
			byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
			socket.getOutputStream()
				.write(("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + bytes.length
						+ "\r\n\r\n" + body)
					.getBytes(StandardCharsets.UTF_8));
		}
	}

	@SequoiaResource(service = "metadata", name = "contents")
	record Titled(@Nullable String title) {
	}

}
