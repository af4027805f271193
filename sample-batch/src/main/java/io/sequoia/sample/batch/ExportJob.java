package io.sequoia.sample.batch;

import java.util.Map;

import io.sequoia.batch.SequoiaItemReader;
import io.sequoia.core.query.Criteria;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.batch.core.configuration.annotation.StepScope;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.infrastructure.item.file.FlatFileItemWriter;
import org.springframework.batch.infrastructure.item.file.builder.FlatFileItemWriterBuilder;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.core.io.FileSystemResource;

/**
 * Exports collections to files, one for each partition. All machines need the same
 * folder, since another one may go on with a file.
 */
@Configuration(proxyBeanMethods = false)
class ExportJob {

	@Bean("export")
	@Profile("!worker")
	Job export(Spread spread) {
		return spread.job("export", "exportPartition", (collection) -> spread.divide(collection, Criteria.all()));
	}

	@Bean
	Step exportPartition(PartitionSteps steps, @Qualifier("source") SequoiaItemReader<Map<String, Object>> source,
			FlatFileItemWriter<Map<String, Object>> file) {
		return steps.named("exportPartition").reader(source).writer(file).build();
	}

	@Bean
	@StepScope
	FlatFileItemWriter<Map<String, Object>> file(SampleProperties sample, JsonMapper json,
			@Value("#{jobParameters['format']}") String format, @Value("#{jobParameters['run']}") String run,
			@Value("#{stepExecution.stepName}") String partition) {
		// export-contents:range0 goes to contents-range0.ndjson
		String name = partition.substring("export-".length()).replace(':', '-') + "." + format;
		var writer = new FlatFileItemWriterBuilder<Map<String, Object>>().name("file")
			.encoding("UTF-8")
			.resource(new FileSystemResource(sample.folder().resolve("export-" + run).resolve(name)));
		if (format.equals("csv")) {
			return writer.headerCallback((header) -> header.write(Csv.line(sample.columns())))
				.lineAggregator((resource) -> Csv.line(sample.columns().stream().map(resource::get).toList()))
				.build();
		}
		return writer.lineAggregator(json::writeValueAsString).build();
	}

}
