package io.sequoia.sample.batch;

import java.time.LocalDateTime;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.stereotype.Component;

/**
 * Changes the state of a run from outside of the process that runs it.
 */
@Component
class Recovery {

	private static final Logger logger = LoggerFactory.getLogger(Recovery.class);

	/** Workers save their progress meanwhile, and each of them may do so first. */
	private static final int ATTEMPTS = 1000;

	private final JobRepository jobs;

	Recovery(JobRepository jobs) {
		this.jobs = jobs;
	}

	/**
	 * Declare the unfinished parts of a run failed, so that it can go on. A worker that
	 * still runs a partition cannot save its next chunk, and leaves it. Unlike
	 * {@code JobOperator.recover} this includes parts of which the end is not known: all
	 * that these jobs do can be done twice.
	 * @param job the name of the job
	 * @param parameters the parameters of the run
	 */
	void recover(String job, JobParameters parameters) {
		for (int attempt = 1;; attempt++) {
			try {
				fail(this.jobs.getLastJobExecution(job, parameters));
				return;
			}
			catch (OptimisticLockingFailureException ex) {
				if (attempt == ATTEMPTS) {
					throw ex;
				}
			}
		}
	}

	/**
	 * Ask all workers to end their chunk. Partitions that no worker has begun end at
	 * once.
	 * @param job the name of the job
	 * @param parameters the parameters of the run
	 */
	void stop(String job, JobParameters parameters) {
		JobExecution running = this.jobs.getLastJobExecution(job, parameters);
		if (running != null && running.isRunning()) {
			logger.info("Stopping run '{}' of job '{}'", parameters.getString("run"), job);
			running.setStatus(BatchStatus.STOPPING);
			this.jobs.update(running);
		}
	}

	private void fail(@Nullable JobExecution run) {
		if (run == null) {
			return;
		}
		for (StepExecution part : run.getStepExecutions()) {
			if (part.getStatus().isRunning() || part.getStatus() == BatchStatus.UNKNOWN) {
				part.setStatus(BatchStatus.FAILED);
				part.setEndTime(LocalDateTime.now());
				this.jobs.update(part);
			}
		}
		if (run.isRunning() || run.getStatus() == BatchStatus.UNKNOWN) {
			run.setStatus(BatchStatus.FAILED);
			run.setEndTime(LocalDateTime.now());
			this.jobs.update(run);
		}
	}

}
