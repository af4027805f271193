package io.sequoia.autoconfigure;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import io.sequoia.autoconfigure.ConfigurationUnderTest.Planted;
import org.junit.jupiter.api.Test;

import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

class SequoiaPropertiesTests {

	private static final String EVERY_KEY = """
			sequoia:
			  enabled: true
			  registry: { url: https://registry.example.com, refresh-interval: 2h, allowed-hosts: ["*.example.com"],
			              allow-insecure: true, snapshot: target/registry.json }
			  owner: testmock
			  services: { metadata: https://metadata.example.com }
			  auth: { type: client-credentials, client-id: catalogue, client-secret: secret, scopes: [read, write],
			          token: token, token-uri: https://identity.example.com/oauth/token }
			  ssl: { bundle: }
			  http: { connect-timeout: 1s, response-timeout: 2s, max-response-size: 1MB, user-agent: catalogue/1,
			          compression: false, proxy: { host: proxy, port: 3128 },
			          pool: { max-connections: 1, max-idle-time: 3s, max-life-time: 4s, acquire-timeout: 5s } }
			  content-type: application/json
			  retry: { enabled: false, max-attempts: 3, max-time: 6s, strategy: fibonacci, interval: 7ms, multiplier: 1.5,
			           max-interval: 8s, jitter: none, status-codes: [404, 409], budget: { enabled: false, ratio: 0.2 } }
			  correlation: { id: a, user-id: b, application-id: c, header: X-Id, mdc-key: d, adopt-inbound: false }
			  pagination: { per-page: 10, prefetch: 2 }
			  batch: { size: 11, concurrency: 12 }
			  store: { generate-names: false, validate: false }
			  repositories: { enabled: false, allow-delete-all: true }
			  warm-up: true
			""";

	private static final String EMPTY_VALUES = """
			sequoia:
			  registry: { url: https://registry.example.com, snapshot:, allowed-hosts: [], refresh-interval: }
			  owner: testmock
			  auth: { type: , client-id: catalogue, client-secret: secret, scopes: , token: , token-uri: , registration-id: }
			  ssl: { bundle: , certificate: , private-key: , trust-certificate: }
			  http: { user-agent: , proxy: { host: , port: }, max-response-size: }
			  retry: { status-codes: [], max-time: , strategy: }
			  correlation: { id: , user-id: , application-id: }
			""";

	@Test
	void bindsEveryKey() {
		yaml(EVERY_KEY).run((context) -> {
			SequoiaProperties properties = context.getBean(SequoiaProperties.class);
			assertThat(properties.getWarmUp()).isEqualTo(SequoiaProperties.WarmUp.TRUE);
			assertThat(properties.getContentType()).isEqualTo("application/json");
			assertThat(properties.getRegistry()).satisfies((registry) -> {
				assertThat(registry.getRefreshInterval()).isEqualTo(Duration.ofHours(2));
				assertThat(registry.getAllowedHosts()).containsExactly("*.example.com");
				assertThat(registry.isAllowInsecure()).isTrue();
				assertThat(registry.getSnapshot()).isEqualTo(Path.of("target/registry.json"));
			});
			assertThat(properties.getHttp()).satisfies((http) -> {
				assertThat(http.getConnectTimeout()).isEqualTo(Duration.ofSeconds(1));
				assertThat(http.getResponseTimeout()).isEqualTo(Duration.ofSeconds(2));
				assertThat(http.getMaxResponseSize()).isEqualTo(DataSize.ofMegabytes(1));
				assertThat(http.getUserAgent()).isEqualTo("catalogue/1");
				assertThat(http.isCompression()).isFalse();
				assertThat(http.getProxy().getHost()).isEqualTo("proxy");
				assertThat(http.getProxy().getPort()).isEqualTo(3128);
				assertThat(http.getPool().getMaxConnections()).isOne();
				assertThat(http.getPool().getMaxIdleTime()).isEqualTo(Duration.ofSeconds(3));
				assertThat(http.getPool().getMaxLifeTime()).isEqualTo(Duration.ofSeconds(4));
				assertThat(http.getPool().getAcquireTimeout()).isEqualTo(Duration.ofSeconds(5));
			});
			assertThat(properties.getRetry()).satisfies((retry) -> {
				assertThat(retry.isEnabled()).isFalse();
				assertThat(retry.getMaxAttempts()).isEqualTo(3);
				assertThat(retry.getMaxTime()).isEqualTo(Duration.ofSeconds(6));
				assertThat(retry.getStrategy()).isEqualTo(SequoiaProperties.Retry.Strategy.FIBONACCI);
				assertThat(retry.getInterval()).isEqualTo(Duration.ofMillis(7));
				assertThat(retry.getMultiplier()).isEqualTo(1.5);
				assertThat(retry.getMaxInterval()).isEqualTo(Duration.ofSeconds(8));
				assertThat(retry.getJitter()).isEqualTo(SequoiaProperties.Retry.Jitter.NONE);
				assertThat(retry.getStatusCodes()).containsExactly(404, 409);
				assertThat(retry.getBudget().isEnabled()).isFalse();
				assertThat(retry.getBudget().getRatio()).isEqualTo(0.2);
			});
			assertThat(properties.getCorrelation()).satisfies((correlation) -> {
				assertThat(correlation.getId()).isEqualTo("a");
				assertThat(correlation.getUserId()).isEqualTo("b");
				assertThat(correlation.getApplicationId()).isEqualTo("c");
				assertThat(correlation.getHeader()).isEqualTo("X-Id");
				assertThat(correlation.getMdcKey()).isEqualTo("d");
				assertThat(correlation.isAdoptInbound()).isFalse();
			});
			assertThat(properties.getPagination().getPerPage()).isEqualTo(10);
			assertThat(properties.getPagination().getPrefetch()).isEqualTo(2);
			assertThat(properties.getBatch().getSize()).isEqualTo(11);
			assertThat(properties.getBatch().getConcurrency()).isEqualTo(12);
			assertThat(properties.getStore().isGenerateNames()).isFalse();
			assertThat(properties.getStore().isValidate()).isFalse();
			assertThat(properties.getRepositories().isEnabled()).isFalse();
			assertThat(properties.getRepositories().isAllowDeleteAll()).isTrue();
		});
	}

