package io.sequoia.test.catalogue;

import java.util.List;

import io.sequoia.Ref;
import io.sequoia.ResourceNotFoundException;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.sandbox.Fault;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import io.sequoia.test.SequoiaTest;
import io.sequoia.test.WithSandbox;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.registry.ImportHttpServices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An HTTP interface in a slice calls the platform by the rules of all calls.
 */
@SequoiaTest(properties = "spring.http.serviceclient.films.base-url=sequoia://metadata/data")
@WithSandbox
@ImportHttpServices(group = "films", types = HttpInterfaceIntegrationTests.Titles.class)
class HttpInterfaceIntegrationTests {

	@Test
	void readsWhatTheTemplateStored(SequoiaSandbox sandbox, @Autowired Titles titles,
			@Autowired SequoiaTemplate template) {
		Film film = template.store(Film.named("by-interface"));
		sandbox.faults().next(Operation.READ, Fault.status(503));
		assertThat(titles.read(film.ref(), "testmock").contents()).extracting(Title::title)
			.containsExactly("by-interface");
		assertThat(sandbox.requests().count(Operation.READ)).isEqualTo(2);
	}

	@Test
	void failsByType(@Autowired Titles titles) {
		assertThatExceptionOfType(ResourceNotFoundException.class)
			.isThrownBy(() -> titles.read(Ref.of("testmock", "none"), "testmock"));
	}

	interface Titles {

		@GetExchange("/contents/{ref}")
		Page read(@PathVariable Ref ref, @RequestParam String owner);

	}

	record Page(List<Title> contents) {

	}

	record Title(String title) {

	}

}
