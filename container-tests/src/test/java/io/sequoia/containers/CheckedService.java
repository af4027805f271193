package io.sequoia.containers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * A data service with one content that checks every token at the identity service, and
 * remembers its answers.
 */
final class CheckedService implements AutoCloseable {

	private static final String BEARER = "Bearer ";

	private final HttpServer server;

	private final ExecutorService threads = Executors.newFixedThreadPool(4);

	private final List<Integer> answers = new CopyOnWriteArrayList<>();

	private final List<String> tokens = new CopyOnWriteArrayList<>();

	private final Predicate<String> isActive;

	CheckedService(Predicate<String> isActive) {
		this.isActive = isActive;
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.server.createContext("/descriptor", (exchange) -> answer(exchange, 404, "{}"));
		this.server.createContext("/data", this::serve);
		this.server.setExecutor(this.threads);
		this.server.start();
	}

	String url() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort();
	}

	/** Return the status of each answer so far. */
	List<Integer> answers() {
		return this.answers;
	}

	/** Return the received tokens, each once and in order. */
	List<String> tokens() {
		return this.tokens.stream().distinct().toList();
	}

	private void serve(HttpExchange exchange) throws IOException {
		String header = exchange.getRequestHeaders().getFirst("Authorization");
		String token = (header != null && header.startsWith(BEARER)) ? header.substring(BEARER.length()) : "";
		this.tokens.add(token);
		boolean active = this.isActive.test(token);
		this.answers.add(active ? 200 : 401);
		answer(exchange, active ? 200 : 401,
				active ? "{\"meta\":{},\"contents\":[{\"ref\":\"testmock:film\",\"name\":\"film\",\"title\":\"Film\"}]}"
						: "{}");
	}

	private static void answer(HttpExchange exchange, int status, String json) throws IOException {
		byte[] body = json.getBytes(StandardCharsets.UTF_8);
		exchange.getResponseHeaders().add("Content-Type", "application/json");
		exchange.sendResponseHeaders(status, body.length);
		exchange.getResponseBody().write(body);
		exchange.close();
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.threads.shutdown();
	}

}
