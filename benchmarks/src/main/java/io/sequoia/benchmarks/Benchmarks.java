package io.sequoia.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;

/**
 * Runs each job with the starter and with a WebClient of Boot's builder, in turns and in
 * a new JVM each time, against a server in a separate process, and prints the medians of
 * both.
 */
public final class Benchmarks {

	private static final String BEGIN = "<!-- measured -->";

	private static final String END = "<!-- end -->";

	private final int rounds;

	private final Pattern jobs;

	private final List<String> lines = new ArrayList<>();

	private Benchmarks(int rounds, Pattern jobs) {
		this.rounds = rounds;
		this.jobs = jobs;
	}

	/**
	 * Run the benchmarks.
	 * @param arguments the number of rounds (5), a regular expression for the names of
	 * the jobs (all), and a page of documentation to write the tables to
	 * @throws IOException if that page cannot be written
	 */
	public static void main(String[] arguments) throws IOException {
		Benchmarks benchmarks = new Benchmarks((arguments.length > 0) ? Integer.parseInt(arguments[0]) : 5,
				Pattern.compile((arguments.length > 1) ? arguments[1] : ".*"));
		benchmarks.run();
		if (arguments.length > 2) {
			benchmarks.write(Path.of(arguments[2]));
		}
	}

	private void run() {
		for (boolean actuator : new boolean[] { true, false }) {
			print("");
			print(actuator ? "With the actuator in both applications:" : "Without the actuator in both:");
			print("");
			print("| job | type | starter, warm | WebClient, warm | warm | first | processor time | p99 | bytes | by C2 |");
			print("|---|---|---|---|---|---|---|---|---|---|");
			for (Job job : Job.all()) {
				if (this.jobs.matcher(job.name()).find() && (!job.needsVirtualThreads() || Job.hasVirtualThreads())) {
					measure(job, actuator);
				}
			}
			if (this.jobs.matcher("first reads").find()) {
				print("");
				measureFirstReads(actuator);
			}
		}
		if (this.jobs.matcher("start").find()) {
			print("");
			measureStartUp();
			measureLongBrowse();
		}
	}

	private void measure(Job job, boolean actuator) {
		int pages = Math.max(1, job.count() / StubServer.PER_PAGE);
		try (ForkedJvm server = ForkedJvm.start(StubServer.class, pages, job.latency(), job.kilobytes())) {
			for (Kind kind : Kind.values()) {
				List<Measured> starter = new ArrayList<>();
				List<Measured> bare = new ArrayList<>();
				for (int round = 0; round < this.rounds; round++) {
					starter.add(run(job, kind, JobProgram.STARTER, actuator, server));
					bare.add(run(job, kind, JobProgram.BARE, actuator, server));
				}
				tell(job, kind, Measured.median(starter), Measured.median(bare));
			}
		}
	}

	private static Measured run(Job job, Kind kind, String client, boolean actuator, ForkedJvm server) {
		String classPath = ClassPath.of(client.equals(JobProgram.STARTER), actuator);
		try (ForkedJvm jvm = ForkedJvm.start(List.of("-Xmx1g"), classPath, JobProgram.class, client, kind, job.name(),
				server.line())) {
			return Measured.parse(jvm.line());
		}
	}

	private void tell(Job job, Kind kind, Measured starter, Measured bare) {
		print(String.format(Locale.ROOT, "| %s | %s | %,.0f/s | %,.0f/s | %s | %s | %s | %s | %s | %s |", job.name(),
				kind.name().toLowerCase(Locale.ROOT), starter.warm(), bare.warm(), ratio(starter, bare, Measured::warm),
				ratio(starter, bare, Measured::first), ratio(starter, bare, Measured::processor),
				ratio(starter, bare, Measured::slowest), ratio(starter, bare, Measured::bytes),
				ratio(starter, bare, Measured::optimized)));
	}

	private static String ratio(Measured one, Measured other, ToDoubleFunction<Measured> figure) {
		double divisor = figure.applyAsDouble(other);
		return (divisor > 0) ? String.format(Locale.ROOT, "%.2f", figure.applyAsDouble(one) / divisor) : "–";
	}

	private void measureFirstReads(boolean actuator) {
		List<FirstReads> starter = new ArrayList<>();
		List<FirstReads> bare = new ArrayList<>();
		try (ForkedJvm server = ForkedJvm.start(StubServer.class, 1, 0, 1)) {
			for (int round = 0; round < this.rounds; round++) {
				starter.add(firstReads(JobProgram.STARTER, actuator, server));
				bare.add(firstReads(JobProgram.BARE, actuator, server));
			}
		}
		print("| reads of one caller in a new JVM | starter | WebClient | starter, processor time | WebClient, processor time |");
		print("|---|---|---|---|---|");
		FirstReads.rows(FirstReads.median(starter), FirstReads.median(bare)).forEach(this::print);
	}

	private static FirstReads firstReads(String client, boolean actuator, ForkedJvm server) {
		String classPath = ClassPath.of(client.equals(JobProgram.STARTER), actuator);
		try (ForkedJvm jvm = ForkedJvm.start(List.of("-Xmx1g"), classPath, FirstReads.class, client, server.line())) {
			return FirstReads.parse(jvm.line());
		}
	}

	private void measureStartUp() {
		List<StartUp> starter = new ArrayList<>();
		List<StartUp> bare = new ArrayList<>();
		for (int round = -1; round < this.rounds; round++) {
			StartUp one = StartUp.withStarter();
			StartUp other = StartUp.bare();
			if (round >= 0) {
				starter.add(one);
				bare.add(other);
			}
		}
		StartUp with = StartUp.median(starter);
		StartUp without = StartUp.median(bare);
		print(String.format(Locale.ROOT,
				"Start of an application: %.0f ms and %.0f MB with the starter, %.0f ms and %.0f MB with a WebClient alone:"
						+ " %.0f ms and %.1f MB more (to reach: 150 ms, 10 MB).",
				with.milliseconds(), with.megabytes(), without.milliseconds(), without.megabytes(),
				with.milliseconds() - without.milliseconds(), with.megabytes() - without.megabytes()));
	}

	private void measureLongBrowse() {
		try (ForkedJvm server = ForkedJvm.start(StubServer.class, 10_000, 0, 1);
				ForkedJvm browse = ForkedJvm.start(List.of("-Xmx128m"), System.getProperty("java.class.path"),
						LongBrowse.class, server.line())) {
			String[] said = browse.line().split(" ");
			print(String.format(Locale.ROOT, "Browse of %,d with `-Xmx128m`: %.0f s.", Long.parseLong(said[0]),
					Double.parseDouble(said[1])));
		}
	}

	private void print(String line) {
		System.out.println(line);
		this.lines.add(line);
	}

	private void write(Path page) throws IOException {
		String text = Files.readString(page);
		String measured = BEGIN + "\n" + machine() + "\n" + String.join("\n", this.lines) + "\n";
		Files.writeString(page, text.substring(0, text.indexOf(BEGIN)) + measured + text.substring(text.indexOf(END)));
	}

	private static String machine() {
		return "Java " + Runtime.version() + ", " + System.getProperty("os.name") + " " + System.getProperty("os.arch")
				+ ", " + Runtime.getRuntime().availableProcessors() + " processors shared by client and server.";
	}

}
