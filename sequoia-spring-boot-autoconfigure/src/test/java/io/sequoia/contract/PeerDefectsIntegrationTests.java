package io.sequoia.contract;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.sequoia.Ref;
import io.sequoia.core.ReactiveSequoiaTemplate;
import io.sequoia.core.RequestOptions;
import io.sequoia.core.ResourceOperations;
import io.sequoia.core.SequoiaOperations;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.core.mapping.SequoiaResource;
import io.sequoia.core.query.Criteria;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.fixture.Content;
import io.sequoia.fixture.RawServer;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.context.ConfigurableApplicationContext;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static io.sequoia.core.query.Criteria.where;
import static io.sequoia.core.query.Field.field;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The defects of other clients that no other test covers; {@code docs/protocol.md} lists
 * all.
 */
class PeerDefectsIntegrationTests {

	@RegisterExtension
	static final WireMockExtension server = WireMockExtension.newInstance()
		.options(wireMockConfig().dynamicPort())
		.build();

	@AutoClose
	private final ClientApplication application = ClientApplication.onEmptySandbox("sequoia.retry.interval=1ms");

	private final SequoiaSandbox sandbox = this.application.sandbox();

	private final SequoiaOperations template = this.application.template();

	@Test
	@Proves("P first page only")
	void browsesAllPagesWithoutAnyCriteria() {
		this.sandbox.putAll("metadata", "contents", contents(250, "t"));
		assertThat(this.template.resources(Content.class).browse().list()).hasSize(250);
		assertThat(this.template.service("metadata").resources("contents").browse().list()).hasSize(250);
	}

	@Test
	@Proves("P values not encoded")
	void keepsACriterionWholeOverAllPages() {
		String title = "R&B = 100 % + é, a/b?c#d|e;f";
		this.sandbox.putAll("metadata", "contents", contents(25, title));
		this.sandbox.putAll("metadata", "contents", List.of(Map.of("name", "other", "title", "R", "type", "movie")));
		assertThat(this.template.browse(where(field("title").equalTo(title)).perPage(10), Content.class).list())
			.hasSize(25)
			.allSatisfy((content) -> assertThat(content.title()).isEqualTo(title));
	}

	@Test
	@Proves("P connections")
	void sharesFewConnectionsAmongManyCallers() {
		try (RawServer raw = new RawServer(PeerDefectsIntegrationTests::answerForEver);
				ConfigurableApplicationContext few = ClientApplication.runAt("http://127.0.0.1:" + raw.port(),
						"sequoia.http.pool.max-connections=16")) {
			SequoiaTemplate one = few.getBean(SequoiaTemplate.class);
			for (int i = 0; i < 50; i++) {
				one.read(Ref.of("testmock", "a"), Content.class);
			}
			// an answer may reach its caller just before its connection is back in the
			// pool, which a busy machine makes more likely
			assertThat(raw.connections()).as("one after another").isLessThanOrEqualTo(5);
			assertThat(Flux.range(0, 500)
				.flatMap((i) -> Mono.fromCallable(() -> one.read(Ref.of("testmock", "a"), Content.class))
					.subscribeOn(Schedulers.boundedElastic()), 64)
				.count()
				.block()).isEqualTo(500);
			assertThat(raw.connections()).as("64 at a time").isBetween(1, 16);
		}
	}

	@Test
	@Proves("P refs with other characters")
	void readsResourcesWhoseRefsAreNotOfThePattern() {
		server.stubFor(get(urlPathEqualTo("/data/contents")).willReturn(okJson("""
				{"meta":{},"contents":[{"ref":"testmock:a.b","name":"a.b","title":"Dotted"}]}""")));
		try (ConfigurableApplicationContext other = ClientApplication.runAt(server.baseUrl())) {
			assertThat(other.getBean(SequoiaTemplate.class).browse(Criteria.all(), Loose.class).list())
				.containsExactly(new Loose("testmock:a.b", "a.b", null, "Dotted", null));
		}
	}

	@Test
	@Proves("P correlation ids mixed")
	void keepsTheCorrelationIdsOfConcurrentCallsApart() {
		this.sandbox.putAll("metadata", "contents", contents(64, "t"));
		Flux.range(0, 256).flatMap((i) -> Mono.fromCallable(() -> {
			RequestOptions options = RequestOptions.builder().correlationId("call-of-c" + i % 64).build();
			return this.template.with(options).read(Ref.of(this.sandbox.owner(), "c" + i % 64), Content.class);
		}).subscribeOn(Schedulers.boundedElastic()), 64).blockLast();
		assertThat(this.sandbox.requests().of(Operation.READ)).hasSize(256)
			.allSatisfy((request) -> assertThat(request.header("X-Correlation-ID"))
				.isEqualTo("call-of-" + request.path().substring(request.path().indexOf(':') + 1)));
	}

