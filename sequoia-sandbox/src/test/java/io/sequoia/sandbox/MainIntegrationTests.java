package io.sequoia.sandbox;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class MainIntegrationTests {

	private final ByteArrayOutputStream out = new ByteArrayOutputStream();

	private final ByteArrayOutputStream err = new ByteArrayOutputStream();

	@TempDir
	Path folder;

	private int run(String... args) {
		return run(Map.of(), args);
	}

	private int run(Map<String, String> environment, String... args) {
		return SequoiaSandboxMain.run(environment, args, new PrintStream(this.out, true, StandardCharsets.UTF_8),
				new PrintStream(this.err, true, StandardCharsets.UTF_8));
	}

	@Test
	void servesInAProcessOfItsOwnUntilItIsTerminated() throws Exception {
		Files.writeString(this.folder.resolve("metadata.contents.json"),
				"{\"contents\":[{\"type\":\"movie\",\"name\":\"mine\",\"title\":\"Mine\"}]}");
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path"), SequoiaSandboxMain.class.getName(), "--port=0", "--owner", "own",
				"--data=" + this.folder, "--empty")
			.start();
		try (BufferedReader output = process.inputReader()) {
			String line = output.readLine();
			assertThat(line).startsWith("Sequoia sandbox ready: http://127.0.0.1:").endsWith("/services/own");
			HttpResponse<String> response = HttpClient.newHttpClient()
				.send(HttpRequest.newBuilder(URI.create(line.substring(line.indexOf("http")))).build(),
						HttpResponse.BodyHandlers.ofString());
			assertThat(response.statusCode()).isEqualTo(200);
			process.toHandle().destroy();
			assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
			assertThat(output.readLine()).as("nothing else is printed").isNull();
			// newer JDKs warn of the native transport that the network library loads
			assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).lines())
				.allMatch((error) -> error.isEmpty() || error.startsWith("WARNING: "));
		}
		finally {
			process.destroyForcibly();
		}
	}

	@Test
	void helps() {
		assertThat(run("--help")).isZero();
		assertThat(this.out.toString(StandardCharsets.UTF_8)).contains("--port", "--host", "--owner", "--client-id",
				"--client-secret", "--token-lifetime", "--latency", "--data", "--empty", "--origins", "8099");
		assertThat(this.err.size()).isZero();
	}

	@ParameterizedTest
	@CsvSource({ "--colour, no argument --colour", "--colour=red, no argument --colour=red",
			"--port=many, --port is wrong: 'many' is not a number", "--port=70000, --port is wrong",
			"--port, --port needs a value", "--owner=a b, --owner is wrong",
			"--token-lifetime=soon, --token-lifetime is wrong: 'soon' is not a duration",
			"--token-lifetime=0, --token-lifetime is wrong", "--latency=-5ms, --latency is wrong",
			"--data=/no/such/folder, --data is wrong: '/no/such/folder' is not a folder", "now, no argument now",
			"--empty=yes, no argument --empty=yes", "--client-id=, --client-id is wrong" })
	void saysWhatIsWrongAndHowToCallIt(String argument, String message) {
		assertThat(run(argument)).isEqualTo(2);
		assertThat(this.err.toString(StandardCharsets.UTF_8)).contains(message).contains("Usage:");
		assertThat(this.out.size()).isZero();
	}

	@Test
	void neverPrintsASecretThatIsWrong() {
		assertThat(run("--client-secret", "s3cret", "--port=x")).isEqualTo(2);
		assertThat(this.err.toString(StandardCharsets.UTF_8)).doesNotContain("s3cret");
	}

	@Test
	void takesVariablesOfTheEnvironmentWhereThereIsNoArgument() {
		Map<String, String> environment = Map.of("SEQUOIA_SANDBOX_OWNER", "a,b", "SEQUOIA_SANDBOX_CLIENT_ID", "me",
				"SEQUOIA_SANDBOX_CLIENT_SECRET", "my secret", "SEQUOIA_SANDBOX_TOKEN_LIFETIME", "30s",
				"SEQUOIA_SANDBOX_LATENCY", "1ms", "SEQUOIA_SANDBOX_EMPTY", "true", "SEQUOIA_SANDBOX_PORT",
				"tcp://10.0.0.1:8099");
		Arguments arguments = Arguments.parse(environment, "--port=0", "--client-id=you");
		try (SequoiaSandbox sandbox = arguments.sandbox().start()) {
			assertThat(sandbox.owner()).isEqualTo("a");
			assertThat(sandbox.clientId()).isEqualTo("you");
			assertThat(sandbox.clientSecret()).isEqualTo("my secret");
			assertThat(sandbox.resources("b", "metadata", "contents")).isEmpty();
			assertThat(sandbox.resources("metadata", "contents")).isEmpty();
		}
	}

	@Test
	void namesTheVariableThatIsWrong() {
		assertThat(run(Map.of("SEQUOIA_SANDBOX_LATENCY", "soon"))).isEqualTo(2);
		assertThat(this.err.toString(StandardCharsets.UTF_8))
			.contains("The variable SEQUOIA_SANDBOX_LATENCY is wrong: 'soon' is not a duration");
	}

	@Test
	void saysThatThePortIsTaken() {
		try (SequoiaSandbox sandbox = SequoiaSandbox.builder().emptyCatalogue().start()) {
			assertThat(run("--empty", "--port", String.valueOf(sandbox.port()))).isEqualTo(1);
			assertThat(this.err.toString(StandardCharsets.UTF_8)).contains("cannot start")
				.containsIgnoringCase("already in use");
		}
	}

	@ParameterizedTest
	@CsvSource({ "PT1H, PT1H", "3600s, PT1H", "60m, PT1H", "3600, PT1H", "1h, PT1H", "20ms, PT0.02S", "1d, PT24H" })
	void readsTimesAsAShellWritesThem(String text, Duration expected) {
		assertThat(Durations.parseShort(text)).isEqualTo(expected);
	}

	@Test
	void appliesEveryArgument() {
		Arguments arguments = Arguments.parse(Map.of(), "--port", "0", "--host=127.0.0.1", "--owner=a,b", "--client-id",
				"me", "--client-secret", "my secret", "--token-lifetime=30s", "--latency=1ms", "--empty", "--origins");
		try (SequoiaSandbox sandbox = arguments.sandbox().start()) {
			assertThat(sandbox.owner()).isEqualTo("a");
			assertThat(sandbox.clientId()).isEqualTo("me");
			assertThat(sandbox.clientSecret()).isEqualTo("my secret");
			assertThat(sandbox.resources("b", "metadata", "contents")).isEmpty();
			assertThat(sandbox.resources("metadata", "contents")).isEmpty();
			Http http = new Http(sandbox);
			List<String> locations = http.send(http.anonymous("/services/a").GET()).texts("services", "location");
			assertThat(locations).allMatch((it) -> it.matches("http://127.0.0.1:\\d+"));
			assertThat(http.grant(locations.get(0), "grant_type=client_credentials").json().path("expires_in").asInt())
				.isEqualTo(30);
		}
	}

	@Test
	void loadsAFolderOverTheCatalogue() throws IOException {
		Files.writeString(this.folder.resolve("metadata.contents.json"),
				"""
						{"contents":[{"name":"mine","title":"Mine","type":"movie","createdAt":"2001-01-01T00:00:00.000Z"},
						{"name":"the-glass-harbour","title":"Another","type":"movie"},{"owner":"b","name":"theirs","type":"clip"}]}""");
		Files.writeString(this.folder.resolve("metadata.offer-templates.json"),
				"{\"offerTemplates\":[{\"name\":\"gift\",\"title\":\"Gift\"}]}");
		Files.writeString(this.folder.resolve("notes.txt"), "not loaded");
		try (SequoiaSandbox sandbox = SequoiaSandbox.builder().furtherOwners("b").data(this.folder).start()) {
			assertThat(sandbox.resources("metadata", "contents")).hasSizeGreaterThan(300)
				.anySatisfy((it) -> assertThat(it).containsEntry("name", "mine")
					.containsEntry("createdAt", "2001-01-01T00:00:00.000Z"))
				.anySatisfy((it) -> assertThat(it).containsEntry("title", "Another"))
				.noneSatisfy((it) -> assertThat(it).containsEntry("title", "The Glass Harbour"));
			assertThat(sandbox.resources("b", "metadata", "contents")).hasSize(1);
			assertThat(sandbox.resources("metadata", "offerTemplates")).hasSize(4);
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			contents.json            | {"contents":[{"name":"a"}]}               | must be named
			metadata.films.json      | {"films":[{"name":"a"}]}                  | no resources 'films'
			metadata.contents.json   | {"contents":                              | cannot be loaded
			metadata.contents.json   | {"assets":[]}                             | {"contents":[
			metadata.contents.json   | {"contents":[{"name":"a b","type":"movie"}]}             | contents[0].name
			metadata.contents.json   | {"contents":[{"owner":"x","name":"a","type":"movie"}]}   | no owner 'x'
			""")
	void namesADataFileThatCannotBeLoaded(String file, String body, String message) throws IOException {
		Files.writeString(this.folder.resolve(file), body);
		SequoiaSandbox.Builder builder = SequoiaSandbox.builder().emptyCatalogue().data(this.folder);
		assertThatIllegalArgumentException().isThrownBy(builder::start)
			.withMessageContaining(file)
			.withMessageContaining(message);
	}

}
