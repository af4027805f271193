package io.sequoia.sample.batch;

import io.sequoia.http.SequoiaServiceWebClientCustomizer;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * The limit on the requests to both tenants, if {@code sample.requests-per-second} is
 * set.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("sample.requests-per-second")
class RateConfiguration {

	@Bean
	RequestRate requestRate(JdbcTemplate jdbc, PlatformTransactionManager transactions,
			@Value("${sample.requests-per-second}") int requestsPerSecond) {
		return new RequestRate(jdbc, transactions, requestsPerSecond);
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
