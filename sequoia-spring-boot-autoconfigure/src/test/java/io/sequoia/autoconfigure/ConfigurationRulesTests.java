package io.sequoia.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.sequoia.autoconfigure.ConfigurationUnderTest.Planted;
import io.sequoia.autoconfigure.InvalidSequoiaConfigurationException.Violation;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.MapPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class ConfigurationRulesTests {

	private static final String HALF_PAIR = "is missing, but needed with 'sequoia.http.proxy.";

	@ParameterizedTest
	@MethodSource({ "wrongUrls", "wrongCredentials", "wrongDurations", "wrongNumbers", "wrongTexts", "wrongSsl" })
	void refusesToStart(List<String> settings, String key, String rule) {
		ConfigurationUnderTest.valid().withInitializer((context) -> addVerbatim(context, settings)).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(violations(context.getStartupFailure())).singleElement().satisfies((violation) -> {
				assertThat(violation.key()).isEqualTo(key);
				assertThat(violation.rule()).contains(rule);
				assertThat(violation.remedy()).isNotBlank();
			});
			assertThat(texts(context.getStartupFailure())).doesNotContain("pl4nted");
		});
	}

	static Stream<Arguments> wrongUrls() {
		String key = "sequoia.registry.url";
		return Stream.of(wrong(key, "", "is missing"), wrong(key, "registry.example.com", "is relative"),
				wrong(key, "/services", "is relative"), wrong(key, "//registry.example.com", "is relative"),
				wrong(key, "ftp://registry.example.com", "has the scheme 'ftp'"),
				wrong(key, "file:///etc/passwd", "has the scheme 'file'"),
				wrong(key, "https://me:pl4nted-passw0rd@registry.example.com", "contains user information"),
				wrong(key, "https://registry.example.com?key=pl4nted", "has a query"),
				wrong(key, "https://registry.example.com#pl4nted", "has a fragment"),
				wrong(key, "https://registry example.com", "white space"),
				wrong(key, "https://registry.example.com\r\nHost: x", "line break"),
				wrong(key, "https://me:pl4nted\n@registry.example.com", "line break"),
				wrong(key, "https://me:pl4n^ted@registry.example.com", "is not a URL"),
				wrong(key, "https://", "is not a URL"), wrong(key, "https:registry", "no valid host"),
				wrong(key, "https://registry.example.com:99999", "no valid host and port"),
				wrong(key, "${SEQUOIA_REGISTRY}", "placeholder"),
				wrong(key, "https://169.254.169.254", "is a link-local address"),
				wrong(key, "https://[fe80::1]", "is a link-local address"),
				wrong(key, "http://registry.example.com", "plain http"),
				wrong(key, "http://127.0.0.1.example.com", "plain http"),
				wrong("sequoia.services.metadata", "metadata.example.com", "is relative"),
				wrong("sequoia.services.metadata", "http://metadata.example.com", "plain http"),
				wrong("sequoia.services.metadata", "", "is missing"),
				arguments(List.of("sequoia.services[meta/data]=https://metadata.example.com"),
						"sequoia.services.meta/data", "is not the name of a service"),
				wrong("sequoia.auth.token-uri", "http://identity.example.com/oauth/token", "plain http"),
				wrong("sequoia.registry.allowed-hosts[0]", "https://x.example.com", "is neither a host"),
				wrong("sequoia.registry.allowed-hosts[0]", "x.example.com:443", "is neither a host"),
				wrong("sequoia.registry.allowed-hosts[0]", "*", "is neither a host"),
				wrong("sequoia.registry.allowed-hosts[0]", "*example.com", "is neither a host"),
				wrong("sequoia.registry.snapshot", ".", "is a directory"));
	}

	static Stream<Arguments> wrongCredentials() {
		String second = "is a second source of credentials";
		String id = "sequoia.auth.client-id";
		String secret = "sequoia.auth.client-secret";
		String location = "sequoia.auth.client-secret-location";
		String type = "sequoia.auth.type";
		return Stream
			.of(wrong("sequoia.owner", "", "is missing"), wrong("sequoia.owner", "test mock", "[a-zA-Z0-9_-]"),
					wrong("sequoia.owner", "a:b", "[a-zA-Z0-9_-]"), wrong("sequoia.owner", "${OWNER}", "placeholder"),
					wrong(id, "", "is missing"), wrong(id, "  ", "is blank"), wrong(id, "${CLIENT_ID}", "placeholder"),
					wrong(id, "catalogue ", "white space"), wrong(id, "catalogue:pl4nted", "contains a colon"),
					wrong(secret, "", "is missing"), wrong(secret, "${CLIENT_SECRET}", "placeholder"),
					wrong(secret, "pl4nted\n", "ends with a line break"), wrong(secret, " pl4nted", "white space"),
					wrong("sequoia.auth.token", "Bearer pl4nted", "not allowed in a bearer token"),
					wrong("sequoia.auth.scopes[1]", "read write", "is not a scope", "sequoia.auth.scopes[0]=all"),
					without(id, second + " in addition to 'sequoia.auth.registration-id'",
							"sequoia.auth.registration-id=sso", "sequoia.auth.client-id=catalogue"),
					without(secret, second, "sequoia.auth.registration-id=sso", "sequoia.auth.client-secret=pl4nted"),
					without(secret,
							"is a second source of credentials in addition to"
									+ " 'sequoia.auth.client-secret-location'",
							"sequoia.auth.client-id=catalogue", "sequoia.auth.client-secret=pl4nted",
							"sequoia.auth.client-secret-location=pom.xml"),
					without(location, second, "sequoia.auth.type=none", location + "=pom.xml"),
					without(location, second, "sequoia.auth.registration-id=sso", location + "=pom.xml"),
					without(location, "placeholder", "sequoia.auth.client-id=catalogue", location + "=${SECRET_FILE}"),
					without(location, "does not exist", "sequoia.auth.client-id=catalogue", location + "=file:absent"),
					without(location, "does not exist", "sequoia.auth.client-id=catalogue", location + "=pl4nted"),
					without(location, "cannot be read", "sequoia.auth.client-id=catalogue", location + "=src"),
					without(id, "is missing", location + "=pom.xml"),
					without("sequoia.auth.token-uri", "is set together with", "sequoia.auth.registration-id=sso",
							"sequoia.auth.token-uri=https://identity.example.com/oauth/token"),
					without("sequoia.auth.scopes", "is set together with", "sequoia.auth.registration-id=sso",
							"sequoia.auth.scopes=read"),
					without("sequoia.auth.token", "is missing", "sequoia.auth.type=token"),
					without("sequoia.auth.registration-id", "is missing", "sequoia.auth.type=authorization-code"),
					without(type, "needs a client certificate", "sequoia.auth.type=mutual-tls"),
					without("sequoia.auth.token", second, "sequoia.auth.type=none", "sequoia.auth.token=pl4nted"),
					without("sequoia.auth.token", second, "sequoia.auth.type=authorization-code",
							"sequoia.auth.registration-id=sso", "sequoia.auth.token=pl4nted"),
					without(secret, second, "sequoia.auth.type=token", "sequoia.auth.token=pl4nted",
							"sequoia.auth.client-secret=pl4nted"),
					without(id, second, "sequoia.auth.type=none", "sequoia.auth.client-id=catalogue"),
					without("sequoia.auth.registration-id", second, "sequoia.auth.type=none",
							"sequoia.auth.registration-id=sso"));
	}

	static Stream<Arguments> wrongDurations() {
		return Stream
			.of("sequoia.registry.refresh-interval", "sequoia.http.connect-timeout", "sequoia.http.pool.max-idle-time",
					"sequoia.http.pool.max-life-time", "sequoia.http.pool.acquire-timeout")
			.flatMap((key) -> Stream.of(wrong(key, "0s", "longer than 0"), wrong(key, "-1ms", "longer than 0"),
					wrong(key, "25h", "longer than a day")));
	}

	static Stream<Arguments> wrongNumbers() {
		String attempts = "sequoia.retry.max-attempts";
		return Stream.of(wrong("sequoia.http.response-timeout", "0s", "longer than 0"),
				wrong("sequoia.retry.interval", "0s", "longer than 0"),
				wrong("sequoia.retry.interval", "-1ms", "longer than 0"),
				wrong("sequoia.retry.max-interval", "25h", "longer than a day"),
				wrong("sequoia.retry.max-time", "25h", "longer than a day"),
				wrong("sequoia.http.response-timeout", "121s", "'sequoia.retry.max-time' (120s)",
						"sequoia.retry.max-time=120s"),
				wrong(attempts, "0", "from 1 to 100"), wrong(attempts, "101", "from 1 to 100"),
				wrong("sequoia.retry.max-interval", "99ms", "shorter than 'sequoia.retry.interval' (100ms)",
						"sequoia.retry.interval=100ms"),
				wrong("sequoia.retry.multiplier", "0.9", "at least 1"),
				wrong("sequoia.retry.multiplier", "NaN", "at least 1"),
				wrong("sequoia.retry.multiplier", "Infinity", "at least 1"),
				wrong("sequoia.retry.budget.ratio", "-0.1", "from 0 to 1"),
				wrong("sequoia.retry.budget.ratio", "1.1", "from 0 to 1"),
				wrong("sequoia.retry.status-codes", "399", "from 400 to 599"),
				wrong("sequoia.retry.status-codes", "404,600", "from 400 to 599"),
				wrong("sequoia.retry.status-codes", "404,", "contains an empty value"),
				wrong("sequoia.retry.status-codes", "404,,409", "contains an empty value"),
				wrong("sequoia.retry.max-time", "-5s", "longer than 0"),
				wrong("sequoia.retry.max-interval", "0s", "longer than 0"),
				wrong("sequoia.http.max-response-size", "0B", "from 1B"),
				wrong("sequoia.http.max-response-size", "-1MB", "from 1B"),
				wrong("sequoia.http.max-response-size", "2GB", "to 2047MB"),
				wrong("sequoia.http.max-header-size", "0B", "from 1B"),
				wrong("sequoia.http.max-header-size", "2MB", "to 1MB"),
				wrong("sequoia.http.pool.max-connections", "0", "at least 1"),
				wrong("sequoia.http.proxy.username", "guest:pl4nted", "contains a colon",
						"sequoia.http.proxy.host=proxy", "sequoia.http.proxy.port=3128",
						"sequoia.http.proxy.password=pl4nted"),
				wrong("sequoia.http.proxy.password", "pl4nted ", "white space", "sequoia.http.proxy.host=proxy",
						"sequoia.http.proxy.port=3128", "sequoia.http.proxy.username=guest"),
				wrong("sequoia.http.proxy.non-proxy-hosts[0]", "http://example.com", "is neither a host",
						"sequoia.http.proxy.host=proxy", "sequoia.http.proxy.port=3128"),
				wrong("sequoia.http.proxy.port", "0", "from 1 to 65535", "sequoia.http.proxy.host=proxy"),
				wrong("sequoia.http.proxy.port", "65536", "from 1 to 65535", "sequoia.http.proxy.host=proxy"),
				wrong("sequoia.registry.first-attempts", "0", "from 1 to 100"),
				wrong("sequoia.pagination.per-page", "0", "from 1 to 1000"),
				wrong("sequoia.pagination.per-page", "1001", "from 1 to 1000"),
				wrong("sequoia.pagination.prefetch", "-1", "from 0 to 10"),
				wrong("sequoia.pagination.prefetch", "11", "from 0 to 10"),
				wrong("sequoia.pagination.max-empty-pages", "0", "from 1 to 1000000"),
				wrong("sequoia.pagination.max-empty-pages", "1000001", "from 1 to 1000000"),
				wrong("sequoia.batch.size", "0", "from 1 to 1000"),
				wrong("sequoia.batch.size", "1001", "from 1 to 1000"),
				wrong("sequoia.batch.concurrency", "0", "from 1 to 100"),
				wrong("sequoia.batch.concurrency", "101", "from 1 to 100"),
				wrong("sequoia.transfer.block-size", "63KB", "from 64KB to 256MB"),
				wrong("sequoia.transfer.block-size", "257MB", "from 64KB to 256MB"),
				wrong("sequoia.transfer.concurrency", "0", "from 1 to 64"),
				wrong("sequoia.transfer.concurrency", "65", "from 1 to 64"),
				wrong("sequoia.transfer.minimum-rate", "0B", "from 1B to 1MB"),
				wrong("sequoia.transfer.minimum-rate", "2MB", "from 1B to 1MB"),
				wrong("sequoia.transfer.renewal-interval", "0s", "longer than 0"),
				wrong("sequoia.transfer.allowed-hosts[0]", "https://x.example.com", "is neither a host"),
				wrong("sequoia.cache.time-to-live", "0s", "longer than 0"),
				wrong("sequoia.cache.time-to-live", "25h", "longer than a day"),
				wrong("sequoia.cache.maximum-size", "0", "from 1 to 10000000"),
				wrong("sequoia.cache.types.contents.time-to-live", "0s", "longer than 0"),
				wrong("sequoia.cache.types.contents.maximum-size", "0", "from 1 to 10000000"));
	}

	static Stream<Arguments> wrongTexts() {
		String id = "sequoia.correlation.id";
		String header = "sequoia.correlation.header";
		return Stream.of(wrong("sequoia.content-type", "json", "is not a media type"),
				wrong("sequoia.content-type", "${MEDIA_TYPE}", "placeholder"),
				wrong(header, "${HEADER}", "placeholder"), wrong("sequoia.auth.scopes[0]", "${SCOPES}", "placeholder"),
				wrong("sequoia.registry.allowed-hosts[0]", "${HOSTS}", "placeholder"),
				wrong("sequoia.http.proxy.host", "${PROXY}", "placeholder", "sequoia.http.proxy.port=3128"),
				wrong("sequoia.content-type", "application/json\r\nX: y", "is not a media type"),
				wrong("sequoia.content-type", "", "is not a media type"),
				wrong("sequoia.content-type", "application/*", "is a range of media types"),
				wrong(id, "a b", "[A-Za-z0-9._:/=+-]"), wrong(id, "a".repeat(129), "longer than 128"),
				wrong(id, "a\nb", "[A-Za-z0-9._:/=+-]"), wrong(id, "${ID}", "placeholder"),
				wrong("sequoia.correlation.user-id", "jörg", "[A-Za-z0-9._:/=+-]"),
				wrong("sequoia.correlation.application-id", "a b", "[A-Za-z0-9._:/=+-]"),
				wrong("sequoia.correlation.application-id", "a".repeat(50), "is too long",
						"sequoia.correlation.user-id=" + "b".repeat(41)),
				wrong(header, "X Correlation", "is not the name of a header"),
				wrong(header, "", "is not the name of a header"),
				wrong(header, "authorization", "is a header with another meaning"),
				wrong("sequoia.correlation.mdc-key", "", "is blank"),
				wrong("sequoia.correlation.mdc-key", "${KEY}", "placeholder"),
				wrong("sequoia.http.user-agent", "catalogue\nX: y", "printable ASCII"),
				arguments(List.of("sequoia.http.proxy.host=proxy"), "sequoia.http.proxy.port", HALF_PAIR + "host'"),
				arguments(List.of("sequoia.http.proxy.port=3128"), "sequoia.http.proxy.host", HALF_PAIR + "port'"),
				wrong("sequoia.http.proxy.host", "http://me:pl4nted@proxy", "is not a host",
						"sequoia.http.proxy.port=3128"));
	}

	static Stream<Arguments> wrongSsl() {
		String file = "src/test/java/io/sequoia/autoconfigure/ConfigurationRulesTests.java";
		return Stream.of(wrong("sequoia.ssl.bundle", "sequoia", "there are none"),
				wrong("sequoia.ssl.bundle", "sequoia", "known are: other",
						"spring.ssl.bundle.pem.other.truststore.certificate=" + file),
				wrong("sequoia.ssl.bundle", "other", "is set together with PEM files",
						"spring.ssl.bundle.pem.other.truststore.certificate=" + file,
						"sequoia.ssl.trust-certificate=" + file),
				arguments(List.of("sequoia.ssl.certificate=" + file), "sequoia.ssl.private-key",
						"is missing, but needed with 'sequoia.ssl.certificate'"),
				arguments(List.of("sequoia.ssl.private-key=" + file), "sequoia.ssl.certificate",
						"is missing, but needed with 'sequoia.ssl.private-key'"),
				wrong("sequoia.ssl.certificate", "absent.pem", "does not exist", "sequoia.ssl.private-key=" + file),
				wrong("sequoia.ssl.private-key", "absent.pem", "does not exist", "sequoia.ssl.certificate=" + file),
				wrong("sequoia.ssl.trust-certificate", "absent.pem", "does not exist"),
				wrong("sequoia.ssl.trust-certificate", "src", "cannot be read"),
				wrong("sequoia.ssl.trust-certificate", "${TRUST}", "placeholder"),
				wrong("sequoia.ssl.trust-certificate", file, "cannot be loaded"));
	}

	@Test
	void startsWithMinimalConfiguration() {
		ConfigurationUnderTest.valid().run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(ValidatedSequoiaConfiguration.class).connectionDetails())
				.isSameAs(context.getBean(SequoiaConnectionDetails.class));
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "sequoia.registry.url=http://localhost:8080", "sequoia.registry.url=http://127.1.2.3/",
			"sequoia.registry.url=http://[::1]:8080/services/testmock", "sequoia.registry.url=HTTPS://Registry/base",
			"sequoia.auth.token=pl4nted", "sequoia.auth.scopes=read,write", "sequoia.registry.refresh-interval=1d",
			"sequoia.registry.allowed-hosts=*.example.com,localhost,10.0.0.1,[::1]", "sequoia.retry.multiplier=1",
			"sequoia.retry.status-codes=400,599", "sequoia.retry.budget.ratio=0", "sequoia.pagination.prefetch=0",
			"sequoia.correlation.id=a.B_1:/=+-", "sequoia.http.max-response-size=2047MB",
			"sequoia.http.response-timeout=120s", "sequoia.content-type=application/json;charset=UTF-8",
			"sequoia.services.meta.data=https://metadata.example.com" })
	void startsWith(String setting) {
		ConfigurationUnderTest.valid().withPropertyValues(setting).run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void startsWithPlainHttpWhereItIsAllowed() {
		ConfigurationUnderTest.valid()
			.withPropertyValues("sequoia.registry.url=http://registry.example.com",
					"sequoia.services.metadata=http://metadata.example.com", "sequoia.registry.allow-insecure=true")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void reportsEverythingAtOnce() {
		ConfigurationUnderTest.empty()
			.withPropertyValues("sequoia.registry.url=ftp://registry", "sequoia.auth.client-id=catalogue",
					"sequoia.retry.max-attempts=0", "sequoia.batch.size=0", "sequoia.ssl.bundle=none",
					"sequoia.http.connect-timeout=0s", "sequoia.correlation.id=a b")
			.run((context) -> assertThat(violations(context.getStartupFailure())).extracting(Violation::key)
				.containsExactlyInAnyOrder("sequoia.registry.url", "sequoia.owner", "sequoia.auth.client-secret",
						"sequoia.ssl.bundle", "sequoia.http.connect-timeout", "sequoia.retry.max-attempts",
						"sequoia.correlation.id", "sequoia.batch.size"));
	}

	@Test
	void leavesConfigurationAloneIfSwitchedOff() {
		ConfigurationUnderTest.empty()
			.withPropertyValues("sequoia.enabled=false", "sequoia.retry.max-attempts=0")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ValidatedSequoiaConfiguration.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "sequoia.auth.type=tokn", "sequoia.retry.strategy=linear", "sequoia.retry.jitter=some",
			"sequoia.http.connect-timeout=soon", "sequoia.http.max-response-size=big",
			"sequoia.http.proxy.port=${PROXY_PORT}" })
	void namesKeyOfValueThatCannotBeBound(String setting) {
		String key = setting.substring(0, setting.indexOf('='));
		ConfigurationUnderTest.valid()
			.withPropertyValues(setting)
			.run((context) -> assertThat(context.getStartupFailure()).hasStackTraceContaining(key));
	}

	@Test
	void acceptsCertificateFilesForMutualTls(@TempDir Path directory) {
		PemFiles pem = PemFiles.createIn(directory);
		withoutCredentials("sequoia.auth.type=mutual-tls", "sequoia.ssl.certificate=" + pem.certificate(),
				"sequoia.ssl.private-key=" + pem.privateKey(), "sequoia.ssl.trust-certificate=" + pem.certificate())
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(SequoiaConnectionDetails.class).sslBundle()).isNotNull()
					.satisfies((bundle) -> assertThat(bundle.createSslContext()).isNotNull());
			});
	}

	@Test
	void refusesTheKeyOfAnotherCertificate(@TempDir Path directory) throws IOException {
		PemFiles pem = PemFiles.createIn(directory);
		PemFiles other = PemFiles.createIn(Files.createDirectory(directory.resolve("other")));
		withoutCredentials("sequoia.auth.type=mutual-tls", "sequoia.ssl.certificate=" + pem.certificate(),
				"sequoia.ssl.private-key=" + other.privateKey())
			.run((context) -> assertThat(violations(context.getStartupFailure())).singleElement().satisfies((one) -> {
				assertThat(one.key()).isEqualTo("sequoia.ssl.private-key");
				assertThat(one.rule()).isEqualTo("does not belong to 'sequoia.ssl.certificate'");
			}));
	}

	@Test
	void acceptsBundleWithKeyForMutualTls(@TempDir Path directory) {
		PemFiles pem = PemFiles.createIn(directory);
		withoutCredentials("sequoia.auth.type=mutual-tls", "sequoia.ssl.bundle=sequoia",
				"spring.ssl.bundle.pem.sequoia.keystore.certificate=" + pem.certificate(),
				"spring.ssl.bundle.pem.sequoia.keystore.private-key=" + pem.privateKey())
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void refusesBundleWithoutKeyForMutualTls(@TempDir Path directory) {
		PemFiles pem = PemFiles.createIn(directory);
		withoutCredentials("sequoia.auth.type=mutual-tls", "sequoia.ssl.bundle=sequoia",
				"spring.ssl.bundle.pem.sequoia.truststore.certificate=" + pem.certificate())
			.run((context) -> assertThat(violations(context.getStartupFailure())).extracting(Violation::key)
				.containsExactly("sequoia.auth.type"));
	}

	@Test
	void doesNotShowKeyWrittenInPlaceOfFile() {
		String key = "-----BEGIN PRIVATE KEY-----\n" + Planted.SECRET + "\n-----END PRIVATE KEY-----";
		ConfigurationUnderTest.valid()
			.withPropertyValues("sequoia.ssl.certificate=" + key, "sequoia.ssl.private-key=" + key)
			.run((context) -> {
				assertThat(violations(context.getStartupFailure())).isNotEmpty();
				assertThat(texts(context.getStartupFailure())).doesNotContain(Planted.SECRET);
			});
	}

	/**
	 * Add settings with their white space, which the runner's own property values lose.
	 */
	private static void addVerbatim(ConfigurableApplicationContext context, List<String> settings) {
		Map<String, Object> properties = new HashMap<>();
		for (String setting : settings) {
			int separator = setting.indexOf('=');
			properties.put(setting.substring(0, separator), setting.substring(separator + 1));
		}
		context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("verbatim", properties));
	}

	private static ApplicationContextRunner withoutCredentials(String... settings) {
		return ConfigurationUnderTest.empty()
			.withPropertyValues("sequoia.registry.url=https://registry.example.com", "sequoia.owner=testmock")
			.withPropertyValues(settings);
	}

	/** Create a case of one wrong setting, its rule, and other settings that it needs. */
	private static Arguments wrong(String key, String value, String rule, String... others) {
		List<String> settings = new ArrayList<>(List.of(others));
		settings.add(key + "=" + value);
		return arguments(Named.of(settings.toString(), settings), key, rule);
	}

	/** Create a case without the client credentials of the valid configuration. */
	private static Arguments without(String key, String rule, String... settings) {
		List<String> all = new ArrayList<>(List.of("sequoia.auth.client-id=", "sequoia.auth.client-secret="));
		all.addAll(List.of(settings));
		return arguments(Named.of(all.toString(), all), key, rule);
	}

	private static List<Violation> violations(Throwable failure) {
		Throwable cause = NestedExceptionUtils.getMostSpecificCause(failure);
		assertThat(cause).isInstanceOf(InvalidSequoiaConfigurationException.class);
		return ((InvalidSequoiaConfigurationException) cause).violations();
	}

	/**
	 * Return all texts that a reader may see: the messages of every cause and of every
	 * violation.
	 */
	private static String texts(Throwable failure) {
		StringBuilder texts = new StringBuilder(violations(failure).toString());
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			texts.append(cause);
		}
		return texts.append(violations(failure).stream().map(Violation::remedy).toList()).toString();
	}

}
