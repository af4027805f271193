package io.sequoia.sample.batch;

import java.time.Instant;
import java.util.Map;

import io.sequoia.batch.SequoiaItemReader;
import io.sequoia.core.query.Criteria;

import org.springframework.batch.core.configuration.annotation.StepScope;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.infrastructure.item.ItemWriter;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

import static io.sequoia.core.query.Criteria.where;
import static io.sequoia.core.query.Field.field;

/**
 * Deletes the offers that have expired when the run begins.
 */
@Configuration(proxyBeanMethods = false)
class CleanUpJob {

	@Bean("clean-up")
	@Profile("!worker")
	Job cleanUp(JobRepository jobs, Spread spread) throws Exception {
		return new JobBuilder("clean-up", jobs)
			.start(spread.step("delete-offers", "deletePartition", spread.divide("offers", Criteria.all())))
			.build();
	}

	@Bean
	Step deletePartition(PartitionSteps steps, SequoiaItemReader<Map<String, Object>> expired,
			ItemWriter<Map<String, Object>> deletion) {
		return steps.named("deletePartition").reader(expired).writer(deletion).build();
	}

	@Bean
	@StepScope
	SequoiaItemReader<Map<String, Object>> expired(Catalogue catalogue, @Value("#{jobParameters['at']}") String at) {
		Criteria expired = where(field("availabilityEndAt").lessThan(Instant.parse(at)));
		return new SequoiaItemReader<>(catalogue.source("offers"), Catalogue::ref, expired.orderBy("name"));
	}

	@Bean
	ItemWriter<Map<String, Object>> deletion(Catalogue catalogue) {
		return (chunk) -> catalogue.source("offers").deleteAll(chunk.getItems().stream().map(Catalogue::ref).toList());
	}

}
