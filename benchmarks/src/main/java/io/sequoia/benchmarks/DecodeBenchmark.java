package io.sequoia.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.sequoia.SequoiaFailure.Details;
import io.sequoia.core.mapping.ResourceMapper;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ResolvableType;

/**
 * The decoding of a page of 100 resources, for each resource, by Jackson with the
 * client's handles for constructors and by Jackson alone.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
public class DecodeBenchmark {

	private static final Details DETAILS = Details.of(null, "metadata", "contents");

	private final ResourceMapper client = new ResourceMapper(JsonMapper.shared());

	private byte[] page = {};

	@Param
	public Form form = Form.RECORD;

	private ResolvableType type = ResolvableType.NONE;

	private JavaType pageType = JsonMapper.shared().constructType(Object.class);

	/**
	 * Make the page.
	 */
	@Setup
	public void prepare() {
		this.page = StubServer.page().getBytes(StandardCharsets.UTF_8);
		this.type = ResolvableType.forClass(this.form.type);
		this.pageType = JsonMapper.shared().getTypeFactory().constructParametricType(Page.class, this.form.type);
	}

	/**
	 * Decode by the client's mapper.
	 * @return the resources
	 */
	@Benchmark
	@OperationsPerInvocation(StubServer.PER_PAGE)
	public Object client() {
		return this.client.read(List.of(this.page), "contents", this.type, true, DETAILS).resources();
	}

	/**
	 * Decode by Jackson alone.
	 * @return the resources
	 */
	@Benchmark
	@OperationsPerInvocation(StubServer.PER_PAGE)
	public Object jackson() {
		Page<?> read = JsonMapper.shared().readValue(this.page, this.pageType);
		return read.contents();
	}

	/** The form of the type. */
	public enum Form {

		/** A record. */
		RECORD(Title.class),

		/** A class with getters and setters. */
		SETTERS(TitleBean.class),

		/** A class with fields. */
		FIELDS(TitleFields.class);

		private final Class<?> type;

		Form(Class<?> type) {
			this.type = type;
		}

	}

	record Page<T>(List<T> contents) {
	}

}
