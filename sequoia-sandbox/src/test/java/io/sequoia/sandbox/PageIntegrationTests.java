package io.sequoia.sandbox;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The pages of docs/protocol.md, section 7.
 */
class PageIntegrationTests {

	private SequoiaSandbox sandbox;

	private Http http;

	@BeforeEach
	void start() {
		this.sandbox = SequoiaSandbox.builder().emptyCatalogue().start();
		this.http = new Http(this.sandbox);
		List<Map<String, Object>> contents = new ArrayList<>();
		for (int i = 0; i < 250; i++) {
			contents.add(Map.of("name", "n%03d".formatted(i), "title", "Title & more / 100%", "order", i % 7, "type",
					(i % 2 == 0) ? "movie" : "clip"));
		}
		this.sandbox.putAll("metadata", "contents", contents);
	}

	@AfterEach
	void stop() {
		this.sandbox.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "name", "-name", "order", "-order,title", "parentRef,-order", "releaseYear" })
	void continueLinksLoseNothingAndRepeatNothingInAnyOrder(String sort) {
		List<String> expected = this.http.names(this.http.contents("sort", sort), "contents", "next");
		List<String> names = this.http.names(this.http.contents("continue", "true", "sort", sort, "perPage", "17"),
				"contents", "continue");
		assertThat(names).hasSize(250).doesNotHaveDuplicates().isEqualTo(expected);
	}

	@Test
	void continueLinksKeepEveryParameterAsData() {
		Http.Reply first = this.http.contents("continue", "true", "perPage", "40", "withTitle", "Title & more / 100%",
				"withTitle", "Title*", "fields", "name,title", "withType", "movie");
		assertThat(first.meta().path("continue").asString()).startsWith("/data/contents?continue=")
			.contains("owner=testmock", "perPage=40", "withTitle=Title%20%26%20more%20%2F%20100%25",
					"withTitle=Title*");
		List<String> names = this.http.names(first, "contents", "continue");
		assertThat(names).hasSize(125).doesNotHaveDuplicates();
	}

	@Test
	void theLastPageHasNoLink() {
		assertThat(this.http.contents("continue", "true", "withName", "n000").meta().has("continue")).isFalse();
		assertThat(this.http.contents("continue", "true", "perPage", "50", "withOrder", "0||1||2").meta().toString())
			.contains("continue");
		assertThat(this.http.contents("continue", "true", "perPage", "100", "withOrder", "0||1").meta().toString())
			.isEqualTo("{\"perPage\":100}");
	}

	@Test
	void aPageIsAHundredWhereNothingIsAsked() {
		Http.Reply reply = this.http.contents("continue", "true");
		assertThat(reply.names()).hasSize(100);
		assertThat(reply.meta().path("perPage").asInt()).isEqualTo(100);
	}

	@Test
	void resourcesStoredAndDeletedMeanwhileMoveNothing() {
		Http.Reply page = this.http.contents("continue", "true", "perPage", "50", "sort", "-order");
		HashSet<String> seen = new HashSet<>(page.names());
		int size = page.names().size();
		for (int i = 0; page.meta().has("continue"); i++) {
			String gone = page.names().get(0);
			assertThat(this.http.delete("/metadata/data/contents/testmock:" + gone + "?owner=testmock").status())
				.isEqualTo(204);
			this.sandbox.put("metadata", "contents", Map.of("name", "a-new-one-" + i, "type", "clip", "order", 99));
			page = this.http.follow(page.meta().path("continue").asString());
			size += page.names().size();
			seen.addAll(page.names());
		}
		assertThat(size).isEqualTo(250);
		assertThat(seen).hasSize(250).noneMatch((name) -> name.startsWith("a-new-one"));
	}

	@Test
	void aCursorIsEncodedAndSurvivesAClientThatDecodesIt() {
		String link = this.http.contents("continue", "true").meta().path("continue").asString();
		assertThat(link).contains("%2B");
		assertThat(this.http.follow(link.replace("%2B", "+").replace("%3D", "=")).names())
			.isEqualTo(this.http.follow(link).names());
	}

	@Test
	void aCursorMayBeAddedToTheParametersOfTheFirstRequest() {
		Http.Reply first = this.http.contents("continue", "true", "withType", "movie");
		String link = first.meta().path("continue").asString();
		String cursor = link.substring(link.indexOf("continue="), link.indexOf("&owner"));
		assertThat(this.http.follow("/data/contents?owner=testmock&withType=movie&" + cursor).names()).hasSize(25);
	}

	@Test
	void aLinkThatLostAParameterIsRefused() {
		String link = this.http.contents("continue", "true", "withType", "movie").meta().path("continue").asString();
		Http.Reply reply = this.http.follow(link.replace("&withType=movie", ""));
		assertThat(reply.status()).isEqualTo(400);
		assertThat(reply.json().path("message").asString()).contains("follow the link unchanged");
	}

	@Test
	void aLinkMayHaveItsOwnParametersAddedOnceMore() {
		String link = this.http.contents("continue", "true", "withType", "movie").meta().path("continue").asString();
		assertThat(this.http.follow(link + "&continue=true&withType=movie&owner=testmock").names()).hasSize(25);
	}

	@Test
	void numberedPagesLinkToTheirNeighbours() {
		Http.Reply second = this.http.contents("perPage", "100", "page", "2", "count", "true", "withTitle", "Title*");
		assertThat(second.names()).hasSize(100).startsWith("n100");
		assertThat(second.meta().path("page").asInt()).isEqualTo(2);
		assertThat(second.meta().path("totalCount").asInt()).isEqualTo(250);
		assertThat(this.http.follow(second.meta().path("first").asString()).names()).startsWith("n000");
		assertThat(this.http.follow(second.meta().path("prev").asString()).names()).startsWith("n000");
		assertThat(this.http.follow(second.meta().path("next").asString()).names()).startsWith("n200").hasSize(50);
		assertThat(this.http.follow(second.meta().path("last").asString()).meta().has("next")).isFalse();
		assertThat(second.meta().has("continue")).isFalse();
	}

	/** As in the recorded answers, whatever the sandbox has counted to answer. */
	@ParameterizedTest
	@ValueSource(strings = { "", "&page=2", "&sort=title", "&withRef=testmock:r01", "&withParentRef=testmock:p" })
	void linksToTheLastPageOnlyIfItCounts(String parameters) {
		this.sandbox.put("metadata", "contents", Map.of("name", "r01", "type", "movie", "parentRef", "testmock:p"));
		String path = "/metadata/data/contents?owner=testmock&perPage=1" + parameters;
		assertThat(this.http.get(path).meta().has("last")).isFalse();
		assertThat(this.http.get(path + "&count=true").meta().has("last")).isTrue();
	}

	@Test
	void aPageBehindTheEndIsEmpty() {
		Http.Reply reply = this.http.contents("page", "9");
		assertThat(reply.status()).isEqualTo(200);
		assertThat(reply.names()).isEmpty();
	}

	@Test
	void seedsAThousandQuicklyAndPagesOverThem() {
		this.sandbox.clear();
		this.sandbox.putAll("metadata", "contents",
				IntStream.range(0, 1000)
					.mapToObj((i) -> Map.of("name", "m%04d".formatted(i), "type", "movie"))
					.toList());
		assertThat(this.http.names(this.http.contents("continue", "true"), "contents", "continue")).hasSize(1000)
			.isSorted()
			.doesNotHaveDuplicates();
		assertThat(this.sandbox.requests().count(Operation.BROWSE)).isEqualTo(10);
	}

}
