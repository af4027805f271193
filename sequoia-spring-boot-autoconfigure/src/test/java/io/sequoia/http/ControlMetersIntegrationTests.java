package io.sequoia.http;

import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import io.sequoia.AuthenticationFailedException;
import io.sequoia.Ref;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.fixture.Content;
import io.sequoia.sandbox.Fault;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * The meters for registry and identity service.
 */
class ControlMetersIntegrationTests {

	private static final String TOKEN_REQUESTS = "sequoia.client.token.requests";

	private static final String TOKEN_AGE = "sequoia.client.token.age";

	private static final String REGISTRY_REFRESHES = "sequoia.client.registry.refreshes";

	private static final String REGISTRY_AGE = "sequoia.client.registry.age";

	private final SequoiaSandbox sandbox = SequoiaSandbox.builder().emptyCatalogue().start();

	private ConfigurableApplicationContext context;

	private MeterRegistry meters;

	@BeforeEach
	void start() {
		this.sandbox.put("metadata", "contents", Map.of("name", "c1", "title", "Content 1", "type", "movie"));
		run("sequoia.retry.interval=1ms", "sequoia.retry.max-interval=10ms");
	}

	@AfterEach
	void stop() {
		this.context.close();
		this.sandbox.close();
	}

	@Test
	void countsRequestsByTheirOutcome() {
		this.sandbox.faults()
			.next(Operation.REGISTRY, Fault.status(404))
			.next(2, Operation.TOKEN, Fault.status(503))
			.next(Operation.TOKEN, Fault.reset());
		assertThat(catchThrowable(this::read)).isNotNull();
		read();
		assertThat(count(REGISTRY_REFRESHES, "CLIENT_ERROR")).isOne();
		assertThat(count(REGISTRY_REFRESHES, "SUCCESS")).isOne();
		assertThat(count(TOKEN_REQUESTS, "SERVER_ERROR")).isEqualTo(3);
		assertThat(count(TOKEN_REQUESTS, "SUCCESS")).isOne();
		assertThat(this.meters.get(TOKEN_REQUESTS).tag("outcome", "SUCCESS").timer().totalTime(TimeUnit.NANOSECONDS))
			.isPositive();
		this.meters.getMeters()
			.stream()
			.filter((meter) -> meter.getId().getName().startsWith("sequoia.client.token")
					|| meter.getId().getName().startsWith("sequoia.client.registry"))
			.forEach((meter) -> assertThat(meter.getId().getTags()).allMatch((tag) -> tag.getKey().equals("outcome")));
	}

	@Test
	void countsRefusedCredentials() {
		this.context.close();
		run("sequoia.auth.client-secret=wrong");
		assertThatExceptionOfType(AuthenticationFailedException.class).isThrownBy(this::read);
		assertThat(count(TOKEN_REQUESTS, "CLIENT_ERROR")).isOne();
	}

	@Test
	void tellsAgesOnceThereIsSomethingToBeOfAge() {
		assertThat(age(TOKEN_AGE)).isNaN();
		assertThat(age(REGISTRY_AGE)).isNaN();
		read();
		assertThat(age(TOKEN_AGE)).isBetween(0.0, 60.0);
		assertThat(age(REGISTRY_AGE)).isBetween(0.0, 60.0);
	}

	private void run(String... properties) {
		this.context = ClientApplication.run(this.sandbox, properties);
		this.meters = this.context.getBean(MeterRegistry.class);
	}

	private void read() {
		this.context.getBean(SequoiaTemplate.class).read(Ref.of(this.sandbox.owner(), "c1"), Content.class);
	}

	private long count(String timer, String outcome) {
		return this.meters.get(timer).tag("outcome", outcome).timer().count();
	}

	private double age(String gauge) {
		return this.meters.get(gauge).timeGauge().value(TimeUnit.SECONDS);
	}

}
