package io.sequoia.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Runs each job for each client, one after another in turns, against a server in a
 * process of its own, and prints the medians beside those of the bare WebClient.
 */
public final class Benchmarks {

	private static final String BEGIN = "<!-- measured -->";

	private static final String END = "<!-- end -->";

	private static final String STARTER = "starter";

	private static final String BARE = "bare";

	private static final String LIMIT = "limit";

	private static final int COLD_CALLERS = 500;

	private static final int WARM_UPS = 5;

	private final int rounds;

	private final List<String> lines = new ArrayList<>();

	private Benchmarks(int rounds) {
		this.rounds = rounds;
	}

	/**
	 * Run the benchmarks.
	 * @param arguments how many rounds to measure (5), and a page of documentation to
	 * write the tables to
	 * @throws IOException if that page cannot be written
	 */
	public static void main(String[] arguments) throws IOException {
		Benchmarks benchmarks = new Benchmarks((arguments.length > 0) ? Integer.parseInt(arguments[0]) : 5);
		benchmarks.run();
		if (arguments.length > 1) {
			benchmarks.write(Path.of(arguments[1]));
		}
	}

	private static Map<String, IntFunction<Client>> clients() {
		Map<String, IntFunction<Client>> clients = new LinkedHashMap<>();
		clients.put(STARTER, StarterClient::new);
		clients.put(BARE, BareClient::new);
		clients.put(LIMIT, JdkClient::new);
		return clients;
	}

	private void run() {
		print("| job | starter | bare WebClient | JDK client, streaming | starter ÷ bare | to reach | p99 ÷ bare | bytes ÷ bare |");
		print("|---|---|---|---|---|---|---|---|");
		// reads first: they warm up what a browse does for each page
		List<Job> near = new ArrayList<>(List.of(Job.reads("reads, one after another", 8_000, 0.95),
				Job.reads("reads, 64 callers", 64, 32_000, 0.95), Job.reads("reads, 512 callers", 512, 32_000, 0.9),
				Job.reactiveReads("reads, 64 at a time, reactive", 64, 32_000, 0.95),
				Job.browse("browse 100,000", 100_000, 1.25), Job.stores("store 10,000 in batches", 10_000, 0)));
		List<Job> far = new ArrayList<>(List.of(Job.reads("reads at 5 ms, one after another", 400, 0.95),
				Job.reads("reads at 5 ms, 64 callers", 64, 16_000, 0.95),
				Job.reads("reads at 5 ms, 512 callers", 512, 32_000, 0.9),
				Job.reactiveReads("reads at 5 ms, 64 at a time, reactive", 64, 16_000, 0.95),
				Job.browse("browse 10,000 at 5 ms", 10_000, 1.15),
				Job.stores("store 10,000 in batches at 5 ms", 10_000, 3)));
		if (Job.hasVirtualThreads()) {
			near.add(3, Job.virtualReads("reads, 512 callers, virtual threads", 512, 32_000, 0.9));
			far.add(3, Job.virtualReads("reads at 5 ms, 512 callers, virtual threads", 512, 32_000, 0.9));
		}
		measure(1_000, Duration.ZERO, near);
		measure(100, Duration.ofMillis(5), far);
		measureColdStarts();
		print("");
		measureStartUp();
		measureLongBrowse();
	}

	private void measure(int pages, Duration latency, List<Job> jobs) {
		try (ForkedJvm server = server(pages, latency)) {
			Map<String, Client> running = new LinkedHashMap<>();
			clients().forEach((name, client) -> running.put(name, client.apply(port(server))));
			for (Job job : jobs) {
				Map<String, List<Measured>> measured = new LinkedHashMap<>();
				for (int round = -WARM_UPS; round < this.rounds; round++) {
					for (Map.Entry<String, Client> client : running.entrySet()) {
						Measured result = job.run(client.getValue());
						if (round >= 0) {
							measured.computeIfAbsent(client.getKey(), (name) -> new ArrayList<>()).add(result);
						}
					}
				}
				tell(job, measured);
			}
			running.values().forEach(Client::close);
		}
	}

	/** Each round with clients that know nothing yet. */
	private void measureColdStarts() {
		Job job = Job.reads("cold start of " + COLD_CALLERS + " callers", COLD_CALLERS, COLD_CALLERS, 0);
		try (ForkedJvm server = server(1, Duration.ZERO)) {
			Map<String, List<Measured>> measured = new LinkedHashMap<>();
			for (int round = -WARM_UPS; round < this.rounds; round++) {
				for (Map.Entry<String, IntFunction<Client>> client : clients().entrySet()) {
					try (Client cold = client.getValue().apply(port(server))) {
						Measured result = job.run(cold);
						if (round >= 0) {
							measured.computeIfAbsent(client.getKey(), (name) -> new ArrayList<>()).add(result);
						}
					}
				}
			}
			tell(job, measured);
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
						+ " %.0f ms and %.1f MB more (to reach: 150 ms, 12 MB).",
				with.milliseconds(), with.megabytes(), without.milliseconds(), without.megabytes(),
				with.milliseconds() - without.milliseconds(), with.megabytes() - without.megabytes()));
	}

	private void measureLongBrowse() {
		try (ForkedJvm server = server(10_000, Duration.ZERO);
				ForkedJvm browse = ForkedJvm.start(List.of("-Xmx128m"), System.getProperty("java.class.path"),
						LongBrowse.class, port(server))) {
			String[] said = browse.line().split(" ");
			print(String.format(Locale.ROOT, "Browse of %,d with `-Xmx128m`: %.0f s.", Long.parseLong(said[0]),
					Double.parseDouble(said[1])));
		}
	}

	private void tell(Job job, Map<String, List<Measured>> measured) {
		Measured starter = median(measured, STARTER);
		Measured bare = median(measured, BARE);
		print(String.format(Locale.ROOT, "| %s | %s | %s | %s | %.2f | %s | %s | %s |", job.name(), starter, bare,
				median(measured, LIMIT), starter.perSecond() / bare.perSecond(),
				(job.reach() > 0) ? String.valueOf(job.reach()) : "–", ratio(starter.slowest(), bare.slowest()),
				ratio(starter.allocated(), bare.allocated())));
	}

	private static String ratio(double one, double other) {
		return (other > 0) ? String.format(Locale.ROOT, "%.2f", one / other) : "–";
	}

	private static Measured median(Map<String, List<Measured>> measured, String client) {
		return Measured.median(measured.getOrDefault(client, List.of()));
	}

	private static ForkedJvm server(int pages, Duration latency) {
		return ForkedJvm.start(StubServer.class, pages, latency.toMillis());
	}

	private static int port(ForkedJvm server) {
		return Integer.parseInt(server.line());
	}

	private void print(String line) {
		System.out.println(line);
		this.lines.add(line);
	}

	private void write(Path page) throws IOException {
		String text = Files.readString(page);
		String measured = BEGIN + "\n" + machine() + "\n\n" + String.join("\n", this.lines) + "\n";
		Files.writeString(page, text.substring(0, text.indexOf(BEGIN)) + measured + text.substring(text.indexOf(END)));
	}

	private static String machine() {
		return "Java " + Runtime.version() + ", " + System.getProperty("os.name") + " " + System.getProperty("os.arch")
				+ ", " + Runtime.getRuntime().availableProcessors() + " processors shared by client and server.";
	}

}
