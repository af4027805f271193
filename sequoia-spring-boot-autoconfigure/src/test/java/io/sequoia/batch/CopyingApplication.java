package io.sequoia.batch;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import io.sequoia.core.SequoiaTemplate;
import io.sequoia.core.query.Criteria;
import io.sequoia.fixture.Asset;
import io.sequoia.fixture.ClientApplication;
import io.sequoia.fixture.Content;

import org.springframework.batch.core.configuration.annotation.EnableBatchProcessing;
import org.springframework.batch.core.configuration.annotation.EnableJdbcJobRepository;
import org.springframework.batch.core.configuration.annotation.StepScope;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.ItemWriter;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.init.DatabasePopulatorUtils;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.support.JdbcTransactionManager;

import static io.sequoia.core.query.Criteria.where;
import static io.sequoia.core.query.Field.field;

/**
 * Creates an asset for each movie, in one step or in partitions. It keeps its progress in
 * a database.
 */
@Configuration(proxyBeanMethods = false)
@EnableBatchProcessing
@EnableJdbcJobRepository
class CopyingApplication {

	static final String WRITTEN = "written, not committed";

	/** Start the job, or restart one that was killed. */
	public static void main(String[] arguments) throws Exception {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(ClientApplication.Beans.class,
				CopyingApplication.class)
			.web(WebApplicationType.NONE)
			.run(arguments)) {
			for (StepExecution step : run(context, "copying").getStepExecutions()) {
				System.out
					.println(step.getStatus() + ", read " + step.getReadCount() + ", written " + step.getWriteCount());
			}
		}
	}

	static JobExecution run(ConfigurableApplicationContext context, String name) throws Exception {
		JobOperator operator = context.getBean(JobOperator.class);
		JobExecution last = context.getBean(JobRepository.class).getLastJobExecution(name, new JobParameters());
		if (last == null) {
			return operator.start(context.getBean(name, Job.class), new JobParameters());
		}
		return operator.restart(operator.recover(last));
	}

	@Bean
	DataSource dataSource(@Value("${jobs}") String url) {
		DriverManagerDataSource dataSource = new DriverManagerDataSource(url);
		ResourceDatabasePopulator schema = new ResourceDatabasePopulator(
				new ClassPathResource("org/springframework/batch/core/schema-h2.sql"));
		schema.setContinueOnError(true);
		DatabasePopulatorUtils.execute(schema, dataSource);
		return dataSource;
	}

	@Bean
	JdbcTemplate jdbcTemplate(DataSource dataSource) {
		return new JdbcTemplate(dataSource);
	}

	@Bean
	JdbcTransactionManager transactionManager(DataSource dataSource) {
		return new JdbcTransactionManager(dataSource);
	}

	@Bean
	@StepScope
	SequoiaItemReader<Content> movies(SequoiaTemplate sequoia) {
		Criteria movies = where(field("type").equalTo("movie")).orderBy("name").perPage(10);
		return new SequoiaItemReader<>(sequoia, Content.class, movies);
	}

	@Bean
	ItemWriter<Asset> assets(SequoiaTemplate sequoia, @Value("${hang-after-chunk:0}") int chunk) {
		SequoiaItemWriter<Asset> writer = new SequoiaItemWriter<>(sequoia);
		AtomicInteger chunks = new AtomicInteger();
		return (assets) -> {
			writer.write(assets);
			if (chunks.incrementAndGet() == chunk) {
				System.out.println(WRITTEN);
				new CountDownLatch(1).await();
			}
		};
	}

	@Bean
	Step copy(JobRepository jobs, JdbcTransactionManager transactions, SequoiaItemReader<Content> movies,
			ItemWriter<Asset> assets) {
		return new StepBuilder("copy", jobs).<Content, Asset>chunk(7)
			.transactionManager(transactions)
			.reader(movies)
			.processor(CopyingApplication::asset)
			.writer(assets)
			.build();
	}

	@Bean
	Job copying(JobRepository jobs, Step copy) {
		return new JobBuilder("copying", jobs).start(copy).build();
	}

	@Bean
	Job partitioned(JobRepository jobs, Step copy) {
		Step partitions = new StepBuilder("partitions", jobs)
			.partitioner("copy", SequoiaPartitioner.ranges("scores.popularity", List.of(2010, 2020)))
			.step(copy)
			.gridSize(3)
			.taskExecutor(new SimpleAsyncTaskExecutor())
			.build();
		return new JobBuilder("partitioned", jobs).start(partitions).build();
	}

	private static Asset asset(Content content) {
		Asset asset = new Asset();
		asset.setName(content.name());
		asset.setTitle(content.title());
		asset.setType("image");
		asset.setContentRef(content.ref());
		return asset;
	}

}