	@Test
	void givesConnectionOfProperties() {
		yaml(EVERY_KEY).run((context) -> {
			SequoiaConnectionDetails details = context.getBean(SequoiaConnectionDetails.class);
			assertThat(details.registryUrl()).isEqualTo(URI.create("https://registry.example.com"));
			assertThat(details.owner()).isEqualTo("testmock");
			assertThat(details.services()).containsOnlyKeys("metadata")
				.containsValue(URI.create("https://metadata.example.com"));
			assertThat(details.sslBundle()).isNull();
			SequoiaConnectionDetails.Authentication authentication = details.authentication();
			assertThat(authentication.type()).isEqualTo(AuthenticationType.CLIENT_CREDENTIALS);
			assertThat(authentication.clientId()).isEqualTo("catalogue");
			assertThat(authentication.clientSecret()).isEqualTo("secret");
			assertThat(authentication.scopes()).containsExactly("read", "write");
			assertThat(authentication.token()).isEqualTo("token");
			assertThat(authentication.tokenUri()).isEqualTo(URI.create("https://identity.example.com/oauth/token"));
			assertThat(authentication.registrationId()).isNull();
		});
	}

	@Test
	void takesEmptyValueAsLeftOut() {
		yaml(EMPTY_VALUES).run((context) -> {
			assertThat(context).hasNotFailed();
			SequoiaProperties properties = context.getBean(SequoiaProperties.class);
			SequoiaProperties defaults = new SequoiaProperties();
			assertThat(properties.getRegistry().getSnapshot()).isNull();
			assertThat(properties.getHttp().getProxy().getPort()).isNull();
			assertThat(properties.getRegistry().getRefreshInterval())
				.isEqualTo(defaults.getRegistry().getRefreshInterval());
			assertThat(properties.getRetry().getMaxTime()).isEqualTo(defaults.getRetry().getMaxTime());
			assertThat(properties.getRetry().getStrategy()).isEqualTo(defaults.getRetry().getStrategy());
			assertThat(properties.getAuth().getType()).isEqualTo(defaults.getAuth().getType());
			SequoiaConnectionDetails details = context.getBean(SequoiaConnectionDetails.class);
			assertThat(details.authentication().token()).isNull();
			assertThat(details.authentication().tokenUri()).isNull();
			assertThat(details.authentication().scopes()).isEmpty();
			assertThat(details.services()).isEmpty();
			assertThat(details.sslBundle()).isNull();
		});
	}

	@Test
	void bindsEnvironmentVariables() {
		ConfigurationUnderTest.empty()
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new SystemEnvironmentPropertySource("systemEnvironment",
						Map.of("SEQUOIA_REGISTRY_URL", "https://registry.example.com", "SEQUOIA_OWNER", "testmock",
								"SEQUOIA_AUTH_TYPE", "TOKEN", "SEQUOIA_AUTH_TOKEN", "token",
								"SEQUOIA_HTTP_POOL_MAXCONNECTIONS", "7", "SEQUOIA_SERVICES_METADATA",
								"https://metadata.example.com"))))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				SequoiaProperties properties = context.getBean(SequoiaProperties.class);
				assertThat(properties.getAuth().getType()).isEqualTo(AuthenticationType.TOKEN);
				assertThat(properties.getHttp().getPool().getMaxConnections()).isEqualTo(7);
				assertThat(properties.getServices()).containsEntry("metadata", "https://metadata.example.com");
			});
	}

	@Test
	void keepsSecretsOutOfEveryText() {
		ConfigurationUnderTest.valid().withPropertyValues("sequoia.auth.token=" + Planted.TOKEN).run((context) -> {
			SequoiaProperties properties = context.getBean(SequoiaProperties.class);
			SequoiaConnectionDetails details = context.getBean(SequoiaConnectionDetails.class);
			assertThat(details.authentication().clientSecret()).isEqualTo(Planted.SECRET);
			assertThat(details.authentication().token()).isEqualTo(Planted.TOKEN);
			assertThat(details.authentication().toString()).contains("catalogue", "CLIENT_CREDENTIALS");
			assertThat(properties + "" + properties.getAuth() + details + details.authentication()
					+ context.getBean(ValidatedSequoiaConfiguration.class))
				.doesNotContain(Planted.SECRET, Planted.TOKEN);
		});
	}

	private static ApplicationContextRunner yaml(String text) {
		return ConfigurationUnderTest.empty().withInitializer((context) -> add(context, text));
	}

	private static void add(ConfigurableApplicationContext context, String text) {
		try {
			new YamlPropertySourceLoader().load("yaml", new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8)))
				.forEach(context.getEnvironment().getPropertySources()::addFirst);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
