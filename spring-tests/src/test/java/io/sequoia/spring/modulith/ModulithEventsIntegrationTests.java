package io.sequoia.spring.modulith;

import java.time.Duration;

import io.sequoia.Ref;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.core.mapping.SequoiaResource;
import io.sequoia.sandbox.Fault;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import io.sequoia.test.WithSandbox;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Import;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.modulith.events.IncompleteEventPublications;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Resources that are stored when a transaction of the application's own database has
 * ended: Modulith keeps the event until its listener has succeeded.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.NONE,
		properties = { "spring.modulith.events.jdbc.schema-initialization.enabled=true",
				"sequoia.retry.max-attempts=1" })
@WithSandbox(emptyCatalogue = true)
class ModulithEventsIntegrationTests {

	private static final Ref FILM = Ref.of("testmock", "a");

	@Autowired
	private ApplicationEventPublisher events;

	@Autowired
	private TransactionTemplate transaction;

	@Autowired
	private IncompleteEventPublications incomplete;

	@Autowired
	private SequoiaTemplate sequoia;

	@Test
	void storesAfterTheTransactionAndAgainAfterAFailure(SequoiaSandbox sandbox) {
		sandbox.faults().next(1, Operation.STORE, Fault.status(503));
		this.transaction.executeWithoutResult((status) -> this.events.publishEvent(new FilmBought("a", "A")));
		await(() -> assertThat(sandbox.requests().count(Operation.STORE)).isEqualTo(1));

		await(() -> {
			this.incomplete.resubmitIncompletePublications((publication) -> true);
			assertThat(this.sequoia.find(FILM, Film.class)).isPresent();
		});
	}

	@Test
	void storesNothingIfTheTransactionIsRolledBack(SequoiaSandbox sandbox) {
		this.transaction.executeWithoutResult((status) -> {
			this.events.publishEvent(new FilmBought("b", "B"));
			status.setRollbackOnly();
		});
		this.transaction.executeWithoutResult((status) -> this.events.publishEvent(new FilmBought("c", "C")));
		await(() -> assertThat(this.sequoia.find(Ref.of("testmock", "c"), Film.class)).isPresent());

		assertThat(this.sequoia.find(Ref.of("testmock", "b"), Film.class)).isEmpty();
	}

	private static void await(Runnable assertion) {
		Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(assertion::run);
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@EnableAsync
	@Import(Catalogue.class)
	static class Application {

	}

	record FilmBought(String name, String title) {
	}

	@Component
	static class Catalogue {

		private final SequoiaTemplate sequoia;

		Catalogue(SequoiaTemplate sequoia) {
			this.sequoia = sequoia;
		}

		@ApplicationModuleListener
		void store(FilmBought bought) {
			this.sequoia.store(new Film(null, "testmock", bought.name(), bought.title(), "movie"));
		}

	}

	@SequoiaResource(service = "metadata", name = "contents")
	record Film(@Nullable Ref ref, @Nullable String owner, @Nullable String name, String title, String type) {
	}

}
