package io.sequoia.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The reads of one caller in a new JVM, from the first one on.
 *
 * @param figures the milliseconds up to each of the {@link #MARKS}, then those of
 * processor time, then those that the JVM took to compile
 */
record FirstReads(List<Double> figures) {

	/** The numbers of reads after which the time is recorded. */
	private static final List<Integer> MARKS = List.of(1, 1_000, 20_000, 60_000, 80_000);

	/**
	 * Read, and print the figures.
	 * @param arguments the client and the server's port
	 */
	public static void main(String[] arguments) {
		try (Client client = JobProgram.client(arguments[0], Integer.parseInt(arguments[1]), Kind.STRINGS)) {
			System.out.println(ForkedJvm.SAYS
					+ of(client).figures().stream().map(String::valueOf).collect(Collectors.joining(" ")));
		}
	}

	private static FirstReads of(Client client) {
		List<Double> times = new ArrayList<>();
		List<Double> processor = new ArrayList<>();
		long start = System.nanoTime();
		long used = Usage.now().processorNanos();
		int done = 0;
		for (int mark : MARKS) {
			for (; done < mark; done++) {
				client.read(Job.FILM);
			}
			times.add((System.nanoTime() - start) / 1e6);
			processor.add((Usage.now().processorNanos() - used) / 1e6);
		}
		times.addAll(processor);
		times.add((double) ManagementFactory.getCompilationMXBean().getTotalCompilationTime());
		return new FirstReads(times);
	}

	static FirstReads parse(String line) {
		return new FirstReads(Arrays.stream(line.split(" ")).map(Double::valueOf).toList());
	}

	/** Return the median of the runs, for each figure separately. */
	static FirstReads median(List<FirstReads> runs) {
		return new FirstReads(IntStream.range(0, runs.get(0).figures().size())
			.mapToObj((i) -> Median.of(runs, (run) -> run.figures().get(i)))
			.toList());
	}

	/** Return the rows of a table of two clients. */
	static List<String> rows(FirstReads starter, FirstReads bare) {
		List<String> rows = new ArrayList<>();
		for (int i = 0; i < MARKS.size(); i++) {
			rows.add(String.format(Locale.ROOT, "| up to read %,d | %,.0f ms | %,.0f ms | %,.0f ms | %,.0f ms |",
					MARKS.get(i), starter.time(i), bare.time(i), starter.processor(i), bare.processor(i)));
		}
		int last = MARKS.size() - 1;
		double reads = MARKS.get(last) - MARKS.get(last - 1);
		rows.add(String.format(Locale.ROOT, "| each of the last %,.0f | %.0f µs | %.0f µs | %.0f µs | %.0f µs |", reads,
				(starter.time(last) - starter.time(last - 1)) * 1e3 / reads,
				(bare.time(last) - bare.time(last - 1)) * 1e3 / reads,
				(starter.processor(last) - starter.processor(last - 1)) * 1e3 / reads,
				(bare.processor(last) - bare.processor(last - 1)) * 1e3 / reads));
		rows.add(String.format(Locale.ROOT, "| of it compiling | – | – | %,.0f ms | %,.0f ms |", starter.compiling(),
				bare.compiling()));
		return rows;
	}

	private double time(int mark) {
		return this.figures.get(mark);
	}

	private double processor(int mark) {
		return this.figures.get(MARKS.size() + mark);
	}

	private double compiling() {
		return this.figures.get(2 * MARKS.size());
	}

}
