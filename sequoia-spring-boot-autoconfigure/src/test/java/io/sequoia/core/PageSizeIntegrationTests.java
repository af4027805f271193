package io.sequoia.core;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.sequoia.MalformedResponseException;
import io.sequoia.core.query.Criteria;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.fixture.Content;
import io.sequoia.fixture.LocalServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.util.UriComponentsBuilder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A server whose numbered pages hold at most ten resources, whatever size is requested.
 */
class PageSizeIntegrationTests {

	private static final int SIZE = 10;

	private static volatile int total;

	private static DisposableServer server;

	private static ConfigurableApplicationContext context;

	@BeforeAll
	static void start() {
		server = LocalServer.create().route((routes) -> routes.get("/data/contents", (request, response) -> {
			var query = UriComponentsBuilder.fromUriString(request.uri()).build().getQueryParams();
			return response.header("Content-Type", "application/json")
				.sendString(Mono.just(page(Integer.parseInt(String.valueOf(query.getFirst("page"))))));
		})).bindNow();
		context = ClientApplication.runAt("http://127.0.0.1:" + server.port(), "sequoia.owner=t");
	}

	@AfterAll
	static void stop() {
		context.close();
		server.disposeNow();
	}

	@Test
	void numberOfALargerPageIsNoPageOfTheService() {
		total = 50;
		assertThatExceptionOfType(MalformedResponseException.class).isThrownBy(() -> browse(20, 2).page())
			.withMessageContaining("numbers pages of 10 resources of 'contents'")
			.withMessageContaining("request pages of at most 10");
		assertThatExceptionOfType(MalformedResponseException.class).isThrownBy(() -> browse(20, 1).page());
		assertThat(browse(10, 2).page().resources()).hasSize(10);
	}

	@Test
	void onlyPageIsTheRightOne() {
		total = 7;
		assertThat(browse(20, 1).page().resources()).hasSize(7);
	}

	private static Browse<Content> browse(int size, int number) {
		return context.getBean(SequoiaTemplate.class)
			.browse(Criteria.all().perPage(size).param("page", Integer.toString(number)), Content.class);
	}

	private static String page(int number) {
		int first = (number - 1) * SIZE;
		String contents = IntStream.range(first, Math.min(total, first + SIZE))
			.mapToObj((i) -> "{\"ref\":\"t:c" + i + "\"}")
			.collect(Collectors.joining(","));
		boolean last = first + SIZE >= total;
		return "{\"meta\":{\"perPage\":" + SIZE + ",\"page\":" + number
				+ (last ? "" : ",\"next\":\"/data/contents?page=" + (number + 1) + "&perPage=" + SIZE + "\"")
				+ "},\"contents\":[" + contents + "]}";
	}

}
