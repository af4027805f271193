package io.sequoia.core;

import java.util.Map;

import io.sequoia.AccessDeniedException;
import io.sequoia.SequoiaFailure;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.identity.SequoiaIdentity;
import io.sequoia.identity.Tenant;
import io.sequoia.sandbox.Fault;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Views of the templates for the tenants of the caller.
 */
class TenantViewIntegrationTests {

	@AutoClose
	private static final ClientApplication application = ClientApplication
		.on(SequoiaSandbox.builder().emptyCatalogue().furtherOwners("second", "third"), "sequoia.retry.enabled=false");

	private static final SequoiaSandbox sandbox = application.sandbox();

	private static final SequoiaTemplate template = application.template();

	private static final ReactiveSequoiaTemplate reactive = application.reactive();

	@BeforeEach
	void clear() {
		sandbox.requests().clear();
		sandbox.faults().clear();
	}

	@Test
	void viewIsForTheTenantAndAsksOnce() {
		SequoiaOperations second = template.forTenant("second");
		second.service("metadata")
			.resources("contents")
			.store(Map.of("owner", "second", "name", "film", "title", "Film", "type", "movie"));
		second.service("metadata").resources("contents").browse().list();
		assertThat(sandbox.requests().count(Operation.IDENTITY)).isOne();
		assertThat(sandbox.requests().of(Operation.BROWSE))
			.allMatch((request) -> "second".equals(request.parameter("owner")));
		assertThat(sandbox.resources("second", "metadata", "contents")).hasSize(1);
	}

	@Test
	void eachTenantOfTheCallerHasAView() {
		for (Tenant tenant : application.bean(SequoiaIdentity.class).tenants()) {
			assertThat(template.forTenant(tenant.name())).isNotNull();
		}
	}

	@Test
	void otherTenantsAreRefusedWithAListOfThoseThatThereAre() {
		assertThatExceptionOfType(AccessDeniedException.class).isThrownBy(() -> template.forTenant("secnd"))
			.withMessageContainingAll("'secnd'", "testmock", "second", "third", "did you mean second?")
			.satisfies((failure) -> assertThat(failure.correlationId()).isNotNull());
		StepVerifier.create(reactive.forTenant("fourth")).verifyError(AccessDeniedException.class);
		assertThatIllegalArgumentException().isThrownBy(() -> template.forTenant("not a tenant"));
	}

	@Test
	void reactiveViewIsForTheTenant() {
		StepVerifier
			.create(reactive.forTenant("third")
				.flatMapMany((third) -> third.service("metadata").resources("contents").browse().flux()))
			.verifyComplete();
		assertThat(sandbox.requests().of(Operation.BROWSE)).hasSize(1)
			.allMatch((request) -> "third".equals(request.parameter("owner")));
	}

	@Test
	void optionsOfTheTemplateStay() {
		SequoiaOperations view = template.with(RequestOptions.builder().header("X-Region", "es").build())
			.forTenant("second");
		view.service("metadata").resources("contents").browse().list();
		assertThat(sandbox.requests().of(Operation.BROWSE).get(0).header("X-Region")).isEqualTo("es");
	}

	@Test
	void failureOfTheIdentityServiceIsNoPermission() {
		sandbox.faults().next(Operation.IDENTITY, Fault.status(503));
		assertThat(catchThrowable(() -> template.forTenant("second"))).isInstanceOf(SequoiaFailure.class)
			.isNotInstanceOf(AccessDeniedException.class);
	}

}
