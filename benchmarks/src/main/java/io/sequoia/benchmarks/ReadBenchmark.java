package io.sequoia.benchmarks;

import java.util.concurrent.TimeUnit;

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

/**
 * One read by one caller, and its allocation ({@code -prof gc}).
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class ReadBenchmark {

	@Param({ "starter", "bare" })
	public String name = "";

	private @Nullable ForkedJvm server;

	private @Nullable Client client;

	/**
	 * Start the server and the client.
	 */
	@Setup
	public void start() {
		this.server = ForkedJvm.start(StubServer.class, 1, 0, 1);
		int port = Integer.parseInt(this.server.line());
		this.client = this.name.equals("starter") ? new StarterClient(port, Kind.TYPED)
				: new BareClient(port, Kind.TYPED);
	}

	/**
	 * Read.
	 * @return the result
	 */
	@Benchmark
	public Object read() {
		Client running = this.client;
		if (running == null) {
			throw new IllegalStateException("not started");
		}
		return running.read("film-0");
	}

	/**
	 * Stop both.
	 */
	@TearDown
	public void stop() {
		if (this.client != null) {
			this.client.close();
		}
		if (this.server != null) {
			this.server.close();
		}
	}

}
