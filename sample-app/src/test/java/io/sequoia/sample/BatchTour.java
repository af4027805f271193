package io.sequoia.sample;

import java.util.Map;

import io.sequoia.Ref;
import io.sequoia.batch.SequoiaItemReader;
import io.sequoia.batch.SequoiaItemWriter;
import io.sequoia.batch.SequoiaPartitioner;
import io.sequoia.core.ResourceOperations;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.core.mapping.SequoiaResource;
import io.sequoia.core.query.Criteria;

import org.springframework.batch.core.configuration.annotation.EnableBatchProcessing;
import org.springframework.batch.core.configuration.annotation.StepScope;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.launch.JobRestartException;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

import static io.sequoia.core.query.Criteria.where;
import static io.sequoia.core.query.Field.field;

/**
 * The Java of {@code docs/spring-batch.md}, so that it compiles and runs.
 */
@EnableBatchProcessing
class BatchTour {

	@SequoiaResource(service = "metadata", name = "contents")
	record Film(Ref ref, String name, String title) {
	}

	@SequoiaResource(service = "metadata", name = "assets")
	record Poster(String name, String type, String title, Ref contentRef) {

		static Poster of(Film film) {
			return new Poster(film.name() + "-drawn", "image", film.title(), film.ref());
		}

	}

	@Bean
	@StepScope
	SequoiaItemReader<Film> films(SequoiaTemplate sequoia) {
		Criteria films = where(field("type").equalTo("movie")).orderBy("name");
		return new SequoiaItemReader<>(sequoia, Film.class, films);
	}

	@Bean
	SequoiaItemWriter<Poster> posters(SequoiaTemplate sequoia) {
		return new SequoiaItemWriter<>(sequoia);
	}

	@Bean
	Step drawPosters(JobRepository jobs, SequoiaItemReader<Film> films, SequoiaItemWriter<Poster> posters) {
		return new StepBuilder("drawPosters", jobs).<Film, Poster>chunk(100)
			.reader(films)
			.processor(Poster::of)
			.writer(posters)
			.build();
	}

	@Bean
	Job posterJob(JobRepository jobs, Step drawPosters) {
		return new JobBuilder("posterJob", jobs).start(drawPosters).build();
	}

	@Bean
	Step allPosters(JobRepository jobs, Step drawPosters, SequoiaTemplate sequoia) {
		ResourceOperations<Map<String, Object>> contents = sequoia.service("metadata").resources("contents");
		return new StepBuilder("allPosters", jobs)
			.partitioner("drawPosters", SequoiaPartitioner.evenRanges("createdAt", contents, Criteria.all()))
			.step(drawPosters)
			.gridSize(8)
			.taskExecutor(new SimpleAsyncTaskExecutor())
			.build();
	}

	static void goOn(JobOperator operator, JobRepository jobs) throws JobRestartException {
		JobExecution killed = jobs.getLastJobExecution("posterJob", new JobParameters());
		operator.restart(operator.recover(killed));
	}

}
