package io.sequoia.sample.batch;

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

	private final JobRepository jobs;

	private final JdbcTemplate jdbc;

	private final SampleProperties sample;

	private final Instant begin = Instant.now();

	Progress(JobRepository jobs, JdbcTemplate jdbc, SampleProperties sample, MeterRegistry meters) {
		this.jobs = jobs;
		this.jdbc = jdbc;
		this.sample = sample;
		gauge(meters, "sample.run.read", Status::read);
		gauge(meters, "sample.run.written", Status::written);
		gauge(meters, "sample.run.left.out", Status::leftOut);
		gauge(meters, "sample.run.per.second", Status::perSecond);
		gauge(meters, "sample.run.seconds.left", Status::secondsLeft);
	}

	/**
	 * Return the progress of the run.
	 * @return the progress, or {@code null} if the run has not begun
	 */
	@ReadOperation
	public @Nullable Status status() {
		JobInstance run = this.jobs.getJobInstance(this.sample.job(), this.sample.parameters());
		return (run != null) ? status(run.getId()) : null;
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
			double seconds = Math.max(0.001, Duration.between(since, Instant.now()).toMillis() / 1000.0);
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
