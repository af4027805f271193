package io.sequoia.sample.documented;

import java.util.Map;

import io.sequoia.sandbox.SequoiaSandbox;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.http.HttpHeaders;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The controller of {@code docs/web.md} works as the page says.
 */
class WebPageIntegrationTests {

	private RestTestClient client;

	@BeforeEach
	void connect() {
		this.client = RestTestClient.bindToServer().baseUrl("http://localhost:" + DocumentedApplication.port()).build();
	}

	@Test
	void renamesTheVersionThatWasRead() {
		SequoiaSandbox sandbox = DocumentedApplication.bean(SequoiaSandbox.class);
		sandbox.put("metadata", "contents",
				Map.of("name", "tigers", "type", "movie", "title", "Paper Tigers", "releaseYear", 2019));
		String film = "/films/testmock:tigers";
		String read = version(this.client.get().uri(film).exchange());

		String renamed = version(rename(film, read, "Tin Lions"));

		assertThat(renamed).isNotEqualTo(read);
		rename(film, read, "Lead Lions").expectStatus()
			.isEqualTo(412)
			.expectBody()
			.jsonPath("$.correlationId")
			.isNotEmpty();
		assertThat(sandbox.resources("metadata", "contents"))
			.filteredOn((content) -> content.get("name").equals("tigers"))
			.singleElement()
			.satisfies((content) -> assertThat(content).containsEntry("title", "Tin Lions")
				.containsEntry("releaseYear", 2019));
	}

	private ResponseSpec rename(String film, String version, String title) {
		return this.client.patch().uri(film + "?title={title}", title).header(HttpHeaders.IF_MATCH, version).exchange();
	}

	private static String version(ResponseSpec response) {
		return response.expectStatus().isOk().returnResult(String.class).getResponseHeaders().getETag();
	}

}
