package io.sequoia.autoconfigure;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.micrometer.context.ContextRegistry;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.correlation.CorrelationPropagation;
import io.sequoia.correlation.CorrelationServletFilter;
import io.sequoia.correlation.CorrelationWebFilter;
import io.sequoia.retry.RetryExtensions;
import io.sequoia.retry.springretry.SpringRetryExtensions;
import io.sequoia.sandbox.Fault;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import jakarta.servlet.Filter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.FilterRegistrationBean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The client works without optional libraries.
 */
class MissingLibrariesIntegrationTests {

	private static final AutoConfigurations CONFIGURATION = AutoConfigurations.of(SequoiaAutoConfiguration.class);

	/**
	 * The logging libraries, with Spring Data's support of web applications, which needs
	 * SLF4J.
	 */
	private static final List<String> LOGGING = List.of("slf4j", "logback", "log4j", "spring-boot-data-commons");

	/**
	 * All optional libraries. WebClient itself needs Micrometer's observations, but no
	 * other part of it.
	 */
	private static final List<String> EVERYTHING_OPTIONAL = Stream.concat(LOGGING.stream(),
			Stream.of("micrometer-core", "context-propagation", "validation", "validator", "servlet", "tomcat",
					"webmvc", "spring-boot-webflux", "spring-boot-reactor-netty", "spring-boot-health",
					"spring-boot-actuator", "spring-boot-micrometer", "spring-boot-docker-compose", "spring-retry",
					"spring-batch", "caffeine", "blockhound", "wiremock"))
		.toList();

	private final SequoiaSandbox sandbox = SequoiaSandbox.start();

	@AfterEach
	void stop() {
		this.sandbox.close();
	}

	@Test
	void filterIsThereForTheKindOfApplicationThatItIs() {
		new ApplicationContextRunner().withConfiguration(CONFIGURATION)
			.withPropertyValues(ConfigurationUnderTest.VALID)
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(FilterRegistrationBean.class)
				.doesNotHaveBean(CorrelationWebFilter.class)
				.hasSingleBean(CorrelationPropagation.class));
		new WebApplicationContextRunner().withConfiguration(CONFIGURATION)
			.withPropertyValues(ConfigurationUnderTest.VALID)
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean(CorrelationWebFilter.class);
				assertThat(context.getBean(FilterRegistrationBean.class).getFilter())
					.isInstanceOf(CorrelationServletFilter.class);
			});
		new ReactiveWebApplicationContextRunner().withConfiguration(CONFIGURATION)
			.withPropertyValues(ConfigurationUnderTest.VALID)
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(FilterRegistrationBean.class)
				.hasSingleBean(CorrelationWebFilter.class));
	}

	@Test
	void nothingAdoptsIfToldSo() {
		String[] off = { "sequoia.correlation.adopt-inbound=false" };
		new WebApplicationContextRunner().withConfiguration(CONFIGURATION)
			.withPropertyValues(ConfigurationUnderTest.VALID)
			.withPropertyValues(off)
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(FilterRegistrationBean.class)
				.doesNotHaveBean(CorrelationPropagation.class));
		new ReactiveWebApplicationContextRunner().withConfiguration(CONFIGURATION)
			.withPropertyValues(ConfigurationUnderTest.VALID)
			.withPropertyValues(off)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(CorrelationWebFilter.class));
	}

	@Test
	void backsOffWhereLibrariesAreMissing() {
		new WebApplicationContextRunner().withConfiguration(CONFIGURATION)
			.withPropertyValues(ConfigurationUnderTest.VALID)
			.withClassLoader(new FilteredClassLoader(ContextRegistry.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(FilterRegistrationBean.class)
				.doesNotHaveBean(CorrelationPropagation.class));
		new ApplicationContextRunner().withConfiguration(CONFIGURATION)
			.withPropertyValues(ConfigurationUnderTest.VALID)
			.withClassLoader(new FilteredClassLoader(Filter.class, ContextRegistry.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(CorrelationPropagation.class)
				.hasSingleBean(SequoiaTemplate.class));
	}

	@Test
	void callsGoOutWithoutAnythingOptional() throws Exception {
		ForkedApplication.run(ForkedApplication.Calling.class, this.sandbox, EVERYTHING_OPTIONAL);
		assertThat(ids()).hasSize(2).allMatch((id) -> id.matches("[0-9a-f-]{36}"));
		assertThat(this.sandbox.requests().count(Operation.STORE)).isOne();
	}

	@ParameterizedTest
	@ValueSource(strings = { "oauth2-oidc-sdk", "spring-data-commons", "spring-security-oauth2-client",
			"reactor-netty-http", "spring-boot-webclient" })
	void namesTheLibraryThatItCannotDoWithout(String library) {
		assertThatThrownBy(() -> ForkedApplication.run(ForkedApplication.Calling.class, this.sandbox, List.of(library)))
			.hasMessageContaining("APPLICATION FAILED TO START")
			.hasMessageContaining("The Sequoia client needs the library")
			.hasMessageContaining(":" + library);
		assertThat(this.sandbox.requests().all()).isEmpty();
	}

	@Test
	void retriesByTheSameKeysWithoutSpringRetry() throws Exception {
		this.sandbox.faults().next(3, Operation.READ, Fault.status(503));
		this.sandbox.faults().next(Operation.STORE, Fault.status(503));

		ForkedApplication.run(ForkedApplication.Calling.class, this.sandbox, List.of("spring-retry"),
				"--sequoia.retry.max-attempts=4", "--sequoia.retry.interval=1ms", "--sequoia.retry.strategy=fibonacci");

		assertThat(this.sandbox.requests().count(Operation.READ)).isEqualTo(4);
		assertThat(this.sandbox.requests().count(Operation.STORE)).isEqualTo(2);
	}

	@Test
	void springRetryIsAnAdapterOnly() {
		new ApplicationContextRunner().withConfiguration(CONFIGURATION)
			.withPropertyValues(ConfigurationUnderTest.VALID)
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(SpringRetryExtensions.class));
		new ApplicationContextRunner().withConfiguration(CONFIGURATION)
			.withPropertyValues(ConfigurationUnderTest.VALID)
			.withClassLoader(new FilteredClassLoader("org.springframework.retry"))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(SpringRetryExtensions.class)
				.hasSingleBean(RetryExtensions.class)
				.hasSingleBean(SequoiaTemplate.class));
	}

	@Test
	void idsAreAdoptedWithoutLoggingContext() throws Exception {
		ForkedApplication.run(ForkedApplication.Serving.class, this.sandbox, LOGGING, "--server.port=0");
		assertThat(ids()).containsExactly("in-1");
	}

	private Set<String> ids() {
		return this.sandbox.requests()
			.all()
			.stream()
			.map((request) -> request.header("X-Correlation-ID"))
			.collect(Collectors.toSet());
	}

}
