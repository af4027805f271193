package io.sequoia.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

import io.sequoia.DiscoveryException;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.core.ServiceOperations;
import io.sequoia.core.query.Criteria;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.fixture.RawServer;
import io.sequoia.project.SeenInTests;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * No value changes the endpoint of a path, whatever servers and proxies decode and cut
 * off. A raw server records each request line; decoders of several kinds look for dot
 * segments in it.
 */
class EscapingPathsIntegrationTests {

	private static final int RANDOM_INPUTS = 250;

	private static final List<String> ATOMS = List.of(".", "..", "%2e", "%2E%2e", "%252e", "/", "\\", "%2f", "%5C",
			"%255c", ";", ";x=y", "%3b", "%00", "\u0000", "%20", " ", "\t", "%09", "a", "x.y", "%c0%ae", "%c0%af",
			"%e0%80%ae", "%u002e", "\uff0e", "\u2025", "\u200b", "?", "#", "%3f", "%23", "...");

	private static final List<String> KNOWN = List.of("..", ".", "../..", "../../x", "..;", "..;x=y", ".;", "%2e%2e",
			"%2e%2e;", ".%2e", "%2E.", "..%3b", "..%3bx", "..%00", "..%00.html", "..%20", "%20..", ".. ", "..\t",
			"..%0a", "..\\", "..\\..", "\\..\\", "..%5c", "%5c..", "%5c..%5c", "%2f..", "..%2f", "%2f..%2f", "x/../..",
			"x%2f..%2f..", "%252e%252e", "%25252e%25252e", "%252e%252e%252f", "..%252f", "%c0%ae%c0%ae", "..%c0%af",
			"%e0%80%ae.", "%f0%80%80%ae.", "%u002e%u002e", "..%u2215", "\uff0e\uff0e", "\u2025", ".\u200b.", "..%3f",
			"..%23", "..?x", "..#x", "%", "%2", "....//", "..././");

	private static final List<String> HARMLESS = List.of("a", "a..b", ".hidden", "...", "v1.2", "a b", "100%", "\u00e9",
			"\ud83d\udc09", "a;b=c", "owner:name", "DOMAIN\\user", "x%y", "a/b", "a..", "..a",
			"https://example.com/a.b");

	private static final Queue<String> requests = new ConcurrentLinkedQueue<>();

	private static volatile String link = "";

	private static RawServer server;

	private static ConfigurableApplicationContext context;

	private static ServiceOperations service;

	private static WebClient client;

	@BeforeAll
	static void start() {
		server = new RawServer((socket, number) -> serve(socket));
		context = ClientApplication.run(List.of("sequoia.registry.url=http://127.0.0.1:" + server.port(),
				"sequoia.services.metadata=http://127.0.0.1:" + server.port(), "sequoia.owner=testmock",
				"sequoia.auth.type=none", "sequoia.retry.enabled=false"));
		service = context.getBean(SequoiaTemplate.class).service("metadata");
		client = context.getBean("sequoiaWebClient", WebClient.class);
		service.descriptor();
	}

	@AfterAll
	static void stop() {
		context.close();
		server.close();
	}

	@BeforeEach
	void forgetRequests() {
		requests.clear();
	}

	@Test
	@Tag("long")
	void noInputEscapes() throws IOException {
		Map<String, Consumer<String>> ways = new LinkedHashMap<>();
		ways.put("variable of a path", (input) -> service.get("/users/{id}/profile", String.class, input));
		ways.put("several variables",
				(input) -> service.get("/users/{a}/{b}{c}/profile", String.class, "x", ".", input));
		ways.put("part of a route", (input) -> service.call("profile", Map.of("id", input), null, String.class));
		ways.put("path written by hand", (input) -> service.get("/users/" + input + "/profile", String.class));
		ways.put("`sequoia://` address",
				(input) -> ask(client.get().uri(URI.create("sequoia://metadata/users/" + input + "/profile"))));
		ways.put("variable of a `sequoia://` address",
				(input) -> ask(client.get().uri("sequoia://metadata/users/{id}/profile", input)));
		ways.put("link of a page", (input) -> {
			link = "/users/" + input + "/profile?continue=x";
			service.resources("contents").browse(Criteria.all()).list();
		});
		ways.put("name of a collection", (input) -> service.resources(input).browse(Criteria.all()).list());
		Set<String> inputs = inputs();
		StringBuilder table = new StringBuilder(
				"| input as | tried | refused before any request | sent | escaped |\n" + "|---|---|---|---|---|\n");
		ways.forEach((way, call) -> table.append(row(way, inputs, call)));
		SeenInTests.assertShown("reliability.md", EscapingPathsIntegrationTests.class, table.toString());
	}

	private static String row(String way, Set<String> inputs, Consumer<String> call) {
		int refused = 0;
		int sent = 0;
		List<String> escaped = new ArrayList<>();
		for (String input : inputs) {
			requests.clear();
			try {
				call.accept(input);
			}
			catch (IllegalArgumentException | DiscoveryException ex) {
				refused++;
				assertThat(requests).as(way + " " + input).isEmpty();
				continue;
			}
			sent++;
			requests.stream()
				.filter((path) -> Readings.escape(path))
				.forEach((path) -> escaped.add(input + " -> " + path));
		}
		assertThat(escaped).as(way).isEmpty();
		return "| " + way + " | " + inputs.size() + " | " + refused + " | " + sent + " | " + escaped.size() + " |\n";
	}