	@Test
	@Proves("P revoked token replaced by every caller")
	void replacesARevokedTokenOnceForAllCallers() {
		this.sandbox.putAll("metadata", "contents", contents(1, "t"));
		ReactiveSequoiaTemplate reactive = this.application.reactive();
		Mono<Content> read = reactive.read(Ref.of(this.sandbox.owner(), "c0"), Content.class);
		read.block();
		this.sandbox.faults().revokeTokens();
		assertThat(Flux.range(0, 200).flatMap((i) -> read, 200).count().block()).isEqualTo(200);
		assertThat(this.sandbox.requests().count(Operation.TOKEN)).isEqualTo(2);
	}

	@Test
	@Proves("P options changed by a call")
	void leavesTheOptionsOfACallAsTheyAre() {
		RequestOptions.Builder builder = RequestOptions.builder().maxAttempts(2).retryStatus(404).expecting("contents");
		RequestOptions options = builder.build();
		builder.maxAttempts(9).retryStatus(409);
		for (int i = 1; i <= 3; i++) {
			assertThat(this.template.with(options).browse(Criteria.all(), Content.class).list()).isEmpty();
			assertThat(this.sandbox.requests().count(Operation.BROWSE)).isEqualTo(2 * i);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "offer-templates", "offerTemplates" })
	@Proves({ "P hyphenated names", "10 empty result" })
	void expectsResourcesWithHyphensInTheirName(String name) {
		RequestOptions options = RequestOptions.builder().maxAttempts(3).expecting(name).build();
		ResourceOperations<Map<String, Object>> templates = this.template.with(options)
			.service("metadata")
			.resources("offer-templates");
		assertThat(templates.browse().list()).isEmpty();
		assertThat(this.sandbox.requests().count(Operation.BROWSE)).isEqualTo(3);
		this.sandbox.put("metadata", "offer-templates", Map.of("name", "monthly", "title", "Monthly"));
		assertThat(templates.browse().list()).hasSize(1);
		assertThat(this.sandbox.requests().count(Operation.BROWSE)).isEqualTo(4);
	}

	@Test
	@Proves("P text taken for dates")
	void keepsTextThatLooksLikeADateOrADuration() {
		List<String> tags = List.of("P1Y", "PT75M", "2014-12-25", "2014-12-25T12:03+02:00", "2014-12-25T12:00:00.000Z",
				"12:03", "true", "1.0");
		Loose typed = this.template.store(new Loose(null, "typed", "movie", "P1Y", tags));
		assertThat(typed.title()).isEqualTo("P1Y");
		assertThat(typed.tags()).isEqualTo(tags);
		ResourceOperations<Map<String, Object>> untyped = this.template.service("metadata").resources("contents");
		Map<String, Object> read = new LinkedHashMap<>(untyped.read(Ref.of(this.sandbox.owner(), "typed")));
		assertThat(read).containsEntry("title", "P1Y").containsEntry("tags", tags);
		read.put("custom", Map.of("since", "2014-12-25T12:03+02:00", "for", "P1Y"));
		assertThat(untyped.update(read)).containsEntry("title", "P1Y")
			.containsEntry("tags", tags)
			.containsEntry("custom", read.get("custom"));
	}

	@Test
	@Proves("P fields lost")
	void keepsEveryFieldOfAnUntypedResourceThatIsUpdated() {
		Map<String, Object> stored = new LinkedHashMap<>(this.sandbox.put("metadata", "contents",
				Map.of("name", "full", "title", "Full", "type", "movie", "order", 7, "custom", Map.of("a", 1.5),
						"shelf", List.of(Map.of("row", 3)), "localisedTitle", Map.of("es", "Lleno"))));
		ResourceOperations<Map<String, Object>> contents = this.template.service("metadata").resources("contents");
		contents.update(Ref.of(this.sandbox.owner(), "full"), (content) -> {
			Map<String, Object> changed = new LinkedHashMap<>(content);
			changed.put("title", "Fuller");
			return changed;
		});
		assertThat(this.sandbox.resources("metadata", "contents")).singleElement()
			.satisfies((content) -> assertThat(content).containsEntry("title", "Fuller")
				.usingRecursiveComparison()
				.ignoringFields("title", "version", "updatedAt", "updatedBy")
				.isEqualTo(stored));
	}

	private static List<Map<String, Object>> contents(int count, String title) {
		return IntStream.range(0, count)
			.<Map<String, Object>>mapToObj((i) -> Map.of("name", "c" + i, "title", title, "type", "movie"))
			.toList();
	}

	/** Answer each request on a connection that stays open. */
	private static void answerForEver(Socket client, int number) throws IOException {
		String body = "{\"meta\":{},\"contents\":[{\"title\":\"A\"}]}";
		String answer = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
				+ "\r\n\r\n" + body;
		while (RawServer.readHead(client)) {
			client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
		}
	}

	@SequoiaResource(service = "metadata", name = "contents")
	record Loose(@Nullable String ref, String name, @Nullable String type, String title, @Nullable List<String> tags) {
	}

}
