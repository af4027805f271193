package io.sequoia.sample.batch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentMatchers;

import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Meters and endpoint ask the database once in a second.
 */
class ProgressTests {

	private final JobRepository jobs = mock(JobRepository.class);

	private final JdbcTemplate jdbc = mock(JdbcTemplate.class);

	private final AtomicInteger queries = new AtomicInteger();

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	private Instant now = Instant.parse("2030-01-01T00:00:00Z");

	private final Progress progress = new Progress(this.jobs, this.jdbc, sample(), this.meters, new TestClock());

	@Test
	void oneQueryForAllMetersOfAScrape() {
		begin();
		for (int scrape = 1; scrape <= 3; scrape++) {
			assertThat(this.meters.getMeters()).filteredOn((meter) -> meter.getId().getName().startsWith("sample.run."))
				.hasSize(5)
				.allSatisfy((meter) -> assertThat(meter.measure()).hasSize(1));
			assertThat(this.meters.get("sample.run.read").gauge().value()).isEqualTo(scrape);
			assertThat(this.queries).hasValue(scrape);
			this.now = this.now.plus(Duration.ofSeconds(1));
		}
	}

	@Test
	void looksForARunThatHasNotBegun() {
		assertThat(this.progress.status()).isNull();
		assertThat(this.meters.get("sample.run.read").gauge().value()).isZero();
		begin();
		this.now = this.now.plus(Duration.ofSeconds(1));
		assertThat(this.progress.status()).isNotNull();
	}

	private void begin() {
		given(this.jobs.getJobInstance(anyString(), any())).willReturn(new JobInstance(7, "copy"));
		given(this.jdbc.queryForObject(anyString(), ArgumentMatchers.<RowMapper<Progress.Status>>any(),
				any(Object[].class)))
			.willAnswer((call) -> new Progress.Status(this.queries.incrementAndGet(), 0, 0, 0, 0, 0, 0));
	}

	private static SampleProperties sample() {
		return new Binder(List.of(new MapConfigurationPropertySource(Map.of("sample.folder", "target"))))
			.bind("sample", SampleProperties.class)
			.get();
	}

	private final class TestClock extends Clock {

		@Override
		public Instant instant() {
			return ProgressTests.this.now;
		}

		@Override
		public ZoneOffset getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(ZoneId zone) {
			return this;
		}

	}

}
