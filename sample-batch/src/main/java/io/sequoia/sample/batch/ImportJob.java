package io.sequoia.sample.batch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.sequoia.batch.SequoiaItemWriter;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.batch.core.configuration.annotation.StepScope;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.partition.Partitioner;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.file.FlatFileItemReader;
import org.springframework.batch.infrastructure.item.file.builder.FlatFileItemReaderBuilder;
import org.springframework.batch.infrastructure.item.file.separator.DefaultRecordSeparatorPolicy;
import org.springframework.batch.infrastructure.item.file.separator.RecordSeparatorPolicy;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.core.io.FileSystemResource;

/**
 * Imports files such as {@code contents-range0.ndjson} or {@code offers.csv} to the
 * target: each file is a partition, and its name begins with the collection.
 */
@Configuration(proxyBeanMethods = false)
class ImportJob {

	@Bean("import")
	@Profile("!worker")
	Job importing(Spread spread, SampleProperties sample) {
		return spread.job("import", "importPartition", (collection) -> files(collection, sample));
	}

	@Bean
	Step importPartition(PartitionSteps steps, FlatFileItemReader<Map<String, Object>> lines, CopyProcessor copies,
			SequoiaItemWriter<Map<String, Object>> target) {
		return steps.named("importPartition").reader(lines).processor(copies).writer(target).build();
	}

	@Bean
	@StepScope
	FlatFileItemReader<Map<String, Object>> lines(JsonMapper json,
			@Value("#{stepExecutionContext['file']}") Path file) {
		var reader = new FlatFileItemReaderBuilder<Map<String, Object>>().name("lines")
			.encoding("UTF-8")
			.resource(new FileSystemResource(file));
		if (file.toString().endsWith(".csv")) {
			Csv csv = new Csv();
			RecordSeparatorPolicy withLineBreaks = new DefaultRecordSeparatorPolicy();
			return reader.linesToSkip(1)
				.skippedLinesCallback(csv)
				.lineMapper(csv)
				.recordSeparatorPolicy(withLineBreaks)
				.build();
		}
		return reader.lineMapper((line, number) -> json.readValue(line, new TypeReference<Map<String, Object>>() {
		})).build();
	}

	private static Partitioner files(String collection, SampleProperties sample) {
		return (gridSize) -> {
			Map<String, ExecutionContext> partitions = new LinkedHashMap<>();
			for (Path file : files(sample.input())) {
				String name = file.getFileName().toString();
				if (name.matches(collection + "(-.*)?\\.(ndjson|csv)")) {
					ExecutionContext context = new ExecutionContext();
					context.putString("collection", collection);
					context.putString("file", file.toAbsolutePath().toString());
					partitions.put(name, context);
				}
			}
			return partitions;
		};
	}

	private static List<Path> files(Path folder) {
		try (Stream<Path> files = Files.list(folder)) {
			return files.sorted().toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The folder " + folder + " cannot be read", ex);
		}
	}

}
