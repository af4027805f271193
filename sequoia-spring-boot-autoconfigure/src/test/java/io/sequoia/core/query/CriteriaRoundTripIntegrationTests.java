package io.sequoia.core.query;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sequoia.contract.Proves;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.util.UriUtils;

import static io.sequoia.core.query.Criteria.where;
import static io.sequoia.core.query.Field.field;
import static io.sequoia.core.query.Field.textSearch;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Values are data: whatever they contain, a server that decodes one UTF-8 percent-encoded
 * query value gets the caller's value (docs/protocol.md, section 6). Each test is a
 * request on a socket.
 */
class CriteriaRoundTripIntegrationTests {

	private static final AtomicReference<String> lastQuery = new AtomicReference<>();

	private static HttpServer server;

	private static HttpClient client;

	@BeforeContainer
	static void startServer() throws IOException {
		server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/data/contents", CriteriaRoundTripIntegrationTests::answer);
		server.start();
		client = HttpClient.newHttpClient();
	}

	@AfterContainer
	static void stopServer() {
		server.stop(0);
	}

	@Property(tries = 300)
	@Proves({ "6 encoding", "P values not encoded" })
	void serverSeesTheOperandsOfEveryOperator(@ForAll("values") String one, @ForAll("values") String other)
			throws Exception {
		Field title = field("title");
		Expression a = Field.expression(one);
		Expression b = Field.expression(other);
		MultiValueMap<String, String> seen = seenByServer(where(title.equalTo(a)).and(title.notEqualTo(a))
			.and(title.oneOrMoreOf(a, b))
			.and(title.startsWith(a))
			.and(title.endsWith(a))
			.and(title.between(a, b))
			.and(title.notBetween(a, b))
			.and(title.lessThan(a))
			.and(title.lessThanOrEqualTo(a))
			.and(title.greaterThan(a))
			.and(title.greaterThanOrEqualTo(a))
			.and(field("assets.title").equalTo(b)));
		assertThat(seen.get("withTitle")).containsExactly(one, "!" + a, a + "||" + b, a + "*", "*" + a, a + "/" + b,
				"!" + a + "/" + b, "!" + a + "/", "/" + a, "!/" + a, a + "/");
		assertThat(seen.get("assets.title")).containsExactly(other);
		assertThat(seen).hasSize(2);
	}

	@Property(tries = 300)
	void serverSeesRawParametersWhateverTheirNames(@ForAll("values") String name, @ForAll("values") String value)
			throws Exception {
		assertThat(seenByServer(Criteria.all().param("x" + name, value).param("x" + name, "")))
			.isEqualTo(MultiValueMap.fromMultiValue(Map.of("x" + name, List.of(value, ""))));
	}

	@Property(tries = 300)
	void innerCriteriaReachTheServerPrefixed(@ForAll("values") String value) throws Exception {
		MultiValueMap<String, String> seen = seenByServer(Criteria.all()
			.intersect("offers", where(field("title").equalTo(Field.expression(value))).and(textSearch("x" + value))));
		assertThat(seen.toSingleValueMap()).isEqualTo(Map.of("include", "offers<intersect>", "offers.withTitle", value,
				"offers.q", "x" + value, "offers.continue", "true"));
	}

	@Property(tries = 300)
	void conditionsAreKeptInTheirOrder(@ForAll("conditions") List<Criterion> conditions) throws Exception {
		Criteria criteria = Criteria.all();
		MultiValueMap<String, String> expected = new LinkedMultiValueMap<>();
		for (Criterion condition : conditions) {
			criteria = criteria.and(condition);
			expected.add(condition.parameter(), condition.value());
		}
		assertThat(seenByServer(criteria)).isEqualTo(expected);
	}

	@Example
	void serverWouldSeeADifferenceWithoutEncoding() throws Exception {
		assertThat(seenByServer(where(field("title").equalTo("a%26b")))).containsEntry("withTitle", List.of("a%26b"));
		assertThat(decode("withTitle=a%26b")).containsEntry("withTitle", List.of("a&b"));
	}

	@Provide
	Arbitrary<String> values() {
		Arbitrary<String> hostile = Arbitraries
			.of("&", "=", "+", ",", "%", "%2B", "*", "|", "||", "/", "!", ";", "#", "?", " ", "\r\n", "\u0000",
					"\u00f1", "\uD83D\uDC09", "<intersect>", "{x}", "\\", "\"")
			.list()
			.ofMinSize(1)
			.ofMaxSize(8)
			.map((parts) -> String.join("", parts));
		Arbitrary<String> any = Arbitraries.strings()
			.withCharRange(Character.MIN_VALUE, '\uD7FF')
			.withCharRange('\uE000', Character.MAX_VALUE)
			.ofMinLength(1)
			.ofMaxLength(40);
		return Arbitraries.oneOf(hostile, any);
	}

	@Provide
	Arbitrary<List<Criterion>> conditions() {
		Arbitrary<Field> fields = Arbitraries.of("type", "title", "tags", "assets.type").map(Field::field);
		return fields.flatMap((field) -> values().map(Field::expression).map(field::equalTo)).list().ofMaxSize(12);
	}

	private static MultiValueMap<String, String> seenByServer(Criteria criteria) throws Exception {
		String query = criteria.toQueryParameters()
			.entrySet()
			.stream()
			.flatMap((entry) -> entry.getValue().stream().map((value) -> encode(entry.getKey()) + "=" + encode(value)))
			.collect(Collectors.joining("&"));
		URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/data/contents?" + query);
		// the same result for decoders that read a plus as a space, and for those that do
		// not
		assertThat(query).doesNotContain("+");
		lastQuery.set(null);
		HttpResponse<Void> response = client.send(HttpRequest.newBuilder(uri).build(),
				HttpResponse.BodyHandlers.discarding());
		assertThat(response.statusCode()).isEqualTo(204);
		return decode(lastQuery.get());
	}

	private static String encode(String text) {
		return UriUtils.encode(text, StandardCharsets.UTF_8);
	}

	private static MultiValueMap<String, String> decode(String query) {
		MultiValueMap<String, String> parameters = new LinkedMultiValueMap<>();
		for (String parameter : query.isEmpty() ? new String[0] : query.split("&")) {
			int equals = parameter.indexOf('=');
			parameters.add(URLDecoder.decode(parameter.substring(0, equals), StandardCharsets.UTF_8),
					URLDecoder.decode(parameter.substring(equals + 1), StandardCharsets.UTF_8));
		}
		return parameters;
	}

	private static void answer(HttpExchange exchange) throws IOException {
		try (exchange) {
			String query = exchange.getRequestURI().getRawQuery();
			lastQuery.set((query != null) ? query : "");
			exchange.sendResponseHeaders(204, -1);
		}
	}

}
