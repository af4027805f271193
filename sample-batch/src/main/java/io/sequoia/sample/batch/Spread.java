package io.sequoia.sample.batch;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.micrometer.observation.ObservationRegistry;
import io.sequoia.batch.SequoiaPartitioner;
import io.sequoia.core.query.Criteria;

import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.builder.SimpleJobBuilder;
import org.springframework.batch.core.partition.PartitionHandler;
import org.springframework.batch.core.partition.Partitioner;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.integration.partition.MessageChannelPartitionHandler;
import org.springframework.integration.core.MessagingTemplate;
import org.springframework.messaging.MessageChannel;
import org.springframework.stereotype.Component;

/**
 * Makes the manager's steps, whose partitions are run by whichever worker is free.
 */
@Component
class Spread {

	private final JobRepository jobs;

	private final Catalogue catalogue;

	private final MessagingTemplate workers;

	private final SampleProperties sample;

	private final ObservationRegistry observations;

	Spread(JobRepository jobs, Catalogue catalogue, MessageChannel partitions, SampleProperties sample,
			ObservationRegistry observations) {
		this.jobs = jobs;
		this.observations = observations;
		this.catalogue = catalogue;
		this.workers = new MessagingTemplate(partitions);
		this.sample = sample;
	}

	/**
	 * Make a job with a step for each collection, one after the other, so that what is
	 * referred to is there first.
	 * @param name the name of the job
	 * @param partitionStep the bean name of the step that each partition is run by
	 * @param partitioners makes the partitions of a collection
	 * @return the job
	 */
	Job job(String name, String partitionStep, Function<String, Partitioner> partitioners) {
		List<Step> steps = this.sample.collections()
			.stream()
			.map((collection) -> step(name + "-" + collection, partitionStep, partitioners.apply(collection)))
			.toList();
		SimpleJobBuilder job = new JobBuilder(name, this.jobs).start(steps.get(0));
		steps.stream().skip(1).forEach(job::next);
		return job.build();
	}

	/**
	 * Make a step of partitions.
	 * @param name the name of the step
	 * @param partitionStep the bean name of the step that each partition is run by
	 * @param partitioner makes the partitions
	 * @return the step, which waits until the last partition has ended
	 */
	Step step(String name, String partitionStep, Partitioner partitioner) {
		MessageChannelPartitionHandler handler = new MessageChannelPartitionHandler();
		handler.setStepName(partitionStep);
		handler.setGridSize(this.sample.partitions());
		handler.setMessagingOperations(this.workers);
		// workers may come and go: what counts is what the job repository says
		handler.setJobRepository(this.jobs);
		handler.setPollInterval(this.sample.pollInterval().toMillis());
		return new StepBuilder(name, this.jobs).partitioner(name, partitioner)
			.partitionHandler(initialized(handler))
			.observationRegistry(this.observations) // set here, since the step is no bean
			.build();
	}

	/**
	 * Divide a collection of the source.
	 * @param collection the name of the collection
	 * @param criteria the resources to divide
	 * @return the partitioner
	 */
	Partitioner divide(String collection, Criteria criteria) {
		Partitioner ranges = SequoiaPartitioner.evenCounts("createdAt", this.catalogue.source(collection), criteria)
			.recordedBy(this.jobs);
		return (gridSize) -> {
			Map<String, ExecutionContext> partitions = ranges.partition(gridSize);
			partitions.values().forEach((context) -> context.putString("collection", collection));
			return partitions;
		};
	}

	private static PartitionHandler initialized(MessageChannelPartitionHandler handler) {
		try {
			handler.afterPropertiesSet();
			return handler;
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
