package io.sequoia.sample;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The files of the page, and the headers that restrict what a browser does with them.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class PageIntegrationTests {

	private static final Pattern MARKUP = Pattern.compile(
			"innerHTML|outerHTML|insertAdjacentHTML|document\\.write|DOMParser|setHTMLUnsafe|\\beval\\(|Function\\(");

	private static final Pattern ELSEWHERE = Pattern.compile("(https?:)?//[a-z0-9.-]+\\.[a-z]{2,}");

	@LocalServerPort
	private int port;

	private RestTestClient client;

	@BeforeEach
	void connect() {
		this.client = RestTestClient.bindToServer().baseUrl("http://localhost:" + this.port).build();
	}

	@Test
	void thePageIsAtTheRoot() {
		this.client.get()
			.uri("/")
			.accept(MediaType.TEXT_HTML)
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.contentTypeCompatibleWith(MediaType.TEXT_HTML)
			.expectHeader()
			.valueEquals(HttpHeaders.CACHE_CONTROL, "no-cache");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/page/main.js", "/contents?page-size=1", "/contents/testmock:no-such-film",
			"/no-such-file", "/pictures/none.png" })
	void everyAnswerForbidsToLoadAnythingFromElsewhere(String path) {
		this.client.get()
			.uri(path)
			.exchange()
			.expectHeader()
			.valueEquals("Content-Security-Policy", PageHeaders.POLICY)
			.expectHeader()
			.valueEquals("X-Content-Type-Options", "nosniff")
			.expectHeader()
			.valueEquals("Referrer-Policy", "no-referrer");
		assertThat(PageHeaders.POLICY).startsWith("default-src 'none'").doesNotContain("unsafe", "http", "data:", "*");
	}

	@ParameterizedTest
	@MethodSource("files")
	void everyFileIsServed(String file) {
		MediaType type = file.endsWith(".js") ? MediaType.valueOf("text/javascript")
				: file.endsWith(".css") ? MediaType.valueOf("text/css") : MediaType.valueOf("image/svg+xml");
		this.client.get()
			.uri("/page/" + file)
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.contentTypeCompatibleWith(type);
	}

	@ParameterizedTest
	@MethodSource("files")
	void noFileTakesDataForMarkupOrLoadsFromElsewhere(String file) throws IOException {
		String text = resource(file).getContentAsString(StandardCharsets.UTF_8)
			.replace("http://www.w3.org/2000/svg", "");
		assertThat(text).doesNotContainPattern(MARKUP).doesNotContainPattern(ELSEWHERE);
	}

	static Stream<String> files() throws IOException {
		return Arrays.stream(new PathMatchingResourcePatternResolver().getResources("classpath:/static/page/*"))
			.map(Resource::getFilename);
	}

	private static Resource resource(String file) {
		return new ClassPathResource("static/page/" + file);
	}

}
