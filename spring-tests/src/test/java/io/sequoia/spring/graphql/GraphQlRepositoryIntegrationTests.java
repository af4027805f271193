package io.sequoia.spring.graphql;

import java.util.List;
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
import org.springframework.boot.graphql.test.autoconfigure.tester.AutoConfigureGraphQlTester;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.graphql.test.tester.GraphQlTester;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Repositories that answer queries of GraphQL.
 */
@SpringBootTest
@AutoConfigureGraphQlTester
@WithSandbox(emptyCatalogue = true)
class GraphQlRepositoryIntegrationTests {

	@Autowired
	private GraphQlTester graphQl;

	@BeforeEach
	void seed(SequoiaSandbox sandbox) {
		sandbox.put("metadata", "contents", Map.of("name", "a", "title", "A", "type", "movie"));
		sandbox.put("metadata", "contents", Map.of("name", "b", "title", "B", "type", "movie"));
		sandbox.requests().clear();
	}

	@Test
	void answersQueriesByExample(SequoiaSandbox sandbox) {
		this.graphQl.document("{ films(type: \"movie\", title: \"B\") { ref title } }")
			.execute()
			.path("films")
			.entityList(Film.class)
			.satisfies((films) -> assertThat(films).extracting(Film::ref).containsExactly(Ref.of("testmock", "b")));
		assertThat(sandbox.requests().of(Operation.BROWSE).get(0).query()).containsEntry("withTitle", List.of("B"))
			.containsEntry("withType", List.of("movie"));
	}

	@Test
	void answersWithAllOrNone() {
		this.graphQl.document("{ films { title } }")
			.execute()
			.path("films[*].title")
			.entityList(String.class)
			.hasSize(2);
		this.graphQl.document("{ film(name: \"absent\") { title } }").execute().path("film").valueIsNull();
		this.graphQl.document("{ film(ref: \"testmock:a\") { title } }")
			.execute()
			.path("film.title")
			.entity(String.class)
			.isEqualTo("A");
	}

	@Test
	void answersWithConnections() {
		List<String> cursors = this.graphQl
			.document("{ filmPages(type: \"movie\", first: 2) { edges { cursor node { title } } } }")
			.execute()
			.path("filmPages.edges[*].cursor")
			.entityList(String.class)
			.hasSize(2)
			.get();
		this.graphQl
			.document("query($after: String) { filmPages(type: \"movie\", first: 2, after: $after)"
					+ " { edges { node { title } } pageInfo { hasNextPage } } }")
			.variable("after", cursors.get(0))
			.execute()
			.path("filmPages.edges[*].node.title")
			.entityList(String.class)
			.containsExactly("B")
			.path("filmPages.pageInfo.hasNextPage")
			.entity(Boolean.class)
			.isEqualTo(false);
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class Application {

	}

	@SequoiaResource(service = "metadata", name = "contents")
	record Film(@Nullable Ref ref, @Nullable String name, @Nullable String title, @Nullable String type) {
	}

}
