package io.sequoia.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.sequoia.sandbox.Fault;
import io.sequoia.sandbox.Operation;
import io.sequoia.sandbox.SequoiaSandbox;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Commands as a shell runs them, on a sandbox that is configured by properties, as a
 * platform is.
 */
@ExtendWith(OutputCaptureExtension.class)
class SequoiaCliIntegrationTests {

	private static final Map<String, String> PLATFORM = Map.of("sequoia.registry.url", "", "sequoia.owner", "",
			"sequoia.auth.client-id", "", "sequoia.auth.client-secret", "");

	private static SequoiaSandbox sandbox;

	@TempDir
	private Path directory;

	@BeforeAll
	static void start() {
		sandbox = SequoiaSandbox.builder().emptyCatalogue().start();
		System.setProperty("sequoia.registry.url", sandbox.registryUrl());
		System.setProperty("sequoia.owner", sandbox.owner());
		System.setProperty("sequoia.auth.client-id", sandbox.clientId());
		System.setProperty("sequoia.auth.client-secret", sandbox.clientSecret());
		System.setProperty("sequoia.retry.interval", "1ms");
	}

	@AfterAll
	static void stop() {
		PLATFORM.keySet().forEach(System::clearProperty);
		System.clearProperty("sequoia.retry.interval");
		sandbox.close();
	}

	@BeforeEach
	void store() {
		sandbox.putAll("metadata", "contents",
				List.of(Map.of("name", "alien", "type", "movie", "title", "Alien"),
						Map.of("name", "brazil", "type", "movie", "title", "Brazil\u001b[31m \u009b1m"),
						Map.of("name", "cosmos", "type", "show", "title", "Cosmos")));
	}

	@AfterEach
	void reset() {
		sandbox.reset();
	}

	@Test
	void printsLinesOfJsonToAPipeAndATableToATerminal() {
		assertThat(
				run("browse", "contents", "--where", "type=movie", "--sort", "title:desc", "--fields", "title").lines())
			.hasSize(2)
			.first()
			.asString()
			.startsWith("{")
			.contains("\"title\":\"Brazil");
		Run table = new Run(true, "").with("browse", "metadata/contents", "--columns", "ref,title");
		assertThat(table.out()).startsWith("REF").contains("testmock:alien", "Alien");
		assertThat(table.out()).as("control characters are not printed").doesNotContain("\u001b", "\u009b");
		assertThat(table.code).isZero();
	}

	@Test
	void cutsATextOfATableBetweenCharacters() {
		sandbox.put("metadata", "contents",
				Map.of("name", "long", "type", "movie", "title", "x".repeat(46) + "\ud83d\ude00 and more"));
		Run table = new Run(true, "").with("browse", "contents", "--where", "name=long", "--columns", "title,ref");
		assertThat(table.out()).contains("x".repeat(46) + "\u2026 ").contains("testmock:long");
	}

	@ParameterizedTest
	@CsvSource({ "type=movie,2", "type!=movie,1", "title^=Al,1", "name=nothing,0" })
	void countsWhatMeetsACondition(String condition, String count) {
		Run counted = run("count", "contents", "-w", condition);
		assertThat(counted.out().trim()).as(counted.err()).isEqualTo(count);
	}

	@Test
	void stopsAtTheLimit() {
		assertThat(run("browse", "contents", "-n", "1").lines()).hasSize(1);
		assertThat(run("browse", "contents", "-n", "0").lines()).hasSize(3);
	}

	@ParameterizedTest
	@ValueSource(strings = { "browse contents -n 0", "browse contents -o table", "read contents testmock:alien",
			"count contents", "services", "delete contents testmock:alien", "--help", "generate-completion" })
	void failsWhenTheOutputCannotBeWritten(String command) {
		Run failed = Run.to(new FailingOutput("No space left on device")).with(command.split(" "));
		assertThat(failed.code).isOne();
		assertThat(failed.err().lines())
			.containsExactly("The standard output cannot be written: No space left on device");
	}

