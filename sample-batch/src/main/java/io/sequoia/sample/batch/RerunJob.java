package io.sequoia.sample.batch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.sequoia.Ref;
import io.sequoia.batch.SequoiaItemWriter;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.batch.core.configuration.annotation.StepScope;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.partition.Partitioner;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.support.ListItemReader;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/**
 * Copies the resources of a report, after their defects were corrected at the source.
 */
@Configuration(proxyBeanMethods = false)
class RerunJob {

	@Bean
	@Profile("!worker")
	Job rerun(Spread spread, SampleProperties sample, JsonMapper json) {
		return spread.job("rerun", "rerunPartition",
				(collection) -> rejected(collection, sample.chunkSize(), () -> rejections(sample.input(), json)));
	}

	@Bean
	Step rerunPartition(PartitionSteps steps, ListItemReader<Map<String, Object>> rejected, CopyProcessor copies,
			SequoiaItemWriter<Map<String, Object>> target) {
		return steps.named("rerunPartition").reader(rejected).processor(copies).writer(target).build();
	}

	@Bean
	@StepScope
	ListItemReader<Map<String, Object>> rejected(Catalogue catalogue,
			@Value("#{stepExecutionContext['collection']}") String collection,
			@Value("#{stepExecutionContext['refs']}") String refs) {
		return new ListItemReader<>(
				catalogue.source(collection).readAll(Arrays.stream(refs.split(",")).map(Ref::parse).toList()));
	}

	private static Partitioner rejected(String collection, int size, Supplier<List<Rejections.Rejection>> report) {
		return (gridSize) -> {
			List<String> refs = report.get()
				.stream()
				.filter((line) -> line.collection().equals(collection))
				.map(Rejections.Rejection::ref)
				.toList();
			Map<String, ExecutionContext> partitions = new LinkedHashMap<>();
			for (int i = 0; i < refs.size(); i += size) {
				ExecutionContext context = new ExecutionContext();
				context.putString("collection", collection);
				context.putString("refs", String.join(",", refs.subList(i, Math.min(i + size, refs.size()))));
				partitions.put("lines" + i, context);
			}
			return partitions;
		};
	}

	private static List<Rejections.Rejection> rejections(Path report, JsonMapper json) {
		try {
			return Files.readAllLines(report)
				.stream()
				.map((line) -> json.readValue(line, Rejections.Rejection.class))
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The report " + report + " cannot be read", ex);
		}
	}

}
