package io.sequoia.sample.batch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.batch.core.scope.context.StepContext;
import org.springframework.batch.core.scope.context.StepSynchronizationManager;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.Assert;

/**
 * The resources that a run left out, with the reason. Workers write them to the database
 * that all share, the manager makes a report of them.
 */
@Component
class Rejections {

	private static final Logger logger = LoggerFactory.getLogger(Rejections.class);

	private static final int LONGEST_REASON = 2000;

	private final JdbcTemplate jdbc;

	private final TransactionTemplate ownTransaction;

	private final JsonMapper json;

	private final int limit;

	Rejections(JdbcTemplate jdbc, PlatformTransactionManager transactions, JsonMapper json, SampleProperties sample) {
		this.jdbc = jdbc;
		this.ownTransaction = new TransactionTemplate(transactions);
		// a chunk whose commit fails is not repeated if its resources were written
		this.ownTransaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		this.json = json;
		this.limit = sample.skipLimit();
	}

	/**
	 * Leave a resource out of the run of the current step.
	 * @param ref the reference of the resource at the source
	 * @param reason the reason, for people
	 * @throws IllegalStateException if too many were rejected
	 */
	void reject(String ref, @Nullable String reason) {
		StepContext context = StepSynchronizationManager.getContext();
		Assert.state(context != null, "Resources are rejected within a step only");
		StepExecution step = context.getStepExecution();
		String collection = step.getExecutionContext().getString("collection");
		this.ownTransaction.executeWithoutResult((status) -> record(step.getJobExecution().getJobInstance().getId(),
				collection, ref, String.valueOf(reason)));
	}

	private void record(long run, String collection, String ref, String reason) {
		int known = this.jdbc.update(
				"update rejected_resource set reason = ? where job_instance_id = ? and collection = ? and ref = ?",
				cut(reason), run, collection, ref);
		if (known > 0) {
			return;
		}
		Assert.state(count(run) < this.limit,
				() -> "More than " + this.limit + " resources were rejected, the latest one is " + ref + ": " + reason);
		logger.warn("Left out {} of {}: {}", ref, collection, reason);
		this.jdbc.update("insert into rejected_resource (job_instance_id, collection, ref, reason) values (?, ?, ?, ?)",
				run, collection, ref, cut(reason));
	}

	/**
	 * Write the report of a run, if it rejected something.
	 * @param run the id of the job's instance
	 * @param report the file, whose lines are JSON objects
	 * @return the number of rejected resources
	 */
	int report(long run, Path report) {
		List<Rejection> rejected = this.jdbc.query(
				"select collection, ref, reason from rejected_resource where job_instance_id = ? order by collection, ref",
				(row, number) -> new Rejection(row.getString(1), row.getString(2), row.getString(3)), run);
		if (!rejected.isEmpty()) {
			try {
				Files.createDirectories(report.toAbsolutePath().getParent());
				Files.write(report, rejected.stream().map(this.json::writeValueAsString).toList());
			}
			catch (IOException ex) {
				throw new UncheckedIOException("The report " + report + " cannot be written", ex);
			}
		}
		return rejected.size();
	}

	int count(long run) {
		Integer count = this.jdbc.queryForObject("select count(*) from rejected_resource where job_instance_id = ?",
				Integer.class, run);
		return (count != null) ? count : 0;
	}

	private static String cut(String reason) {
		return (reason.length() > LONGEST_REASON) ? reason.substring(0, LONGEST_REASON) : reason;
	}

	/**
	 * A line of a report.
	 */
	record Rejection(String collection, String ref, String reason) {
	}

}
