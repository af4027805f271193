package io.sequoia.test.catalogue;

import java.util.Map;

import io.sequoia.sandbox.Fault;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import io.sequoia.test.SequoiaTest;
import io.sequoia.test.WithSandbox;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The tests that {@code docs/testing.md} shows.
 */
@SequoiaTest
@WithSandbox
class DocumentedIntegrationTests {

	@Test
	void finds(@Autowired FilmRepository films, SequoiaSandbox sandbox) {
		sandbox.put("metadata", "contents", Map.of("name", "my-film", "type", "movie", "title", "My Film"));
		assertThat(films.findByTitle("My Film")).hasSize(1);
	}

	@Test
	void findsThoughThePlatformStumbles(@Autowired FilmRepository films, SequoiaSandbox sandbox) {
		sandbox.put("metadata", "contents", Map.of("name", "my-film", "type", "movie", "title", "My Film"));
		sandbox.faults().next(2, Operation.BROWSE, Fault.status(503));
		assertThat(films.findByTitle("My Film")).hasSize(1);
		assertThat(sandbox.requests().count(Operation.BROWSE)).isEqualTo(3);
	}

}
