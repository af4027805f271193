package io.sequoia.sample.batch;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.core.io.ClassPathResource;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Several processes keep one limit, by one database.
 */
class RequestRateTests {

	private final DriverManagerDataSource database = new DriverManagerDataSource(
			"jdbc:h2:mem:rate" + System.nanoTime() + ";DB_CLOSE_DELAY=-1");

	@BeforeEach
	void migrate() {
		new ResourceDatabasePopulator(new ClassPathResource("db/migration/V3__request_rate.sql"))
			.execute(this.database);
	}

	@Test
	void requestsOfAllProcessesAreApart() {
		RequestRate one = rate(10);
		RequestRate other = rate(10);
		long begin = System.nanoTime();
		List<Duration> pauses = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			pauses.add(one.pause());
			pauses.add(other.pause());
		}
		Duration elapsed = Duration.ofNanos(System.nanoTime() - begin);
		assertThat(pauses.get(39)).as("the 40th request at 10 a second")
			.isBetween(Duration.ofMillis(3_900).minus(elapsed).minusMillis(50), Duration.ofMillis(3_950));
	}

	@Test
	void reservesSeveralAtATime() {
		RequestRate rate = rate(1_000);
		rate.pause();
		Object next = next();
		for (int i = 1; i < 10; i++) {
			rate.pause();
		}
		assertThat(next()).isEqualTo(next);
		rate.pause();
		assertThat(next()).isNotEqualTo(next);
	}

	@Test
	void allRestWhenOneIsAskedTo() {
		ClientRequest request = ClientRequest.create(HttpMethod.GET, URI.create("http://localhost/")).build();
		ClientResponse busy = ClientResponse.create(HttpStatus.TOO_MANY_REQUESTS).header("Retry-After", "30").build();
		assertThat(rate(100).filter(request, (sent) -> Mono.just(busy)).block()).isSameAs(busy);
		assertThat(rate(100).pause()).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(30));
	}

	private @Nullable Object next() {
		return new JdbcTemplate(this.database).queryForObject("select next_at from request_rate", Object.class);
	}

	private RequestRate rate(int requestsPerSecond) {
		return new RequestRate(new JdbcTemplate(this.database), new JdbcTransactionManager(this.database),
				requestsPerSecond);
	}

}
