package io.sequoia.spring.cache;

import java.util.Map;

import io.sequoia.Ref;
import io.sequoia.core.mapping.SequoiaResource;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import io.sequoia.test.WithSandbox;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.EnableCaching;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Repositories with Spring's annotations for caches.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.NONE)
@WithSandbox(emptyCatalogue = true)
class CachedRepositoryIntegrationTests {

	@Autowired
	private Films films;

	@Autowired
	private CacheManager caches;

	@BeforeEach
	void seed(SequoiaSandbox sandbox) {
		sandbox.put("metadata", "contents", Map.of("name", "a", "title", "A", "type", "movie"));
		sandbox.requests().clear();
		this.caches.getCacheNames().forEach((name) -> this.caches.getCache(name).clear());
	}

	@Test
	void answersFromTheCache(SequoiaSandbox sandbox) {
		assertThat(this.films.findByType("movie")).hasSize(1);
		assertThat(this.films.findByType("movie")).hasSize(1);
		assertThat(this.films.findByType("show")).isEmpty();

		assertThat(sandbox.requests().count(Operation.BROWSE)).isEqualTo(2);
	}

	@Test
	void storingClearsTheCache() {
		assertThat(this.films.findByType("movie")).hasSize(1);
		this.films.save(new Film(null, "testmock", "b", "B", "movie"));

		assertThat(this.films.findByType("movie")).hasSize(2);
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@EnableCaching
	static class Application {

	}

	@SequoiaResource(service = "metadata", name = "contents")
	record Film(@Nullable Ref ref, @Nullable String owner, @Nullable String name, String title, String type) {
	}

}
