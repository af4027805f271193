package io.sequoia.autoconfigure.health;

import io.sequoia.autoconfigure.SequoiaAutoConfiguration;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthContributor;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class SequoiaHealthContributorAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, SequoiaAutoConfiguration.class,
				HealthContributorAutoConfiguration.class, SequoiaHealthContributorAutoConfiguration.class))
		.withPropertyValues("sequoia.registry.url=https://registry.example.com", "sequoia.owner=testmock",
				"sequoia.auth.client-id=id", "sequoia.auth.client-secret=secret");

	@Test
	void givesOneContributor() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(SequoiaHealthIndicator.class)
			.hasBean("sequoiaHealthContributor"));
	}

	@Test
	void givesNoneWhereItIsSwitchedOff() {
		this.runner.withPropertyValues("management.health.sequoia.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ReactiveHealthContributor.class));
	}

	@Test
	void givesNoneWithoutTheClient() {
		this.runner.withPropertyValues("sequoia.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ReactiveHealthContributor.class));
	}

	@Test
	void worksWithoutTheHealthModule() {
		this.runner.withClassLoader(new FilteredClassLoader(ReactiveHealthContributor.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasBean("sequoiaTemplate")
				.doesNotHaveBean("sequoiaHealthContributor"));
	}

	@Test
	void backsOffToAnIndicatorOfTheApplication() {
		ReactiveHealthIndicator own = () -> Mono.just(Health.up().build());
		this.runner.withBean("sequoiaHealthIndicator", ReactiveHealthIndicator.class, () -> own)
			.run((context) -> assertThat(context).hasSingleBean(ReactiveHealthContributor.class));
	}

}
