package io.sequoia.benchmarks;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.sequoia.core.SequoiaTemplate;
import io.sequoia.core.query.Criteria;
import io.sequoia.repository.SequoiaRepository;
import io.sequoia.repository.config.EnableSequoiaRepositories;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Pageable;
import org.springframework.data.domain.Slice;

import static io.sequoia.core.query.Field.field;

/**
 * One page of 100 resources by the template and by a method of a repository, and its
 * allocation ({@code -prof gc}).
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class PageBenchmark {

	@Param({ "template", "repository" })
	public String name = "";

	private @Nullable ForkedJvm server;

	private @Nullable ConfigurableApplicationContext context;

	private Supplier<Object> page = () -> {
		throw new IllegalStateException("not started");
	};

	/**
	 * Start the server and the application.
	 */
	@Setup
	public void start() {
		this.server = ForkedJvm.start(StubServer.class, 1, 0, 1);
		this.context = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties(Map.of("sequoia.registry.url", "http://127.0.0.1:" + this.server.line(), "sequoia.owner",
					"bench", "sequoia.auth.client-id", "bench", "sequoia.auth.client-secret", "bench",
					"logging.level.root", "warn", "spring.main.banner-mode", "off"))
			.run();
		this.page = this.name.equals("template") ? byTemplate(this.context.getBean(SequoiaTemplate.class))
				: byRepository(this.context.getBean(Titles.class));
	}

	private static Supplier<Object> byTemplate(SequoiaTemplate template) {
		return () -> template
			.browse(Criteria.where(field("type").equalTo("movie")).perPage(StubServer.PER_PAGE), Title.class)
			.page();
	}

	private static Supplier<Object> byRepository(Titles titles) {
		return () -> titles.findByType("movie", PageRequest.ofSize(StubServer.PER_PAGE));
	}

	/**
	 * Fetch the page.
	 * @return the page
	 */
	@Benchmark
	public Object page() {
		return this.page.get();
	}

	/**
	 * Stop both.
	 */
	@TearDown
	public void stop() {
		if (this.context != null) {
			this.context.close();
		}
		if (this.server != null) {
			this.server.close();
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableSequoiaRepositories(considerNestedRepositories = true)
	static class Application {

	}

	interface Titles extends SequoiaRepository<Title> {

		Slice<Title> findByType(String type, Pageable pageable);

	}

}