	@Test
	void dataPasses() {
		for (String value : HARMLESS) {
			requests.clear();
			service.get("/users/{id}/profile", String.class, value);
			service.call("profile", Map.of("id", value), null, String.class);
			assertThat(requests).as(value).hasSize(2).allSatisfy((path) -> {
				assertThat(path).startsWith("/users/").endsWith("/profile");
				assertThat(URLDecoder.decode(path.substring(7, path.length() - 8).replace("+", "%2B"),
						StandardCharsets.UTF_8))
					.isEqualTo(value);
			});
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "..", ".", "%2e%2e", "..;x", "../x", "" })
	void refusalNamesTheVariable(String value) {
		assertThatIllegalArgumentException().isThrownBy(() -> service.get("/users/{id}/profile", String.class, value))
			.withMessageContaining("variable 'id'")
			.withMessageContaining("'/users/{id}/profile'");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> service.get("/{a}/{b}/{c}", String.class, value, value, "x"))
			.withMessageContaining("variable 'a'");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> service.call("profile", Map.of("id", value), null, String.class))
			.withMessageContaining("'id'");
		assertThat(requests).isEmpty();
	}

	@Test
	void variablesOfOneSegmentAreReadTogether() {
		assertThatIllegalArgumentException().isThrownBy(() -> service.get("/x/{a}{b}", String.class, ".", "."))
			.withMessageContaining("variables 'a', 'b'");
		service.get("/x/{a}{b}?q={c}", String.class, ".", "a", "..");
		assertThat(requests).containsExactly("/x/.a?q=..");
	}

	@Test
	void routesThatLeadElsewhereAreNone() {
		assertThat(service.descriptor().routes()).containsOnlyKeys("profile");
	}

	private static Set<String> inputs() {
		Set<String> inputs = new LinkedHashSet<>(KNOWN);
		inputs.addAll(HARMLESS);
		Random random = new Random(42);
		while (inputs.size() < KNOWN.size() + HARMLESS.size() + RANDOM_INPUTS) {
			StringBuilder input = new StringBuilder();
			for (int i = random.nextInt(5); i >= 0; i--) {
				input.append(ATOMS.get(random.nextInt(ATOMS.size())));
			}
			inputs.add(input.toString());
		}
		return inputs;
	}

	private static void ask(WebClient.RequestHeadersSpec<?> request) {
		request.retrieve().bodyToMono(String.class).block();
	}

	private static void serve(Socket socket) throws IOException {
		BufferedReader reader = new BufferedReader(
				new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
		String line;
		while ((line = reader.readLine()) != null) {
			String path = line.split(" ", 3)[1];
			while (!reader.readLine().isEmpty()) {
				// headers are ignored
			}
			byte[] body = body(path).getBytes(StandardCharsets.UTF_8);
			socket.getOutputStream()
				.write(("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length
						+ "\r\n\r\n")
					.getBytes(StandardCharsets.ISO_8859_1));
			socket.getOutputStream().write(body);
		}
	}

	private static String body(String path) {
		if (path.startsWith("/descriptor/raw")) {
			return """
					{"resourcefuls":{"contents":{}},"routes":[
					{"name":"profile","method":"GET","path":"/users/{id}/profile"},
					{"name":"up","method":"GET","path":"/users/../{id}"},
					{"name":"coded","method":"GET","path":"/users/%2e%2e/{id}"}]}""";
		}
		if (path.startsWith("/data/contents?continue=true") || path.startsWith("/data/contents?perPage")) {
			String next = JsonMapper.shared().writeValueAsString(link);
			return "{\"meta\":{\"continue\":" + next + "},\"contents\":[]}";
		}
		requests.add(path);
		return "{\"meta\":{},\"contents\":[]}";
	}

	/**
	 * The ways in which servers may interpret a path, written independently of the
	 * client.
	 */
	private static final class Readings {

		static boolean escape(String pathAndQuery) {
			String path = pathAndQuery.split("\\?", 2)[0];
			for (int depth = 0; depth <= 4; depth++) {
				if (hasDots(path)) {
					return true;
				}
				path = decoded(path);
			}
			return false;
		}

		private static boolean hasDots(String path) {
			return Arrays.stream(path.split("[/\\\\\u2215\uff0f\uff3c]"))
				.flatMap((segment) -> List
					.of(segment, segment.split("[;?#]", 2)[0], segment.split("\u0000", 2)[0], segment.strip(),
							segment.split(";", 2)[0].strip(), segment.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Z}]", ""))
					.stream())
				.map((segment) -> segment.replace('\uff0e', '.').replace("\u2025", ".."))
				.anyMatch((segment) -> segment.equals(".") || segment.equals(".."));
		}

		private static String decoded(String path) {
			String text = path.replaceAll("(?i)%c0%ae|%e0%80%ae|%f0%80%80%ae|%u002e", ".")
				.replaceAll("(?i)%c0%af", "/")
				.replace("+", "%2B")
				.replaceAll("%(?![0-9a-fA-F]{2})", "%25");
			return URLDecoder.decode(text, StandardCharsets.UTF_8);
		}

	}

}
