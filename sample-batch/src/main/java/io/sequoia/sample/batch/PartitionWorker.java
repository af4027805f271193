package io.sequoia.sample.batch;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.integration.partition.BeanFactoryStepLocator;
import org.springframework.batch.integration.partition.StepExecutionRequest;
import org.springframework.batch.integration.partition.StepExecutionRequestHandler;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;
import org.springframework.util.Assert;

/**
 * Runs partitions. A partition that another worker began continues after its last chunk.
 */
@Component
@Profile("all | worker")
class PartitionWorker {

	private static final Logger logger = LoggerFactory.getLogger(PartitionWorker.class);

	private final JobRepository jobs;

	private final StepExecutionRequestHandler handler = new StepExecutionRequestHandler();

	PartitionWorker(JobRepository jobs, BeanFactory beans) {
		this.jobs = jobs;
		BeanFactoryStepLocator steps = new BeanFactoryStepLocator();
		steps.setBeanFactory(beans);
		this.handler.setJobRepository(jobs);
		this.handler.setStepLocator(steps);
	}

	/**
	 * Run a partition, or leave it if the manager does not wait for it any more.
	 * @param request the partition
	 * @throws IllegalStateException if the job repository does not know its end, so that
	 * the message has to come again
	 */
	public void work(StepExecutionRequest request) {
		if (!waitedFor(request)) {
			logger.info("No job waits for {} any more", request);
			return;
		}
		this.handler.handle(request);
		Assert.state(!waitedFor(request), () -> "The end of " + request + " could not be saved, so it runs again");
	}

	private boolean waitedFor(StepExecutionRequest request) {
		StepExecution partition = this.jobs.getStepExecution(request.getStepExecutionId());
		if (partition == null || !partition.getStatus().isRunning()) {
			return false;
		}
		JobExecution job = partition.getJobExecution();
		return job.isRunning() || job.getStatus() == BatchStatus.STOPPED;
	}

}
