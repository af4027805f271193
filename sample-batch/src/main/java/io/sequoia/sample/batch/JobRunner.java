package io.sequoia.sample.batch;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.ExitCodeGenerator;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.util.Assert;

/**
 * Runs the requested job, or continues it after a failure, a stop, or the end of the
 * process that ran it.
 */
@Component
@Profile("!worker")
class JobRunner implements ApplicationRunner, ExitCodeGenerator {

	private static final Logger logger = LoggerFactory.getLogger(JobRunner.class);

	private final JobOperator operator;

	private final JobRepository jobs;

	private final Recovery recovery;

	private final Rejections rejections;

	private final Map<String, Job> known;

	private final SampleProperties sample;

	private final CountDownLatch ended = new CountDownLatch(1);

	private volatile boolean stopping;

	private volatile boolean completed;

	JobRunner(JobOperator operator, JobRepository jobs, Recovery recovery, Rejections rejections,
			Map<String, Job> known, SampleProperties sample) {
		this.operator = operator;
		this.jobs = jobs;
		this.recovery = recovery;
		this.rejections = rejections;
		this.known = known;
		this.sample = sample;
	}

	@Override
	public void run(ApplicationArguments arguments) throws InterruptedException {
		try {
			Job job = this.known.get(this.sample.job());
			Assert.notNull(job,
					() -> "There is no job '" + this.sample.job() + "': choose one of " + this.known.keySet());
			JobParameters parameters = this.sample.parameters();
			this.completed = runAgainUntilItEnds(job, parameters);
			report(job, parameters);
		}
		finally {
			this.ended.countDown();
		}
	}

	@Override
	public int getExitCode() {
		return this.completed ? 0 : 1;
	}

	/**
	 * Let all workers end their chunk (SIGTERM). The next start continues the job.
	 */
	@EventListener
	void stop(ContextClosedEvent event) throws InterruptedException {
		if (this.ended.getCount() > 0) {
			this.stopping = true;
			this.recovery.stop(this.sample.job(), this.sample.parameters());
			this.ended.await(this.sample.shutdownTimeout().toMillis(), TimeUnit.MILLISECONDS);
		}
	}

	private boolean runAgainUntilItEnds(Job job, JobParameters parameters) throws InterruptedException {
		for (int restarts = 0; restarts <= this.sample.restarts() && !this.stopping; restarts++) {
			if (restarts > 0) {
				Thread.sleep(this.sample.restartDelay().toMillis());
			}
			try {
				JobExecution execution = startOrGoOn(job, parameters);
				if (execution.getStatus() == BatchStatus.COMPLETED) {
					return true;
				}
				logger.warn("Job '{}' ended as {}", job.getName(), execution.getStatus());
			}
			catch (JobExecutionException | RuntimeException ex) {
				logger.warn("Job '{}' could not continue", job.getName(), ex);
			}
		}
		return false;
	}

	private JobExecution startOrGoOn(Job job, JobParameters parameters) throws JobExecutionException {
		JobExecution last = this.jobs.getLastJobExecution(job.getName(), parameters);
		if (last == null) {
			return this.operator.start(job, parameters);
		}
		if (last.getStatus() == BatchStatus.COMPLETED) {
			logger.info("Run '{}' of job '{}' is complete: give another name by --run to begin a new one",
					parameters.getString("run"), job.getName());
			return last;
		}
		this.recovery.recover(job.getName(), parameters);
		return this.operator.restart(last);
	}

	private void report(Job job, JobParameters parameters) {
		JobExecution last = this.jobs.getLastJobExecution(job.getName(), parameters);
		if (last != null) {
			Path report = this.sample.folder()
				.resolve("reports")
				.resolve(job.getName() + "-" + parameters.getString("run") + ".ndjson");
			int rejected = this.rejections.report(last.getJobInstance().getId(), report);
			logger.info("Job '{}' ended as {}; left out: {}{}", job.getName(), last.getStatus(), rejected,
					(rejected > 0) ? ", see " + report : "");
		}
	}

}
