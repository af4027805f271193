package io.sequoia.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import reactor.core.publisher.Flux;

/**
 * Something to do with a client.
 *
 * @param name its name
 * @param count how many resources it handles
 * @param reach which share of the bare client's rate the starter is to reach, 0 for any
 * @param ownThreads whether it has threads of its own, which end with it
 * @param work does it, and notes the nanoseconds of each call
 */
record Job(String name, int count, double reach, boolean ownThreads, Work work) {

	private static final String FILM = "film-0";

	static Job browse(String name, int count, double reach) {
		return new Job(name, count, reach, false, (client, nanos) -> require(client.browse() == count));
	}

	static Job reads(String name, int count, double reach) {
		return new Job(name, count, reach, false, (client, nanos) -> {
			for (int i = 0; i < count; i++) {
				read(client, nanos, i);
			}
		});
	}

	static Job reads(String name, int callers, int count, double reach) {
		return new Job(name, count, reach, true,
				(client, nanos) -> reads(Executors.newFixedThreadPool(callers), callers, client, nanos));
	}

	static Job virtualReads(String name, int callers, int count, double reach) {
		return new Job(name, count, reach, true, (client, nanos) -> reads(virtualThreads(), callers, client, nanos));
	}

	static Job reactiveReads(String name, int concurrency, int count, double reach) {
		return new Job(name, count, reach, false, (client, nanos) -> Flux.range(0, count).flatMap((i) -> {
			long start = System.nanoTime();
			return client.reading(FILM).doOnNext((film) -> nanos[i] = System.nanoTime() - start);
		}, concurrency).blockLast());
	}

	static Job stores(String name, int count, double reach) {
		List<Film> films = IntStream.range(0, count).mapToObj((i) -> Film.named("film-" + i)).toList();
		return new Job(name, count, reach, false, (client, nanos) -> require(client.store(films) == count));
	}

	static boolean hasVirtualThreads() {
		return Runtime.version().feature() >= 21;
	}

	Measured run(Client client) {
		long[] nanos = new long[this.count];
		long allocated = Allocation.bytes();
		long start = System.nanoTime();
		try {
			this.work.run(client, nanos);
		}
		catch (Exception ex) {
			throw new IllegalStateException(this.name + " failed", ex);
		}
		double seconds = (System.nanoTime() - start) / 1e9;
		double bytes = this.ownThreads ? 0 : (double) (Allocation.bytes() - allocated) / this.count;
		Arrays.sort(nanos);
		return new Measured(this.count / seconds, nanos[(int) (nanos.length * 0.99)] / 1e6, bytes);
	}

	private static void reads(ExecutorService threads, int callers, Client client, long[] nanos) throws Exception {
		try {
			List<Future<?>> running = IntStream.range(0, callers).<Future<?>>mapToObj((caller) -> threads.submit(() -> {
				for (int i = caller; i < nanos.length; i += callers) {
					read(client, nanos, i);
				}
			})).toList();
			for (Future<?> one : running) {
				one.get();
			}
		}
		finally {
			threads.shutdown();
		}
	}

	private static void read(Client client, long[] nanos, int i) {
		long start = System.nanoTime();
		client.read(FILM);
		nanos[i] = System.nanoTime() - start;
	}

	/** Named by reflection, since this is compiled for Java 17. */
	private static ExecutorService virtualThreads() throws ReflectiveOperationException {
		return (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
	}

	private static void require(boolean complete) {
		if (!complete) {
			throw new IllegalStateException("Not all resources were handled");
		}
	}

	interface Work {

		void run(Client client, long[] nanos) throws Exception;

	}

}
