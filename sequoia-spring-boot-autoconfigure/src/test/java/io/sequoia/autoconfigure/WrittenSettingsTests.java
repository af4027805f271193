package io.sequoia.autoconfigure;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.sequoia.autoconfigure.InvalidSequoiaConfigurationException.Violation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * The settings below {@code sequoia} as they were written: keys that do not exist, values
 * to which defaults are adapted, and numbers without a unit.
 */
@ExtendWith(OutputCaptureExtension.class)
class WrittenSettingsTests {

	private static final String NONE = "Unknown settings of the Sequoia client";

	@ParameterizedTest
	@CsvSource({ "sequoia.retry.max-atempts, sequoia.retry.max-attempts",
			"sequoia.htp.connect-timeout, sequoia.http.connect-timeout",
			"sequoia.client-secrt, sequoia.auth.client-secret", "sequoia.retry.maxAtempts, sequoia.retry.max-attempts",
			"sequoia.ownr, sequoia.owner", "sequoia.url, sequoia.registry.url",
			"sequoia.http.pool.max-connection, sequoia.http.pool.max-connections",
			"sequoia.servces.metadata, sequoia.services.metadata", "sequoia.auth.scope[0], sequoia.auth.scopes",
			"sequoia.retry.enabled.x, sequoia.retry.enabled" })
	void asksForTheKeyThatIsMeant(String written, String meant, CapturedOutput output) {
		ConfigurationUnderTest.valid().withPropertyValues(written + "=1").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(output).containsOnlyOnce(NONE).containsPattern("did you mean '" + meant + "'\\?");
		});
	}

	@Test
	void tellsAllOfThemInOneLineWithoutTheirValues(CapturedOutput output) {
		ConfigurationUnderTest.valid()
			.withPropertyValues("sequoia.auth.client-secrt=pl4nted", "sequoia.nothing.like.it=pl4nted")
			.run((context) -> assertThat(output).containsOnlyOnce(NONE)
				.contains("'sequoia.auth.client-secrt'", "'sequoia.nothing.like.it'",
						"sequoia.strict-configuration=true")
				.doesNotContain("pl4nted"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "sequoia.services.metadata=https://metadata.example.com", "sequoia.auth.scopes[0]=read",
			"sequoia.auth.scopes=read,write", "sequoia.retry.statusCodes=404", "SEQUOIA.RETRY.MAX_ATTEMPTS=3",
			"sequoia.retry.status-codes[0]=404", "sequoiaclient.x=1", "management.sequoia.x=1" })
	void knowsEveryFormOfItsKeys(String setting, CapturedOutput output) {
		ConfigurationUnderTest.valid().withPropertyValues(setting).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(output).doesNotContain(NONE);
		});
	}

	@Test
	void listsAreNotMixedOfSeveralSources(CapturedOutput output) {
		ConfigurationUnderTest.valid()
			.withPropertyValues("sequoia.auth.scopes[0]=a", "sequoia.auth.scopes[1]=b")
			.withSystemProperties("sequoia.auth.scopes[0]=c")
			.run((context) -> assertThat(output).doesNotContain(NONE));
	}

	@ParameterizedTest
	@CsvSource({ "SEQUOIA_AUTH_CLIENTSECRT, true", "SEQUOIA_RETRY_MAXATEMPTS, true", "SEQUOIA_AUTH_CLIENTID, false",
			"SEQUOIA_HTTP_POOL_MAXCONNECTIONS, false", "SEQUOIA_CLIENT_ID, false", "SEQUOIA_REGISTRY_PORT, false",
			"SEQUOIA_SERVICES_METADATA, false", "SEQUOIA_RETRY_MAX_ATTEMPTS, false", "SEQUOIA_AUTH_CLIENT_ID, false",
			"SEQUOIA_HOME, false" })
	void leavesVariablesAloneThatMayServeOthers(String variable, boolean told, CapturedOutput output) {
		String value = variable.contains("METADATA") ? "https://metadata.example.com" : "3";
		ConfigurationUnderTest.valid().withInitializer(environment(Map.of(variable, value))).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(output.getAll().contains(NONE)).isEqualTo(told);
		});
	}

	@Test
	void leavesKeysOfOtherPropertiesClassesAlone(CapturedOutput output) {
		ConfigurationUnderTest.valid()
			.withUserConfiguration(Others.class)
			.withPropertyValues("sequoia.importer.folder=/in", "sequoia.importers=1")
			.run((context) -> assertThat(output).contains("'sequoia.importers'").doesNotContain("importer.folder"));
	}

	@Test
	void strictConfigurationStopsTheStart() {
		ConfigurationUnderTest.valid()
			.withPropertyValues("sequoia.strict-configuration=true", "sequoia.retry.max-atempts=3",
					"sequoia.nothing.like.it=1")
			.withInitializer(environment(Map.of("SEQUOIA_CLIENT_ID", "catalogue")))
			.run((context) -> assertThat(violations(context)).extracting(Violation::toString, Violation::remedy)
				.containsExactlyInAnyOrder(
						tuple("sequoia.retry.max-atempts is not a setting of the client",
								"Write 'sequoia.retry.max-attempts', or remove it"),
						tuple("sequoia.nothing.like.it is not a setting of the client", "Remove it")));
	}

	@Test
	void missingKeyNamesWhatIsThereInstead() {
		ConfigurationUnderTest.empty()
			.withPropertyValues("sequoia.registry.url=https://registry.example.com", "sequoia.ownr=testmock",
					"sequoia.auth.client-secrt=pl4nted")
			.withInitializer(environment(Map.of("SEQUOIA_CLIENT_ID", "catalogue")))
			.run((context) -> assertThat(violations(context))
				.extracting((violation) -> violation + " " + violation.remedy())
				.satisfiesExactlyInAnyOrder(
						(owner) -> assertThat(owner).contains("sequoia.owner is missing; there is 'sequoia.ownr'",
								"or rename 'sequoia.ownr'"),
						(secret) -> assertThat(secret).contains("sequoia.auth.client-secret is missing",
								"there is 'sequoia.auth.client-secrt'"),
						(id) -> assertThat(id).contains("sequoia.auth.client-id is missing", "SEQUOIA_CLIENT_ID")));
	}

	@ParameterizedTest
	@MethodSource
	void defaultsYieldToWhatWasWritten(String setting, String expected) {
		ConfigurationUnderTest.valid().withPropertyValues(setting).run((context) -> {
			assertThat(context).hasNotFailed();
			SequoiaProperties properties = context.getBean(SequoiaProperties.class);
			SequoiaProperties.Retry retry = properties.getRetry();
			assertThat(Stream.of(properties.getHttp().getResponseTimeout(), retry.getMaxTime(), retry.getInterval(),
					retry.getMaxInterval()))
				.map(Violations::print)
				.as("response-timeout, max-time, interval, max-interval")
				.containsExactly(expected.split(" "));
		});
	}

	static Stream<Arguments> defaultsYieldToWhatWasWritten() {
		return Stream.of(Arguments.of("sequoia.retry.max-time=10s", "10s 10s 100ms 10s"),
				Arguments.of("sequoia.retry.maxTime=10s", "10s 10s 100ms 10s"),
				Arguments.of("sequoia.http.response-timeout=5m", "300s 300s 100ms 10s"),
				Arguments.of("sequoia.retry.interval=30s", "30s 120s 30s 30s"),
				Arguments.of("sequoia.retry.max-interval=50ms", "30s 120s 50ms 50ms"));
	}

	@Test
	void everySingleSettingThatIsValidStartsAlone() {
		List<String> durations = List.of("sequoia.registry.refresh-interval", "sequoia.http.connect-timeout",
				"sequoia.http.response-timeout", "sequoia.http.pool.max-idle-time", "sequoia.http.pool.max-life-time",
				"sequoia.http.pool.acquire-timeout", "sequoia.retry.max-time", "sequoia.retry.interval",
				"sequoia.retry.max-interval");
		assertThat(durations).allSatisfy(
				(key) -> assertThat(List.of("1ms", "1s", "1d")).allSatisfy((value) -> ConfigurationUnderTest.valid()
					.withPropertyValues(key + "=" + value)
					.run((context) -> assertThat(context).hasNotFailed())));
	}

	@ParameterizedTest
	@CsvSource({ "sequoia.http.response-timeout, 10, 10 milliseconds", "sequoia.retry.max-time, 99, 99 milliseconds",
			"sequoia.retry.interval, 7, 7 milliseconds", "sequoia.registry.refresh-interval, 60, 60 milliseconds",
			"sequoia.http.max-response-size, 16, 16 bytes", "sequoia.http.responseTimeout, 010, 010 milliseconds" })
	void refusesSmallNumbersWithoutUnit(String key, String value, String taken) {
		ConfigurationUnderTest.valid()
			.withPropertyValues(key + "=" + value)
			.run((context) -> assertThat(violations(context)).anySatisfy((violation) -> {
				assertThat(violation.rule()).isEqualTo("has no unit, so it would be taken for " + taken);
				assertThat(violation.remedy()).startsWith("Write the unit, such as '" + value);
			}));
	}

	@Test
	void refusesSmallNumbersWithoutUnitBehindPlaceholders() {
		ConfigurationUnderTest.valid()
			.withPropertyValues("sequoia.http.response-timeout=${TIMEOUT:10}")
			.run((context) -> assertThat(violations(context)).extracting(Violation::rule)
				.containsExactly("has no unit, so it would be taken for 10 milliseconds"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "sequoia.http.response-timeout=100", "sequoia.http.response-timeout=10ms",
			"sequoia.retry.max-time=PT10S", "sequoia.http.max-response-size=1024", "sequoia.http.max-response-size=1B",
			"sequoia.http.response-timeout=", "sequoia.retry.max-attempts=5" })
	void takesNumbersThatAreMeant(String setting) {
		ConfigurationUnderTest.valid().withPropertyValues(setting).run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void hintsAtTheTypeThatCredentialsAreFor() {
		ApplicationContextRunner runner = ConfigurationUnderTest.empty()
			.withPropertyValues("sequoia.registry.url=https://registry.example.com", "sequoia.owner=testmock");
		runner.withPropertyValues("sequoia.auth.token=pl4nted")
			.run((context) -> assertThat(violations(context)).hasSize(2)
				.allSatisfy((violation) -> assertThat(violation.remedy())
					.contains("set 'sequoia.auth.type: token' to use 'sequoia.auth.token' alone")));
		runner.withPropertyValues("sequoia.ssl.certificate=c.pem", "sequoia.ssl.private-key=k.pem")
			.run((context) -> assertThat(violations(context)).extracting(Violation::remedy)
				.filteredOn((remedy) -> remedy.contains("set 'sequoia.auth.type: mutual-tls'"))
				.hasSize(2));
		runner.withPropertyValues("sequoia.auth.token=pl4nted", "sequoia.auth.client-id=catalogue")
			.run((context) -> assertThat(violations(context)).extracting(Violation::remedy)
				.containsExactly("Write it, or choose another 'sequoia.auth.type'"));
	}

	@Test
	void durationsAreNotTouchedWithoutWrittenSettings() {
		SequoiaProperties properties = new SequoiaProperties();
		new AdjustedDefaults(properties, WrittenSettings.NONE).apply();
		assertThat(properties.getHttp().getResponseTimeout()).isEqualTo(Duration.ofSeconds(30));
		assertThat(properties.getRetry().getMaxTime()).isEqualTo(Duration.ofSeconds(120));
	}

	private static ApplicationContextInitializer<ConfigurableApplicationContext> environment(
			Map<String, String> variables) {
		return (context) -> context.getEnvironment()
			.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new SystemEnvironmentPropertySource(
					StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new HashMap<>(variables)));
	}

	private static List<Violation> violations(AssertableApplicationContext context) {
		Throwable cause = NestedExceptionUtils.getMostSpecificCause(context.getStartupFailure());
		assertThat(cause).isInstanceOf(InvalidSequoiaConfigurationException.class);
		return ((InvalidSequoiaConfigurationException) cause).violations();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(Importer.class)
	static class Others {

	}

	@ConfigurationProperties("sequoia.importer")
	static class Importer {

		private String folder = "";

		public String getFolder() {
			return this.folder;
		}

		public void setFolder(String folder) {
			this.folder = folder;
		}

	}

}
