package io.sequoia.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import reactor.core.publisher.Flux;

/**
 * A task for a client, done several times in one JVM.
 *
 * @param name its name
 * @param count the number of resources that it handles each time
 * @param rounds the number of times that it is done
 * @param latency the milliseconds that the server waits before each answer
 * @param kilobytes the size of a resource
 * @param work does it once
 */
record Job(String name, int count, int rounds, int latency, int kilobytes, Work work) {

	/** The resource that reads ask for. */
	static final String FILM = "film-0";

	/**
	 * Return all jobs, in the order of the table.
	 * @return the jobs
	 */
	static List<Job> all() {
		return List.of(browse("browse 100,000", 100_000, 20, 0, 1), browse("browse 10,000 at 5 ms", 10_000, 10, 5, 1),
				browse("browse 10,000 of 5 KB at 5 ms", 10_000, 10, 5, 5),
				new Job("browse 100,000 with linked assets", 100_000, 10, 0, 1,
						(client, kind) -> (run) -> require(client.browseLinked() == 200_000)),
				reads("reads, one caller", 1, 20_000, 4, 0), reads("reads, 64 callers", 64, 60_000, 4, 0),
				reads("reads, 512 callers", 512, 60_000, 4, 0),
				virtualReads("reads, 512 virtual threads", 512, 60_000, 4, 0),
				reactiveReads("reads, 64 at a time, reactive", 64, 60_000, 4, 0),
				reads("reads at 5 ms, one caller", 1, 400, 4, 5), reads("reads at 5 ms, 64 callers", 64, 16_000, 4, 5),
				reads("reads at 5 ms, 512 callers", 512, 32_000, 4, 5),
				reactiveReads("reads at 5 ms, 64 at a time, reactive", 64, 16_000, 4, 5),
				stores("store 10,000", 10_000, 10, 0), stores("store 10,000 at 5 ms", 10_000, 5, 5),
				reads("500 callers of a cold client", 500, 500, 1, 0));
	}

	static Job named(String name) {
		return all().stream().filter((job) -> job.name().equals(name)).findFirst().orElseThrow();
	}

	static Job browse(String name, int count, int rounds, int latency, int kilobytes) {
		return new Job(name, count, rounds, latency, kilobytes,
				(client, kind) -> (run) -> require(client.browse() == count));
	}

	static Job reads(String name, int callers, int count, int rounds, int latency) {
		return new Job(name, count, rounds, latency, 1, (client, kind) -> {
			ExecutorService threads = Executors.newFixedThreadPool(callers, Job::daemon);
			return (nanos) -> reads(threads, callers, client, nanos);
		});
	}

	static Job virtualReads(String name, int callers, int count, int rounds, int latency) {
		return new Job(name, count, rounds, latency, 1, (client, kind) -> {
			ExecutorService threads = virtualThreads();
			return (nanos) -> reads(threads, callers, client, nanos);
		});
	}

	static Job reactiveReads(String name, int concurrency, int count, int rounds, int latency) {
		return new Job(name, count, rounds, latency, 1,
				(client, kind) -> (nanos) -> Flux.range(0, count).flatMap((i) -> {
					long start = System.nanoTime();
					return client.reading(FILM).doOnNext((film) -> nanos[i] = System.nanoTime() - start);
				}, concurrency).blockLast());
	}

	static Job stores(String name, int count, int rounds, int latency) {
		return new Job(name, count, rounds, latency, 1, (client, kind) -> {
			List<Resource> resources = kind.make(count);
			return (nanos) -> require(client.store(resources) == count);
		});
	}

	boolean needsVirtualThreads() {
		return this.name.contains("virtual");
	}

	static boolean hasVirtualThreads() {
		return Runtime.version().feature() >= 21;
	}

	private static Thread daemon(Runnable work) {
		Thread thread = new Thread(work);
		thread.setDaemon(true);
		return thread;
	}

	private static void reads(ExecutorService threads, int callers, Client client, long[] nanos) throws Exception {
		List<Future<?>> running = IntStream.range(0, callers).<Future<?>>mapToObj((caller) -> threads.submit(() -> {
			for (int i = caller; i < nanos.length; i += callers) {
				long start = System.nanoTime();
				client.read(FILM);
				nanos[i] = System.nanoTime() - start;
			}
		})).toList();
		for (Future<?> one : running) {
			one.get();
		}
	}

	/** Create virtual threads by reflection, since this is compiled for Java 17. */
	private static ExecutorService virtualThreads() {
		try {
			return (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException("This JVM has no virtual threads", ex);
		}
	}

	private static void require(boolean complete) {
		if (!complete) {
			throw new IllegalStateException("Not all resources were handled");
		}
	}

	/**
	 * Do the job as often as configured.
	 * @param client the client
	 * @param kind the type to read into
	 * @return the figures
	 * @throws Exception if the job failed
	 */
	Measured run(Client client, Kind kind) throws Exception {
		Once once = this.work.prepare(client, kind);
		Usage before = Usage.now();
		double first = 0;
		double slowest = 0;
		double[] rates = new double[this.rounds];
		Usage middle = before;
		int measured = this.rounds / 2;
		for (int round = 0; round < this.rounds; round++) {
			if (round == measured) {
				middle = Usage.now();
			}
			long[] nanos = new long[this.count];
			long start = System.nanoTime();
			once.run(nanos);
			rates[round] = this.count / ((System.nanoTime() - start) / 1e9);
			Arrays.sort(nanos);
			slowest = nanos[(int) (nanos.length * 0.99)] / 1e6;
			first = rates[0];
		}
		Usage after = Usage.now();
		Arrays.sort(rates, measured, this.rounds);
		return new Measured(first, rates[(measured + this.rounds) / 2], slowest,
				(after.processorNanos() - before.processorNanos()) / 1e3 / this.count / this.rounds,
				(double) (after.bytes() - middle.bytes()) / this.count / (this.rounds - measured),
				Usage.optimizedMethods());
	}

	/** Prepares a job. */
	interface Work {

		Once prepare(Client client, Kind kind);

	}

	/** Does a job once, and notes the nanoseconds of each call. */
	interface Once {

		void run(long[] nanos) throws Exception;

	}

}
