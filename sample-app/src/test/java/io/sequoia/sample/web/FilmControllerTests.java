package io.sequoia.sample.web;

import java.util.Map;

import io.sequoia.sample.SampleApplication;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The controller of {@code docs/web.md} works as the page says.
 */
@SpringBootTest(classes = SampleApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT)
class FilmControllerTests {

	@LocalServerPort
	private int port;

	private RestTestClient client;

	@BeforeEach
	void connect() {
		this.client = RestTestClient.bindToServer().baseUrl("http://localhost:" + this.port).build();
	}

	@Test
	void renamesTheVersionThatWasRead() {
		HttpHeaders created = this.client.post()
			.uri("/contents")
			.body(Map.of("type", "movie", "title", "Paper Tigers", "releaseYear", 2019))
			.exchange()
			.expectStatus()
			.isCreated()
			.returnResult(String.class)
			.getResponseHeaders();
		String content = created.getLocation().getPath();
		String film = content.replace("/contents/", "/films/");
		String read = version(this.client.get().uri(film).exchange());

		String renamed = version(rename(film, read, "Tin Lions"));

		assertThat(read).isEqualTo(created.getETag());
		assertThat(renamed).isNotEqualTo(read);
		rename(film, read, "Lead Lions").expectStatus()
			.isEqualTo(412)
			.expectBody()
			.jsonPath("$.correlationId")
			.isNotEmpty();
		this.client.get()
			.uri(content)
			.exchange()
			.expectBody()
			.jsonPath("$.title")
			.isEqualTo("Tin Lions")
			.jsonPath("$.releaseYear")
			.isNotEmpty();
	}

	private ResponseSpec rename(String film, String version, String title) {
		return this.client.patch().uri(film + "?title={title}", title).header(HttpHeaders.IF_MATCH, version).exchange();
	}

	private static String version(ResponseSpec response) {
		return response.expectStatus().isOk().returnResult(String.class).getResponseHeaders().getETag();
	}

}
