package io.sequoia.sample.batch;

import java.util.Map;

import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.builder.ChunkOrientedStepBuilder;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * Begins the steps by which workers run a partition.
 */
@Component
class PartitionSteps {

	private final JobRepository jobs;

	private final PlatformTransactionManager transactions;

	private final PartitionListener listener;

	private final SampleProperties sample;

	PartitionSteps(JobRepository jobs, PlatformTransactionManager transactions, PartitionListener listener,
			SampleProperties sample) {
		this.jobs = jobs;
		this.transactions = transactions;
		this.listener = listener;
		this.sample = sample;
	}

	ChunkOrientedStepBuilder<Map<String, Object>, Map<String, Object>> named(String name) {
		return new StepBuilder(name, this.jobs).<Map<String, Object>, Map<String, Object>>chunk(this.sample.chunkSize())
			.transactionManager(this.transactions)
			.listener(this.listener);
	}

}
