package io.sequoia.core.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.sequoia.AccessDeniedException;
import io.sequoia.DiscoveryException;
import io.sequoia.Ref;
import io.sequoia.ResourceNotFoundException;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.core.query.Criteria;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.fixture.Content;
import io.sequoia.sandbox.Fault;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Handlers that fail when an operation becomes current on a thread, and when it no longer
 * is.
 */
@Timeout(30)
class FailingHandlersIntegrationTests {

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void handlerThatFailsInScopesChangesNoOperation(boolean linkage) {
		try (SequoiaSandbox sandbox = SequoiaSandbox.builder().emptyCatalogue().start()) {
			Content.seed(sandbox, 1, "film", "Film");
			try (ConfigurableApplicationContext context = ClientApplication.run(sandbox, ObservedApplication.class)) {
				context.getBean(ObservationRegistry.class)
					.observationConfig()
					.observationHandler(new FailingInScopes(linkage));
				SequoiaTemplate template = context.getBean(SequoiaTemplate.class);
				Ref film = Ref.of(sandbox.owner(), "film");
				Ref absent = Ref.of(sandbox.owner(), "absent");
				assertThat(template.read(film, Content.class)).isNotNull();
				assertThat(template.browse(Criteria.all(), Content.class).single()).isNotNull();
				assertThat(template.find(absent, Content.class)).isEmpty();
				assertThatExceptionOfType(ResourceNotFoundException.class)
					.isThrownBy(() -> template.read(absent, Content.class));
				assertThatExceptionOfType(DiscoveryException.class)
					.isThrownBy(() -> template.service("metadata").resources("unknown").read(film));
				sandbox.faults().next(Operation.READ, Fault.status(403));
				assertThatExceptionOfType(AccessDeniedException.class)
					.isThrownBy(() -> template.read(film, Content.class));
			}
		}
	}

	/**
	 * The handler.
	 *
	 * @param linkage whether a class that it needs is missing
	 */
	private record FailingInScopes(boolean linkage) implements ObservationHandler<SequoiaOperationObservationContext> {

		@Override
		public void onScopeOpened(SequoiaOperationObservationContext context) {
			fail();
		}

		@Override
		public void onScopeClosed(SequoiaOperationObservationContext context) {
			fail();
		}

		private void fail() {
			if (this.linkage) {
				throw new NoClassDefFoundError("missing/Handler");
			}
			throw new IllegalStateException("missing");
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return context instanceof SequoiaOperationObservationContext;
		}

	}

}
