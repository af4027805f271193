package io.sequoia.sample.batch;

import io.sequoia.http.SequoiaServiceWebClientCustomizer;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.util.Assert;

/**
 * The limit on the requests to both tenants, if {@code sample.requests-per-second} is
 * set.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("sample.requests-per-second")
class RateConfiguration {

	@Bean
	RequestRate requestRate(JdbcTemplate jdbc, PlatformTransactionManager transactions, SampleProperties sample) {
		Integer limit = sample.requestsPerSecond();
		Assert.state(limit != null, "sample.requests-per-second must be a number");
		return new RequestRate(jdbc, transactions, limit);
	}

	@Bean
	SequoiaServiceWebClientCustomizer sourceRate(RequestRate rate) {
		return (service, builder) -> builder.filter(rate);
	}

	@Bean
	@Qualifier("target")
	SequoiaServiceWebClientCustomizer targetRate(RequestRate rate) {
		return (service, builder) -> builder.filter(rate);
	}

}
