package io.sequoia.sample.batch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Tells how far the run of this manager is, from the job repository: as endpoint {@code
 * progress}, as meters {@code sample.run.*}, and in the log every ten seconds.
 */
@Component
@EnableScheduling
@Endpoint(id = "progress")
@Profile("!worker")
class Progress {

	private static final Logger logger = LoggerFactory.getLogger(Progress.class);

	private static final Duration FRESH = Duration.ofSeconds(1);

	private final JobRepository jobs;

	private final JdbcTemplate jdbc;

	private final SampleProperties sample;

	private final Clock clock;

	private final Instant begin;

	private @Nullable JobInstance run;

	private @Nullable Seen seen;

	@Autowired
	Progress(JobRepository jobs, JdbcTemplate jdbc, SampleProperties sample, MeterRegistry meters) {
		this(jobs, jdbc, sample, meters, Clock.systemUTC());
	}

	Progress(JobRepository jobs, JdbcTemplate jdbc, SampleProperties sample, MeterRegistry meters, Clock clock) {
		this.jobs = jobs;
		this.jdbc = jdbc;
		this.sample = sample;
		this.clock = clock;
		this.begin = clock.instant();
		gauge(meters, "sample.run.read", Status::read);
		gauge(meters, "sample.run.written", Status::written);
		gauge(meters, "sample.run.left.out", Status::leftOut);
		gauge(meters, "sample.run.per.second", Status::perSecond);
		gauge(meters, "sample.run.seconds.left", Status::secondsLeft);
	}

	/**
	 * Return the progress of the run, as it was within the last second: all meters of one
	 * scrape come of one query.
	 * @return the progress, or {@code null} if the run has not begun
	 */
	@ReadOperation
	public synchronized @Nullable Status status() {
		Instant now = this.clock.instant();
		if (this.seen == null || !now.isBefore(this.seen.at().plus(FRESH))) {
			this.run = (this.run != null) ? this.run
					: this.jobs.getJobInstance(this.sample.job(), this.sample.parameters());
			this.seen = new Seen(now, (this.run != null) ? status(this.run.getId()) : null);
		}
		return this.seen.status();
	}

	@Scheduled(fixedDelay = 10_000, initialDelay = 10_000)
	void log() {
		logger.info("{}", status());
	}

	private @Nullable Status status(long run) {
		return this.jdbc.queryForObject("""
				select sum(s.read_count), sum(s.write_count), sum(s.filter_count),
					count(distinct s.step_name),
					count(distinct case when s.status = 'COMPLETED' then s.step_name end),
					min(e.start_time),
					(select count(*) from rejected_resource where job_instance_id = ?)
				from batch_step_execution s join batch_job_execution e on e.job_execution_id = s.job_execution_id
				where e.job_instance_id = ? and s.step_name like '%:%'
				""", (row, number) -> {
			LocalDateTime start = row.getObject(6, LocalDateTime.class);
			Instant since = (start != null) ? start.atZone(ZoneId.systemDefault()).toInstant() : this.begin;
			double seconds = Math.max(0.001, Duration.between(since, this.clock.instant()).toMillis() / 1000.0);
			long partitions = row.getLong(4);
			long ended = row.getLong(5);
			return new Status(row.getLong(1), row.getLong(2), row.getLong(7), partitions, ended,
					Math.round(row.getLong(1) / seconds),
					(ended > 0) ? Math.round(seconds * (partitions - ended) / ended) : -1);
		}, run, run);
	}

	private void gauge(MeterRegistry meters, String name, ToDoubleFunction<Status> value) {
		Gauge.builder(name, this, (progress) -> {
			Status status = progress.status();
			return (status != null) ? value.applyAsDouble(status) : 0;
		}).register(meters);
	}

	private record Seen(Instant at, @Nullable Status status) {
	}

	/**
	 * The progress of a run. Partitions have about the same size, so their share is that
	 * of the work.
	 *
	 * @param read the resources that were read
	 * @param written the resources that were written
	 * @param leftOut the resources that were rejected
	 * @param partitions the partitions of the steps that have begun
	 * @param ended those that are complete
	 * @param perSecond the resources that were read in a second, on average
	 * @param secondsLeft the time that the other partitions of these steps take; -1 while
	 * it is not known
	 */
	record Status(long read, long written, long leftOut, long partitions, long ended, long perSecond,
			long secondsLeft) {
	}

}
