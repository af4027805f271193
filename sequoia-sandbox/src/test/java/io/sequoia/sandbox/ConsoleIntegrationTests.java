package io.sequoia.sandbox;

import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The page of the console, its files, and the guard of its data.
 */
class ConsoleIntegrationTests {

	private static final String BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8";

	private static final String FAULT = "{\"operation\":\"BROWSE\",\"kind\":\"status\",\"status\":503}";

	private static SequoiaSandbox sandbox;

	private static Http http;

	@BeforeAll
	static void start() {
		sandbox = SequoiaSandbox.builder().emptyCatalogue().start();
		http = new Http(sandbox);
	}

	@AfterAll
	static void stop() {
		sandbox.close();
	}

	@BeforeEach
	void reset() {
		sandbox.reset();
	}

	private static Http.Reply get(String path, String... headers) {
		HttpRequest.Builder request = http.anonymous(path).GET();
		return http.send((headers.length > 0) ? request.headers(headers) : request);
	}

	private static Http.Reply post(String path, String body, String... headers) {
		HttpRequest.Builder request = http.anonymous(path).POST(HttpRequest.BodyPublishers.ofString(body));
		return http.send((headers.length > 0) ? request.headers(headers) : request);
	}

	@ParameterizedTest
	@ValueSource(strings = { BROWSER, "text/html", "text/html;q=0.9,application/json;q=0.5",
			"text/html, application/xhtml+xml, */*" })
	void aBrowserGetsThePage(String accept) {
		Http.Reply page = get("/", "Accept", accept);
		assertThat(page.status()).isEqualTo(200);
		assertThat(page.header("Content-Type")).isEqualTo("text/html;charset=utf-8");
		assertThat(page.header("Vary")).contains("Accept");
		assertThat(page.text()).contains("<title>Sequoia sandbox</title>");
		assertThat(sandbox.requests().count()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "*/*", "application/json", "application/vnd.piksel+json",
			"application/json, text/plain, */*", "application/json, text/html;q=0.9", "application/json, text/html",
			"text/html;q=0, */*", "text/plain" })
	void otherClientsGetTheSameJson(String accept) {
		Http.Reply reply = get("/", "Accept", accept);
		assertThat(reply.text())
			.isEqualTo("{\"name\":\"Sequoia sandbox\",\"registry\":\"" + sandbox.servicesUrl() + "\"}");
		assertThat(reply.header("Content-Security-Policy")).isNull();
		assertThat(sandbox.requests().count(Operation.OTHER)).isOne();
	}

	@Test
	void aClientWithoutAcceptAndTheOneOfTheJdkGetJson() {
		assertThat(get("/").json().path("name").asString()).isEqualTo("Sequoia sandbox");
		assertThat(
				get("/", "Accept", "text/html, image/gif, image/jpeg, */*; q=0.2", "User-Agent", "Java/17.0.1").json()
					.path("name")
					.asString())
			.isEqualTo("Sequoia sandbox");
	}

	@Test
	void aBrowserMayLoadNothingButTheFilesOfTheConsole() {
		for (String path : List.of("/", "/console/console.js", "/console/api/overview", "/console/nothing")) {
			Http.Reply reply = get(path, "Accept", BROWSER);
			assertThat(reply.header("Content-Security-Policy")).as(path)
				.startsWith(
						"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'")
				.contains("base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'")
				.doesNotContain("unsafe", "http", "*");
			assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
			assertThat(reply.header("Referrer-Policy")).isEqualTo("no-referrer");
			assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
		}
	}

	@Test
	void thePageNamesOnlyFilesThatAreServed() {
		Map<String, String> files = files();
		List<String> named = new ArrayList<>();
		for (String text : files.values()) {
			Matcher matcher = Pattern.compile("(?:src|href)=\"(/[^\"]*)\"|from '\\./([^']*)'").matcher(text);
			while (matcher.find()) {
				named.add((matcher.group(1) != null) ? matcher.group(1) : "/console/" + matcher.group(2));
			}
		}
		assertThat(named).hasSizeGreaterThan(5).allSatisfy((path) -> {
			Http.Reply reply = get(path);
			assertThat(reply.status()).as(path).isEqualTo(200);
			assertThat(reply.header("Content-Type")).startsWith(
					path.endsWith(".js") ? "text/javascript" : (path.endsWith(".css") ? "text/css" : "image/svg+xml"));
		});
	}

	@Test
	void noFileNamesAForeignAddressOrMakesMarkupOfData() {
		files().forEach((name, text) -> {
			assertThat(text.replace("http://www.w3.org/2000/svg", "")).as(name)
				.doesNotContain("http:", "https:", "src=\"//", "href=\"//", "url(", "@import");
			assertThat(text).as(name)
				.doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(",
						"new Function", "DOMParser", "srcdoc");
		});
		assertThat(files().get("console.html")).doesNotContain("<style", "style=", "onclick", "onload")
			.doesNotContainPattern("<script[^>]*>\\s*[^<\\s]");
	}

