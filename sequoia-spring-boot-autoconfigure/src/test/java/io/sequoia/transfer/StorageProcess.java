package io.sequoia.transfer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;

/**
 * A storage of others in a process of its own. CI provides the programs; where they are
 * missing, the tests are skipped.
 */
final class StorageProcess implements AutoCloseable {

	private static final Path PROVIDED = Path.of("..", "target", "storages");

	private static final Pattern LISTENS = Pattern.compile(".*listens on http://127\\.0\\.0\\.1:(\\d+).*");

	private final Process process;

	private final int port;

	private StorageProcess(Process process, int port) {
		this.process = process;
		this.port = port;
	}

	int port() {
		return this.port;
	}

	/** Start Azurite, which stores block blobs. */
	static StorageProcess azurite(Path directory) {
		Path program = PROVIDED.resolve("node_modules/azurite/dist/src/blob/main.js");
		Assumptions.assumeTrue(Files.exists(program),
				"Azurite is not there: run 'npm install --prefix target/storages azurite@3.35.0'");
		Process process = start(List.of("node", program.toAbsolutePath().toString(), "--blobPort", "0", "--location",
				directory.toString(), "--disableTelemetry"), directory);
		CompletableFuture<Boolean> listens = new CompletableFuture<Boolean>().completeOnTimeout(false, 2,
				TimeUnit.MINUTES);
		listens.thenAccept((started) -> {
			if (!started) {
				process.destroyForcibly();
			}
		});
		try {
			BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
			for (String line = output.readLine(); line != null; line = output.readLine()) {
				Matcher matcher = LISTENS.matcher(line);
				if (matcher.matches()) {
					listens.complete(true);
					// reads the rest of its output, so that it never waits for that
					Thread reader = new Thread(() -> output.lines().forEach((ignored) -> {
					}), "azurite-output");
					reader.setDaemon(true);
					reader.start();
					return new StorageProcess(process, Integer.parseInt(matcher.group(1)));
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		throw new IllegalStateException("Azurite ended before it listened");
	}

	/** Start nginx, which serves the files of a directory on a port. */
	static StorageProcess nginx(Path directory, int port) {
		String program = Stream.of(PROVIDED.resolve("nginx/usr/sbin/nginx"), Path.of("/usr/sbin/nginx"))
			.filter(Files::isExecutable)
			.map((path) -> path.toAbsolutePath().toString())
			.findFirst()
			.orElse(null);
		Assumptions.assumeTrue(program != null, "nginx is not there: install it, or run '.ci/run'");
		try {
			Path work = Files.createDirectories(directory.resolveSibling("nginx"));
			Path configuration = Files.writeString(work.resolve("nginx.conf"),
					"""
							daemon off; master_process off; pid nginx.pid; error_log stderr;
							events { }
							http {
								access_log off; sendfile on;
								client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi;
								scgi_temp_path scgi;
								server {
									listen 127.0.0.1:%d;
									root %s;
									location /once/ { alias %2$s/; max_ranges 0; }
									location /moved/ { return 302 /$arg_to; }
									location /slow/ { alias %2$s/; limit_rate 400k; }
								}
							}
							"""
						.formatted(port, directory));
			return new StorageProcess(
					start(List.of(program, "-p", work.toString(), "-c", configuration.toString()), work), port);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Process start(List<String> command, Path directory) {
		try {
			return new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.process.destroyForcibly().onExit().join();
	}

}
