package io.sequoia.sample.documented;

import java.util.Map;

import io.sequoia.Ref;
import io.sequoia.sandbox.SequoiaSandbox;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.DefaultResourceLoader;

import static io.sequoia.sample.documented.DocumentedApplication.call;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The clients that {@code docs/clients.md} shows do what it says.
 */
class ClientsPageIntegrationTests {

	private final DocumentedBlocks page = DocumentedBlocks.of("docs/clients.md");

	@Test
	void eachCallsItsOwnPlatform() throws Exception {
		try (SequoiaSandbox main = sandbox("Main"); SequoiaSandbox archive = sandbox("Archived")) {
			try (ConfigurableApplicationContext context = run(main, archive)) {
				Object archivist = context.getBean(this.page.type("Archivist"));
				String titles = call(archivist, "titles", Ref.of("testmock", "film"));
				assertThat(titles).isEqualTo("Main, Archived");
				main.requests().clear();
				long movies = call(context.getBean(this.page.type("ArchivedFilms")), "countByType", "movie");
				assertThat(movies).isOne();
			}
			assertThat(main.requests().count()).isZero();
			assertThat(archive.requests().all()).filteredOn((request) -> request.path().contains("/data/"))
				.isNotEmpty()
				.allSatisfy((request) -> assertThat(request.header("X-Reason")).isEqualTo("archive"));
		}
	}

	private static SequoiaSandbox sandbox(String title) {
		SequoiaSandbox sandbox = SequoiaSandbox.builder().emptyCatalogue().clientSecret(title + "-secret").start();
		sandbox.put("metadata", "contents", Map.of("name", "film", "title", title, "type", "movie"));
		return sandbox;
	}

	private ConfigurableApplicationContext run(SequoiaSandbox main, SequoiaSandbox archive) {
		SpringApplication application = new SpringApplication(
				new DefaultResourceLoader(DocumentedCode.get().classLoader()), Client.class,
				this.page.type("Archivist"), this.page.type("ArchiveRepositories"), this.page.type("ArchiveHeaders"));
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setAdditionalProfiles("live");
		return application.run("--sequoia.registry.url=" + main.registryUrl(), "--sequoia.owner=testmock",
				"--sequoia.auth.client-id=" + main.clientId(), "--sequoia.auth.client-secret=" + main.clientSecret(),
				"--sequoia.clients.archive.registry.url=" + archive.registryUrl(),
				"--sequoia.clients.archive.owner=testmock",
				"--sequoia.clients.archive.auth.client-id=" + archive.clientId(),
				"--sequoia.clients.archive.auth.client-secret=" + archive.clientSecret());
	}

	// no @Configuration, which the sample's own component scan would find
	@EnableAutoConfiguration
	static class Client {

	}

}
