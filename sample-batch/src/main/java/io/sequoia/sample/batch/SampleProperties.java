package io.sequoia.sample.batch;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * Settings of the jobs.
 *
 * @param job the job to run: copy, clean-up, export, import or rerun
 * @param run the name of this run; a run that did not complete continues when it is
 * started again. Today's date if empty
 * @param folder the folder of exports and reports
 * @param from the folder to import, or the report to take the resources of a rerun from
 * @param format the form of exports, ndjson or csv
 * @param collections the collections to copy and to export, in that order
 * @param columns the columns of a CSV file
 * @param partitions the number of parts of each collection; several for each worker
 * @param concurrency the number of partitions that a worker runs at the same time
 * @param chunkSize the number of resources in one request and one transaction
 * @param skipLimit the number of resources that may be rejected before the job fails
 * @param restarts the number of restarts of a job that failed
 * @param restartDelay the time before a restart
 * @param pollInterval the time between two looks at the partitions
 * @param shutdownTimeout the time that a chunk has to end when the process is stopped
 * @param requestsPerSecond the limit on the requests of all processes together to both
 * tenants; none if it is not set
 */
@ConfigurationProperties("sample")
record SampleProperties(@DefaultValue("copy") String job, @DefaultValue("") String run, Path folder,
		@DefaultValue("") String from, @DefaultValue("ndjson") String format, @DefaultValue( {
				"contents", "assets", "offers" }) List<String> collections,
		@DefaultValue({ "name", "type", "title" }) List<String> columns, @DefaultValue("24") int partitions,
		@DefaultValue("2") int concurrency, @DefaultValue("100") int chunkSize, @DefaultValue("1000") int skipLimit,
		@DefaultValue("10") int restarts, @DefaultValue("10s") Duration restartDelay,
		@DefaultValue("2s") Duration pollInterval, @DefaultValue("30s") Duration shutdownTimeout,
		@Nullable Integer requestsPerSecond){

	/** The date is read once: a run that lasts until after midnight keeps its name. */
	SampleProperties {
		run = run.isEmpty() ? LocalDate.now(ZoneOffset.UTC).toString() : run;
		Assert.isTrue(requestsPerSecond == null || requestsPerSecond > 0,
				() -> "sample.requests-per-second must be above 0, not " + requestsPerSecond);
	}

	Path input() {
		Assert.state(!this.from.isEmpty(), "Set --from= to the folder to import, or to the report to run again");
		return Path.of(this.from);
	}

	/**
	 * Make the parameters of the job. The name of the run alone says which run it is; the
	 * others stay as they were when it began.
	 */
	JobParameters parameters() {
		return new JobParametersBuilder().addString("run", this.run)
			.addString("at", Instant.now().toString(), false)
			.addString("format", this.format, false)
			.toJobParameters();
	}

}