	private static Map<String, String> files() {
		Map<String, String> files = new HashMap<>();
		ConsoleFiles.TYPES.keySet()
			.forEach((name) -> files.put(name, new String(ConsoleFiles.read(name), StandardCharsets.UTF_8)));
		files.put("console.html", new String(ConsoleFiles.read("console.html"), StandardCharsets.UTF_8));
		return files;
	}

	@ParameterizedTest
	@ValueSource(strings = { "/console", "/console/", "/console/console.html", "/console/../services.json",
			"/console/%2e%2e/services.json", "/console/..%2fservices.json", "/console/api", "/console/api/nothing" })
	void nothingElseIsServed(String path) {
		assertThat(get(path).status()).isEqualTo(404);
	}

	@Test
	void itsAddressesAreThoseOfNoService() {
		assertThat(SchemaReader.read()).doesNotContainKey("console");
		try (SequoiaSandbox own = SequoiaSandbox.builder().owner("console").emptyCatalogue().start()) {
			Http client = new Http(own);
			assertThat(client.send(client.anonymous("/services/console").GET()).status()).isEqualTo(200);
		}
	}

	@Test
	void itsRequestsAreNotLoggedAndNoFaultHitsThem() {
		for (Operation operation : Operation.values()) {
			sandbox.faults().next(operation, Fault.status(503));
		}
		for (String path : List.of("/", "/console/console.css", "/console/nothing", "/console/api/overview",
				"/console/api/requests", "/console/api/faults", "/console/api/data/metadata/contents?owner=testmock",
				"/metadata/openapi.json", "/favicon.ico")) {
			assertThat(get(path, "Accept", BROWSER).status()).as(path).isEqualTo(path.endsWith("nothing") ? 404 : 200);
		}
		assertThat(sandbox.requests().count()).isZero();
		assertThat(sandbox.faults().pending()).isEqualTo(Operation.values().length);
	}

	@Test
	void aChangeNeedsAJsonBody() {
		assertThat(post("/console/api/faults", FAULT).status()).isEqualTo(415);
		for (String type : List.of("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=a",
				"text/plain;application/json")) {
			assertThat(post("/console/api/faults", FAULT, "Content-Type", type).status()).as(type).isEqualTo(415);
		}
		assertThat(get("/console/api/faults/clear").status()).isEqualTo(200);
		assertThat(http.send(http.anonymous("/console/api/faults").DELETE()).status()).isEqualTo(405);
		assertThat(sandbox.faults().pending()).isZero();
		assertThat(post("/console/api/faults", FAULT, "Content-Type", "application/json;charset=utf-8").status())
			.isEqualTo(200);
		assertThat(sandbox.faults().pending()).isOne();
	}

	@Test
	void aChangeFromAnotherOriginIsRefused() {
		for (String origin : List.of("http://evil.example", "null", "http://127.0.0.1:1",
				sandbox.registryUrl() + ".evil", "http://evil.example/" + sandbox.registryUrl())) {
			assertThat(
					post("/console/api/faults", FAULT, "Content-Type", "application/json", "Origin", origin).status())
				.as(origin)
				.isEqualTo(403);
		}
		assertThat(sandbox.faults().pending()).isZero();
		assertThat(
				post("/console/api/faults", FAULT, "Content-Type", "application/json", "Origin", sandbox.registryUrl())
					.status())
			.isEqualTo(200);
	}

	@Test
	void aPreflightAllowsNothing() {
		Http.Reply reply = http
			.send(http.anonymous("/console/api/faults").method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
		assertThat(reply.status()).isEqualTo(405);
		assertThat(reply.response().headers().map().keySet()).noneMatch((name) -> name.startsWith("access-control"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "127.0.0.1:8099", "localhost", "localhost:8099", "[::1]:8099", "sandbox:8099",
			"host.docker.internal:8099", "192.168.1.7", "sandbox.localhost", "SANDBOX" })
	void itsDataIsServedUnderAddressesAndNamesOfTheNetwork(String host) {
		ConsoleAccess.check(request(host));
	}

	@ParameterizedTest
	@ValueSource(strings = { "evil.example", "127.0.0.1.evil.example", "localhost.evil.example:8099", "a.com", "" })
	void itsDataIsNotServedUnderNamesThatAnybodyCanRegister(String host) {
		assertThatExceptionOfType(Problem.class).isThrownBy(() -> ConsoleAccess.check(request(host)))
			.satisfies((problem) -> assertThat(problem.status()).isEqualTo(403));
	}

	private static Request request(String host) {
		return Request.of("GET", "/console/api/overview", Map.of("host", host), new RequestBody());
	}

}