	@ParameterizedTest
	@CsvSource({ "Broken pipe, 141", "No space left on device, 1" })
	void fetchesNoFurtherPagesWhenTheOutputCannotBeWritten(String reason, int code) {
		sandbox.putAll("metadata", "contents",
				IntStream.range(0, 2_000)
					.mapToObj((i) -> Map.<String, Object>of("name", "n" + i, "type", "movie", "title", "T" + i))
					.toList());
		sandbox.requests().clear();
		Run failed = Run.to(new FailingOutput(reason)).with("browse", "contents", "-n", "0");
		assertThat(failed.code).isEqualTo(code);
		assertThat(failed.err().lines()).hasSize((code == 1) ? 1 : 0);
		assertThat(sandbox.requests().all()).hasSizeLessThan(10);
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void namesTheFileOfAnExportToAFullDisk() throws IOException {
		Path part = Files.createSymbolicLink(this.directory.resolve("films.jsonl.part"), Path.of("/dev/full"));
		Run failed = run("export", "contents", this.directory.resolve("films.jsonl").toString());
		assertThat(failed.code).isOne();
		assertThat(failed.err().lines())
			.containsExactly("The file " + part + " cannot be used: No space left on device");
	}

	@Test
	void writesHalfOfAPairOfSurrogatesAsAnEscape() throws IOException {
		sandbox.reset();
		sandbox.putAll("metadata", "contents",
				List.of(Map.of("name", "half", "type", "movie", "title", "\ud83d\ude00 \ud83d")));
		Path file = this.directory.resolve("films.jsonl");
		Run exported = run("export", "contents", file.toString());
		assertThat(exported.code).as(exported.err()).isZero();
		assertThat(Files.readString(file)).contains("\"title\":\"\ud83d\ude00 \\ud83d\"");
		assertThat(run("browse", "contents").out()).contains("\"title\":\"\ud83d\ude00 \\ud83d\"");
		assertThat(run("import", "contents", file.toString()).out()).contains("1 resources stored");
	}

	@Test
	void leavesAFileAloneThatAnotherExportWrites() throws IOException {
		Path part = this.directory.resolve("films.jsonl.part");
		Files.writeString(part, "{}");
		try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
			channel.lock();
			Run failed = run("export", "contents", this.directory.resolve("films.jsonl").toString());
			assertThat(failed.code).isOne();
			assertThat(failed.err()).contains(part + " is being written by another export");
			assertThat(part).hasContent("{}");
		}
		Run exported = run("export", "contents", this.directory.resolve("films.jsonl").toString());
		assertThat(exported.code).as("the rest of an export that ended is no hindrance").isZero();
		assertThat(part).doesNotExist();
		assertThat(this.directory.resolve("films.jsonl")).content().hasLineCount(3);
	}

	@Test
	void listsServices() {
		assertThat(run("services").out()).contains("metadata", "http://127.0.0.1");
	}

	@Test
	void storesReadsAndDeletes() {
		Run stored = new Run(false,
				"{\"name\":\"dune\",\"type\":\"movie\",\"title\":\"Dune\",\"custom\":{\"price\":\"1.10\"}}")
			.with("store", "contents");
		assertThat(stored.code).as(stored.err()).isZero();
		assertThat(run("read", "contents", "testmock:dune").out()).contains("\"title\":\"Dune\"");
		assertThat(new Run(true, "").with("read", "contents", "testmock:dune").out()).contains("title", "Dune");
		assertThat(run("delete", "contents", "testmock:dune", "testmock:none").out())
			.isEqualTo("testmock:dune deleted%ntestmock:none not found%n".formatted());
		assertThat(run("read", "contents", "testmock:dune").code).isEqualTo(3);
	}

