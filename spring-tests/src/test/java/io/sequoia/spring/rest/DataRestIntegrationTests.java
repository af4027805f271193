package io.sequoia.spring.rest;

import java.util.List;
import java.util.Map;

import io.sequoia.Ref;
import io.sequoia.core.mapping.SequoiaResource;
import io.sequoia.repository.SequoiaRepository;
import io.sequoia.repository.config.EnableSequoiaRepositories;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.repository.query.Param;
import org.springframework.data.rest.core.annotation.RepositoryRestResource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.test.web.servlet.client.StatusAssertions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Repositories that Spring Data REST shows: references are ids in its addresses and
 * bodies.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class DataRestIntegrationTests {

	private static final SequoiaSandbox sandbox = SequoiaSandbox.builder().emptyCatalogue().start();

	@LocalServerPort
	private int port;

	private RestTestClient client;

	@DynamicPropertySource
	static void platform(DynamicPropertyRegistry registry) {
		registry.add("sequoia.registry.url", sandbox::registryUrl);
		registry.add("sequoia.owner", sandbox::owner);
		registry.add("sequoia.auth.client-id", sandbox::clientId);
		registry.add("sequoia.auth.client-secret", sandbox::clientSecret);
	}

	@AfterAll
	static void stop() {
		sandbox.close();
	}

	@BeforeEach
	void seed() {
		sandbox.reset();
		sandbox.put("metadata", "contents", Map.of("name", "a", "title", "A", "type", "movie"));
		sandbox.put("metadata", "contents", Map.of("name", "b", "title", "B", "type", "movie"));
		sandbox.requests().clear();
		this.client = RestTestClient.bindToServer().baseUrl("http://localhost:" + this.port).build();
	}

	@Test
	void readsByReference() {
		this.client.get()
			.uri("/films/testmock:a")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.title")
			.isEqualTo("A")
			.jsonPath("$._links.self.href")
			.isEqualTo("http://localhost:" + this.port + "/films/testmock:a");
		this.client.get().uri("/films/testmock:absent").exchange().expectStatus().isNotFound();
	}

	@Test
	void listsPages() {
		this.client.get()
			.uri("/films?size=1")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$._embedded.films.length()")
			.isEqualTo(1)
			.jsonPath("$.page.totalElements")
			.isEqualTo(2);
	}

	@Test
	void searches() {
		this.client.get()
			.uri("/films/search/findByTitle?title=B")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$._embedded.films[0]._links.self.href")
			.isEqualTo("http://localhost:" + this.port + "/films/testmock:b");
		this.client.get()
			.uri("/films/search/findByRefIn?refs=testmock:b")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$._embedded.films.length()")
			.isEqualTo(1);
	}

	@Test
	void storesAndDeletes() {
		String made = String.valueOf(this.client.post()
			.uri("/films")
			.contentType(MediaType.APPLICATION_JSON)
			.body(Map.of("owner", "testmock", "name", "c", "title", "C", "type", "movie"))
			.exchange()
			.expectStatus()
			.isCreated()
			.returnResult(String.class)
			.getResponseHeaders()
			.getLocation());

		assertThat(made).isEqualTo("http://localhost:" + this.port + "/films/testmock:c");
		assertThat(sandbox.requests().count(Operation.STORE)).isEqualTo(1);
		this.client.delete().uri(made).exchange().expectStatus().isOk();
		this.client.get().uri(made).exchange().expectStatus().isNotFound();
	}

	@Test
	void changesTheVersionThatWasRead() {
		String read = version();
		change(HttpMethod.PATCH, read, Map.of("title", "Better")).isOk();
		String changed = version();
		change(HttpMethod.PATCH, read, Map.of("title", "Lost")).isEqualTo(412);
		change(HttpMethod.PUT, changed, Map.of("owner", "testmock", "name", "a", "title", "Best", "type", "movie"))
			.isOk();

		assertThat(List.of(read, changed, version())).doesNotHaveDuplicates();
		assertThat(sandbox.requests().count(Operation.UPDATE)).isEqualTo(2);
		assertThat(sandbox.requests().count(Operation.STORE)).isZero();
		this.client.get().uri("/films/testmock:a").exchange().expectBody().jsonPath("$.title").isEqualTo("Best");
	}

	private String version() {
		return String.valueOf(this.client.get()
			.uri("/films/testmock:a")
			.exchange()
			.expectStatus()
			.isOk()
			.returnResult(String.class)
			.getResponseHeaders()
			.getETag());
	}

	private StatusAssertions change(HttpMethod method, String version, Map<String, Object> body) {
		return this.client.method(method)
			.uri("/films/testmock:a")
			.header(HttpHeaders.IF_MATCH, version)
			.contentType(MediaType.APPLICATION_JSON)
			.body(body)
			.exchange()
			.expectStatus();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableSequoiaRepositories(considerNestedRepositories = true)
	static class Application {

	}

	@SequoiaResource(service = "metadata", name = "contents")
	static class Film {

		private @Nullable Ref ref;

		private @Nullable String owner;

		private @Nullable String name;

		private @Nullable String title;

		private @Nullable String type;

		private @Nullable String version;

		public @Nullable Ref getRef() {
			return this.ref;
		}

		public void setRef(@Nullable Ref ref) {
			this.ref = ref;
		}

		public @Nullable String getOwner() {
			return this.owner;
		}

		public void setOwner(@Nullable String owner) {
			this.owner = owner;
		}

		public @Nullable String getName() {
			return this.name;
		}

		public void setName(@Nullable String name) {
			this.name = name;
		}

		public @Nullable String getTitle() {
			return this.title;
		}

		public void setTitle(@Nullable String title) {
			this.title = title;
		}

		public @Nullable String getType() {
			return this.type;
		}

		public void setType(@Nullable String type) {
			this.type = type;
		}

		public @Nullable String getVersion() {
			return this.version;
		}

		public void setVersion(@Nullable String version) {
			this.version = version;
		}

	}

	@RepositoryRestResource(path = "films", collectionResourceRel = "films")
	interface Films extends SequoiaRepository<Film> {

		List<Film> findByTitle(@Param("title") String title);

		List<Film> findByRefIn(@Param("refs") List<Ref> refs);

	}

}
