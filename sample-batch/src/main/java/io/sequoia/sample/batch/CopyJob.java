package io.sequoia.sample.batch;

import java.util.Map;

import io.sequoia.batch.SequoiaItemReader;
import io.sequoia.batch.SequoiaItemWriter;
import io.sequoia.core.query.Criteria;

import org.springframework.batch.core.configuration.annotation.StepScope;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.step.Step;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/**
 * Copies collections of one tenant to another.
 */
@Configuration(proxyBeanMethods = false)
class CopyJob {

	@Bean
	@Profile("!worker")
	Job copy(Spread spread) {
		return spread.job("copy", "copyPartition", (collection) -> spread.divide(collection, Criteria.all()));
	}

	@Bean
	Step copyPartition(PartitionSteps steps, SequoiaItemReader<Map<String, Object>> source, CopyProcessor copies,
			SequoiaItemWriter<Map<String, Object>> target) {
		return steps.named("copyPartition").reader(source).processor(copies).writer(target).build();
	}

	@Bean
	@StepScope
	SequoiaItemReader<Map<String, Object>> source(Catalogue catalogue,
			@Value("#{stepExecutionContext['collection']}") String collection) {
		return new SequoiaItemReader<>(catalogue.source(collection), Catalogue::ref, Criteria.all().orderBy("name"));
	}

	@Bean
	CopyProcessor copies(@Value("${sequoia.owner}") String source,
			@Value("${sequoia.clients.target.owner}") String target, Rejections rejections) {
		return new CopyProcessor(source, target, rejections);
	}

	@Bean
	@StepScope
	SequoiaItemWriter<Map<String, Object>> target(Catalogue catalogue, Rejections rejections,
			@Value("${sequoia.owner}") String source,
			@Value("#{stepExecutionContext['collection']}") String collection) {
		SequoiaItemWriter<Map<String, Object>> writer = new SequoiaItemWriter<>(catalogue.target(collection));
		writer.setRefusedHandler(
				(resource, reason) -> rejections.reject(source + ":" + resource.get("name"), reason.getMessage()));
		return writer;
	}

}
