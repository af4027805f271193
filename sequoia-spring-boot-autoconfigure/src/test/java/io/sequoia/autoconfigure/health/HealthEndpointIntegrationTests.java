package io.sequoia.autoconfigure.health;

import java.io.IOException;
import java.net.http.HttpResponse;

import io.sequoia.fixture.ClientApplication;
import io.sequoia.sandbox.LoggedRequest;
import io.sequoia.sandbox.SequoiaSandbox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.StringUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The answers of an application's health endpoint.
 */
class HealthEndpointIntegrationTests {

	private static final String[] NOTHING = {};

	private final SequoiaSandbox sandbox = SequoiaSandbox.builder().emptyCatalogue().start();

	private ConfigurableApplicationContext context;

	@AfterEach
	void stop() {
		this.context.close();
		this.sandbox.close();
	}

	@Test
	void isUpWithThePlatform() throws Exception {
		start(WebApplicationType.SERVLET, NOTHING);
		assertThat(this.sandbox.requests().all()).isEmpty();
		HttpResponse<String> health = get("/actuator/health");
		assertThat(health.statusCode()).isEqualTo(200);
		assertThat(health.body()).contains("\"sequoia\":{")
			.contains("\"status\":\"known\"", "\"services\":3", "\"status\":\"present\"")
			.doesNotContain(this.sandbox.clientSecret());
		get("/actuator/health");
		assertThat(this.sandbox.requests().all()).extracting(LoggedRequest::path)
			.containsExactly("/services/testmock", "/identity/oauth/token");
		assertThat(this.sandbox.requests().all()).extracting((request) -> request.header("X-Correlation-ID"))
			.containsOnly(this.sandbox.requests().all().get(0).header("X-Correlation-ID"));
	}

	@Test
	void isDownWhereTheCredentialsAreRefused() throws Exception {
		start(WebApplicationType.SERVLET, "sequoia.auth.client-secret=pl4nted-s3cret");
		HttpResponse<String> health = get("/actuator/health");
		assertThat(health.statusCode()).isEqualTo(503);
		assertThat(health.body()).contains("invalid_client", "sequoia.auth.client-id", "\"status\":\"missing\"")
			.doesNotContain("pl4nted");
	}

	@Test
	void isDownWithoutAPlatformAndLeavesLivenessAndReadinessAlone() throws Exception {
		this.sandbox.close();
		start(WebApplicationType.SERVLET, NOTHING);
		assertThat(get("/actuator/health").statusCode()).isEqualTo(503);
		assertThat(get("/actuator/health/sequoia").body()).contains("connection refused");
		assertThat(get("/actuator/health/liveness").statusCode()).isEqualTo(200);
		assertThat(get("/actuator/health/readiness").statusCode()).isEqualTo(200);
	}

	@Test
	void isNotThereWhereItIsSwitchedOff() throws Exception {
		start(WebApplicationType.SERVLET, "management.health.sequoia.enabled=false");
		assertThat(get("/actuator/health").body()).doesNotContain("\"sequoia\"");
	}

	@Test
	void tellsAnApplicationWithoutAWebServerToo() {
		start(WebApplicationType.NONE, NOTHING);
		assertThat(this.context.getBean(HealthEndpoint.class).healthForPath("sequoia").getStatus())
			.isEqualTo(Status.UP);
	}

	private void start(WebApplicationType type, String... properties) {
		String[] always = ClientApplication.connected(this.sandbox, "management.endpoint.health.show-details=always",
				"management.endpoint.health.probes.enabled=true", "sequoia.retry.max-attempts=1");
		this.context = ClientApplication.serve(type, Application.class,
				StringUtils.concatenateStringArrays(always, properties));
	}

	private HttpResponse<String> get(String path) throws IOException, InterruptedException {
		return ClientApplication.get(this.context, path);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
