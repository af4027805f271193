package io.sequoia.sample.documented;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sequoia.transfer.SequoiaTransfer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.sequoia.sample.documented.DocumentedApplication.bean;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of {@code docs/transfers.md} transfer files.
 */
class TransfersPageIntegrationTests {

	private static final byte[] FILM = new byte[100_000];

	private final List<String> stored = new CopyOnWriteArrayList<>();

	private final DocumentedBlocks page = DocumentedBlocks.of("docs/transfers.md")
		.given("transfer", bean(SequoiaTransfer.class));

	@TempDir
	private Path directory;

	private HttpServer storage;

	@BeforeEach
	void serve() throws IOException {
		this.storage = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.storage.createContext("/", this::answer);
		this.storage.start();
	}

	@AfterEach
	void close() {
		this.storage.stop(0);
	}

	private void answer(HttpExchange exchange) throws IOException {
		String query = String.valueOf(exchange.getRequestURI().getRawQuery());
		byte[] body = exchange.getRequestBody().readAllBytes();
		if (exchange.getRequestMethod().equals("PUT")) {
			this.stored.add(query.replaceFirst("blockid=.*", body.length + " bytes"));
			exchange.sendResponseHeaders(201, -1);
		}
		else if (query.contains("comp=blocklist")) {
			exchange.sendResponseHeaders(404, -1);
		}
		else {
			exchange.sendResponseHeaders(200, FILM.length);
			exchange.getResponseBody().write(FILM);
		}
		exchange.close();
	}

	private URI address() {
		return URI.create("http://127.0.0.1:" + this.storage.getAddress().getPort() + "/film.mp4?sig=1");
	}

	@Test
	void downloadsBothWays() throws Exception {
		Path target = this.directory.resolve("film.mp4");
		Supplier<URI> signed = this::address;
		this.page.given("source", address()).given("target", target).given("signed", signed);
		assertThat(this.page.run("TransferResult film").get("film")).extracting("length").isEqualTo(100_000L);
		assertThat(target).hasBinaryContent(FILM);
		assertThat(this.page.run("TransferResult again").get("again")).extracting("transferred").isEqualTo(100_000L);
	}

	@Test
	void uploads() throws Exception {
		Path file = Files.write(this.directory.resolve("film.mp4"), FILM);
		Supplier<URI> address = this::address;
		this.page.given("file", file).given("address", address);
		assertThat(this.page.run("TransferResult stored").get("stored")).extracting("length").isEqualTo(100_000L);
		assertThat(this.stored).containsExactly("sig=1&comp=block&100000 bytes", "sig=1&comp=blocklist");
	}

}