	@Test
	void exportsAndImportsMoreThanAPage() throws IOException {
		sandbox.putAll("metadata", "contents",
				IntStream.range(0, 250)
					.mapToObj((i) -> Map.<String, Object>of("name", "n" + i, "type", "movie", "title", "T" + i))
					.toList());
		Path file = this.directory.resolve("contents.jsonl");
		Run exported = new Run(true, "").with("export", "contents", file.toString());
		assertThat(exported.out()).contains("253 resources written");
		assertThat(exported.err()).contains("100 %");
		assertThat(this.directory).isDirectoryContaining("glob:**contents.jsonl")
			.isDirectoryNotContaining("glob:**.part");
		sandbox.reset();
		assertThat(run("import", "contents", file.toString()).out()).contains("253 resources stored");
		assertThat(run("count", "contents").out().trim()).isEqualTo("253");
	}

	@Test
	void namesTheLineThatIsNoJson() throws IOException {
		Path file = Files.writeString(this.directory.resolve("broken.jsonl"),
				"{\"name\":\"a\",\"type\":\"movie\",\"title\":\"A\"}\n\n{oops\n");
		Run failed = run("import", "contents", file.toString());
		assertThat(failed.code).isOne();
		assertThat(failed.err()).contains("Line 3 of the file " + file).doesNotContain("\tat ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "null", "[]", "1" })
	void refusesJsonThatIsNoObject(String json) {
		Run imported = new Run(false, "\n" + json).with("import", "contents");
		assertThat(imported.code).isOne();
		assertThat(imported.err()).startsWith("Line 2 of the standard input is not a JSON object");
		Run stored = new Run(false, json).with("store", "contents");
		assertThat(stored.code).isOne();
		assertThat(stored.err()).startsWith("The standard input is not a JSON object");
	}

	@ParameterizedTest
	@ValueSource(strings = { "store", "import" })
	void namesTheLineThatIsNotUtf8(String command) throws IOException {
		byte[] latin = "\n{\"name\":\"a\",\"type\":\"movie\",\"title\":\"Caf\u00e9\"}"
			.getBytes(StandardCharsets.ISO_8859_1);
		Path file = Files.write(this.directory.resolve("latin.json"), latin);
		Run ofFile = run(command, "contents", file.toString());
		assertThat(ofFile.code).isOne();
		assertThat(ofFile.err().lines()).singleElement()
			.asString()
			.startsWith("Line 2 of the file " + file + " is not UTF-8");
		Run ofInput = new Run(false, latin).with(command, "contents");
		assertThat(ofInput.code).isOne();
		assertThat(ofInput.err()).startsWith("Line 2 of the standard input is not UTF-8");
		assertThat(run("count", "contents", "-w", "title^=Caf").out().trim()).isEqualTo("0");
	}

	@ParameterizedTest
	@ValueSource(strings = { "-1", "ten" })
	void refusesANumberOfResourcesThatIsNone(String number) {
		Run browsed = run("browse", "contents", "-n", number);
		assertThat(browsed.code).isEqualTo(2);
		assertThat(browsed.err()).contains("--limit").contains("'" + number + "'");
		assertThat(browsed.out()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "store", "import" })
	void readsATextThatBeginsWithAByteOrderMark(String command) {
		Run stored = new Run(false, "\uFEFF{\"name\":\"mark-" + command + "\",\"type\":\"movie\",\"title\":\"Mark\"}")
			.with(command, "contents");
		assertThat(stored.code).as(stored.err()).isZero();
	}

	@Test
	void storesWhatIsBeforeABrokenLineAndTellsHowManyThatAre() throws IOException {
		Path file = this.directory.resolve("broken.jsonl");
		Files.write(file, IntStream.range(0, 300)
			.mapToObj((i) -> (i == 249) ? "{broken" : "{\"name\":\"k" + i + "\",\"type\":\"movie\",\"title\":\"K\"}")
			.toList());
		Run failed = run("import", "contents", file.toString());
		assertThat(failed.code).isOne();
		assertThat(failed.err().lines()).singleElement()
			.asString()
			.startsWith("Line 250 of the file " + file + " is not a JSON object")
			.endsWith("; resources stored before it: 249");
		assertThat(run("count", "contents", "-w", "title=K").out().trim()).isEqualTo("249");
	}

	@Test
	void leavesNoPartOfAFailedExport() {
		assertThat(run("export", "contnts", this.directory.resolve("films.jsonl").toString()).code).isOne();
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void refusesAnEmptyFolderAsTheFileToWrite() throws IOException {
		Path folder = Files.createDirectory(this.directory.resolve("films"));
		for (String[] command : new String[][] { { "export", "contents", folder.toString() },
				{ "download", sandbox.registryUrl() + "/", folder.toString() } }) {
			Run failed = run(command);
			assertThat(failed.code).as(command[0]).isOne();
			assertThat(failed.err()).contains(folder.toString()).containsPattern("is a (folder|directory)");
			assertThat(folder).isEmptyDirectory();
		}
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void doesNotReplaceADevice() throws IOException {
		Path device = Files.createSymbolicLink(this.directory.resolve("films"), Path.of("/dev/null"));
		for (String[] command : new String[][] { { "export", "contents", device.toString() },
				{ "download", sandbox.registryUrl() + "/", device.toString() } }) {
			Run failed = run(command);
			assertThat(failed.code).as(command[0]).isOne();
			assertThat(failed.err()).contains(device.toString(), "is a device");
			assertThat(device).isSymbolicLink();
		}
	}

	@ParameterizedTest
	@CsvSource({ "download http://127.0.0.1/a_b?sig=TOPSECRET f, percent",
			"upload f http://127.0.0.1/a|b?sig=TOP_SECRET, percent",
			"download http://me:TOPSECRET@127.0.0.1/a_b f, percent",
			"download f http://127.0.0.1/a?sig=TOPSECRET, ?***",
			"upload http://127.0.0.1/a?sig=TOPSECRET f, is not a file",
			"upload f f http://127.0.0.1/a?sig=TOPSECRET, Unmatched", "http://127.0.0.1/a?sig=TOPSECRET, Unmatched",
			"read contents http://127.0.0.1/a?sig=TOPSECRET, reference" })
	void printsNoSignatureOfAnAddress(String command, String message) {
		Run failed = run(Stream.of(command.split(" ")).map((word) -> word.replace('_', ' ')).toArray(String[]::new));
		assertThat(failed.code).isNotZero();
		assertThat(failed.err()).contains(message).doesNotContain("SECRET", "java.");
	}

	@Test
	void tellsWhyAConditionIsRefused() {
		Run failed = run("count", "contents", "-w", "type=");
		assertThat(failed.code).isEqualTo(2);
		assertThat(failed.err()).contains("must not be empty").doesNotContain("io.sequoia", "Criterion");
	}

	@Test
	void explainsAWrongSettingOnTheErrorOutputAlone(CapturedOutput process) {
		String owner = System.setProperty("sequoia.owner", "a b");
		try {
			Run failed = run("count", "contents");
			assertThat(failed.code).isOne();
			assertThat(failed.err()).contains("sequoia.owner", "Write the name of your tenant")
				.doesNotContain("Error creating bean", "\tat ", "\n\n");
			assertThat(failed.out()).isEmpty();
			assertThat(process.getAll()).isEmpty();
		}
		finally {
			System.setProperty("sequoia.owner", owner);
		}
	}

	@Test
	void namesTheLineOfSettingsThatCannotBeRead(CapturedOutput process) throws IOException {
		Path settings = Files.writeString(this.directory.resolve("application.yml"),
				"sequoia:\n  auth:\n    client-secret: 'TOPSECRET\n");
		System.setProperty("spring.config.additional-location", settings.toUri().toString());
		try {
			Run failed = run("count", "contents");
			assertThat(failed.code).isOne();
			assertThat(failed.err().lines()).singleElement().asString().contains("line 4");
			assertThat(failed.err()).doesNotContain("TOPSECRET");
			assertThat(process.getAll()).isEmpty();
		}
		finally {
			System.clearProperty("spring.config.additional-location");
		}
	}

	@Test
	void downloadsAFile() throws IOException {
		Path file = this.directory.resolve("page");
		Run loaded = run("download", sandbox.registryUrl() + "/", file.toString());
		assertThat(loaded.code).as(loaded.err()).isZero();
		assertThat(loaded.out()).contains(Files.size(file) + " bytes downloaded");
	}

	@Test
	void tellsFailuresInOneLineAndByTheExitCode() {
		sandbox.faults().next(Operation.BROWSE, Fault.status(403));
		Run denied = run("browse", "contents");
		assertThat(denied.code).isEqualTo(4);
		assertThat(denied.err().lines()).hasSize(1);
		assertThat(denied.err()).contains("correlation id");
		assertThat(run("browse", "contnts").err()).contains("contents");
	}

	@ParameterizedTest
	@CsvSource({ "store contents {}/none, {}/none does not exist", "import contents {}/none, {}/none does not exist",
			"store contents {}, The file {} cannot be read", "import contents {}, directory",
			"export contents {}/none/films.jsonl, {}/none/films.jsonl.part does not exist",
			"export contents {}, {} is a folder", "upload {}/none http://127.0.0.1/film, {}/none",
			"download http://127.0.0.1/film {}/none/film, {}/none/film.part" })
	void tellsWhatIsWrongWithAFile(String command, String message) throws IOException {
		Files.writeString(this.directory.resolve("some.txt"), "a folder with a file");
		String folder = this.directory.toString();
		Run failed = run(command.replace("{}", folder).split(" "));
		assertThat(failed.err()).contains(message.replace("{}", folder));
		assertThat(failed.err().lines()).hasSize(1);
		assertThat(failed.code).isEqualTo(1);
	}

	@Test
	void refusesWrongArgumentsWithoutAPlatform() {
		sandbox.requests().clear();
		assertThat(run().code).isEqualTo(2);
		assertThat(run("brwse").err()).contains("browse");
		assertThat(run("browse", "contents", "-w", "type").err())
			.contains("is not a condition; write one such as type=movie");
		assertThat(run("read", "contents", "alien").code).isEqualTo(2);
		assertThat(run("--help").out()).contains("browse", "import", "SEQUOIA_REGISTRY_URL");
		assertThat(run("generate-completion").out()).contains("complete -F");
		assertThat(sandbox.requests().all()).isEmpty();
	}

	@Test
	void runsOnASandboxWhereNoPlatformIsConfigured() {
		String url = System.clearProperty("sequoia.registry.url");
		String owner = System.clearProperty("sequoia.owner");
		try {
			Run counted = run("count", "contents");
			assertThat(counted.err()).contains("sandbox in memory");
			assertThat(Integer.parseInt(counted.out().trim())).isPositive();
		}
		finally {
			System.setProperty("sequoia.registry.url", url);
			System.setProperty("sequoia.owner", owner);
		}
	}

	private static Run run(String... arguments) {
		return new Run(false, "").with(arguments);
	}

	private static final class Run {

		private final StringWriter out = new StringWriter();

		private final StringWriter err = new StringWriter();

		private final Terminal terminal;

		private int code;

		Run(boolean interactive, String input) {
			this(interactive, input.getBytes(StandardCharsets.UTF_8));
		}

		Run(boolean interactive, byte[] input) {
			this.terminal = new Terminal(new ByteArrayInputStream(input), new PrintWriter(this.out, true),
					new PrintWriter(this.err, true), interactive);
		}

		private Run(OutputStream output) {
			this.terminal = new Terminal(InputStream.nullInputStream(), Terminal.output(output),
					new PrintWriter(this.err, true), false);
		}

		static Run to(OutputStream output) {
			return new Run(output);
		}

		Run with(String... arguments) {
			this.code = SequoiaCli.run(this.terminal, arguments);
			return this;
		}

		String out() {
			return this.out.toString();
		}

		String err() {
			return this.err.toString();
		}

		List<String> lines() {
			return out().lines().toList();
		}

	}

	/**
	 * Fails as a pipe without a reader does, or a disk without space.
	 */
	private static final class FailingOutput extends OutputStream {

		private final String reason;

		FailingOutput(String reason) {
			this.reason = reason;
		}

		@Override
		public void write(int one) throws IOException {
			throw new IOException(this.reason);
		}

	}

}
