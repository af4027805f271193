package io.sequoia.benchmarks;

import java.util.concurrent.TimeUnit;

import io.sequoia.core.query.Criteria;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

import static io.sequoia.core.query.Criteria.where;
import static io.sequoia.core.query.Field.field;
import static io.sequoia.core.query.Inclusion.resource;

/**
 * The creation of criteria and their conversion to parameters, as in each browse.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CriteriaBenchmark {

	/**
	 * Create criteria and convert them.
	 * @return the parameters
	 */
	@Benchmark
	public Object parameters() {
		Criteria criteria = where(field("type").equalTo("movie")).and(field("startedAt").between("2014", "2015"))
			.include(resource("assets").fields("ref", "url"))
			.fields("ref", "title")
			.orderBy("createdAt")
			.desc()
			.perPage(100);
		return criteria.toQueryParameters();
	}

}
