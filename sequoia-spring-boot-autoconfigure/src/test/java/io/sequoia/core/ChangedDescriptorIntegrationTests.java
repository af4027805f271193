package io.sequoia.core;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.sequoia.DiscoveryException;
import io.sequoia.InvalidCriteriaException;
import io.sequoia.InvalidResourceException;
import io.sequoia.Ref;
import io.sequoia.contract.Proves;
import io.sequoia.core.query.Criteria;
import io.sequoia.discovery.ServiceDescriptors;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.http.SequoiaWebClients;
import io.sequoia.http.SharedRetry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.serverError;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static io.sequoia.core.query.Criteria.where;
import static io.sequoia.core.query.Field.field;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A service that gets other rules, collections and routes while the application runs.
 */
class ChangedDescriptorIntegrationTests {

	private static final String DESCRIPTOR = """
			{"resourcefuls":{"contents":{"fields":{"type":{"allowedValueMappings":{"movie":"movie"}}},
			"filters":{"withTitle":{}}}},"routes":[]}""";

	private static final String CHANGED = """
			{"resourcefuls":{"contents":{"path":"/v2","fields":{"type":{"allowedValueMappings":{"short":"short"}}},
			"filters":{"withTitle":{},"withType":{}}},"assets":{}},
			"routes":[{"name":"play","path":"/play"}]}""";

	private static final String STORED = "{\"meta\":{},\"contents\":[{\"ref\":\"testmock:a\",\"name\":\"a\"}]}";

	private static final Map<String, Object> SHORT = Map.of("name", "a", "type", "short");

	@RegisterExtension
	static final WireMockExtension server = WireMockExtension.newInstance()
		.options(wireMockConfig().dynamicPort())
		.build();

	private ConfigurableApplicationContext context;

	private ServiceOperations metadata;

	@BeforeEach
	void start() {
		server.stubFor(any(anyUrl()).willReturn(okJson(STORED)));
		describe(DESCRIPTOR);
		this.context = ClientApplication
			.run(List.of("sequoia.registry.url=" + server.baseUrl(), "sequoia.owner=testmock", "sequoia.auth.type=none",
					"sequoia.services.metadata=" + server.baseUrl(), "sequoia.criteria.strict=true"), Clock.class);
		this.metadata = this.context.getBean(SequoiaTemplate.class).service("metadata");
		assertThat(contents().read(Ref.of("testmock", "a"))).containsEntry("name", "a");
	}

	@AfterEach
	void stop() {
		this.context.close();
	}

	@Test
	@Proves("3 changed")
	void resourceIsSentThatTheNewRulesAllow() {
		change();
		assertThat(contents().store(SHORT)).containsEntry("name", "a");
		assertThat(contents().storeAll(List.of(SHORT))).hasSize(1);
		server.verify(2, postRequestedFor(urlPathEqualTo("/v2/contents")));
		assertThat(descriptorRequests()).isEqualTo(2);
	}

	@Test
	void resourceIsUpdatedThatTheNewRulesAllow() {
		change();
		assertThat(contents().update(Map.of("ref", "testmock:a", "name", "a", "type", "short", "version", "1")))
			.containsEntry("name", "a");
	}

	@Test
	void resourceIsFoundValidByTheNewRules() {
		change();
		assertThat(contents().validate(SHORT)).isEmpty();
	}

	@Test
	@Proves("3 changed")
	void newCollectionAndRouteAreFound() {
		change();
		assertThat(this.metadata.call("play", Map.of(), null, String.class)).isEqualTo(STORED);
		pass(Duration.ofMinutes(1));
		describe(CHANGED.replace("assets", "people"));
		server.stubFor(get(urlPathEqualTo("/data/people")).willReturn(okJson("{\"meta\":{\"totalCount\":3}}")));
		assertThat(this.metadata.resources("people").count(Criteria.all())).isEqualTo(3);
	}

	@Test
	void newFilterIsTaken() {
		change();
		server.stubFor(get(urlPathEqualTo("/data/contents")).willReturn(okJson("{\"meta\":{\"totalCount\":3}}")));
		assertThat(contents().count(where(field("type").equalTo("short")))).isEqualTo(3);
	}

	@Test
	void isAskedAgainOnceAMinuteOnly() {
		for (int i = 0; i < 3; i++) {
			pass(Duration.ofSeconds(19));
			refusesEverything();
		}
		assertThat(descriptorRequests()).isEqualTo(1);
		pass(Duration.ofSeconds(3));
		refusesEverything();
		refusesEverything();
		assertThat(descriptorRequests()).isEqualTo(2);
	}

	@Test
	void oldRulesHoldWhileThereIsNoNewDescriptor() {
		pass(Duration.ofMinutes(1));
		server.stubFor(get(urlPathEqualTo("/descriptor/raw")).willReturn(serverError()));
		refusesEverything();
		pass(Duration.ofMinutes(1));
		server.stubFor(get(urlPathEqualTo("/descriptor/raw")).willReturn(ok("<html>")));
		refusesEverything();
		assertThat(descriptorRequests()).isEqualTo(3);
	}

	private void refusesEverything() {
		assertThatExceptionOfType(InvalidResourceException.class).isThrownBy(() -> contents().store(SHORT))
			.withMessageContaining("type must be");
		assertThatExceptionOfType(InvalidCriteriaException.class)
			.isThrownBy(() -> contents().count(where(field("type").equalTo("short"))));
		assertThatExceptionOfType(DiscoveryException.class)
			.isThrownBy(() -> this.metadata.resources("assets").count(Criteria.all()));
		assertThatExceptionOfType(DiscoveryException.class)
			.isThrownBy(() -> this.metadata.call("play", Map.of(), null, String.class));
	}

	private void change() {
		pass(Duration.ofMinutes(1));
		describe(CHANGED);
	}

	private static void describe(String descriptor) {
		server.stubFor(get(urlPathEqualTo("/descriptor/raw")).willReturn(okJson(descriptor)));
	}

	private static int descriptorRequests() {
		return server.findAll(getRequestedFor(urlPathEqualTo("/descriptor/raw"))).size();
	}

	private void pass(Duration time) {
		this.context.getBean(Clock.class).time.addAndGet(time.toNanos());
	}

	private ResourceOperations<Map<String, Object>> contents() {
		return this.metadata.resources("contents");
	}

	@Configuration(proxyBeanMethods = false)
	static class Clock {

		private final AtomicLong time = new AtomicLong();

		@Bean
		@Primary
		ServiceDescriptors descriptors(SequoiaWebClients.Services clients, SharedRetry retry) {
			return new ServiceDescriptors(clients.descriptors(), retry, this.time::get);
		}

	}

}
