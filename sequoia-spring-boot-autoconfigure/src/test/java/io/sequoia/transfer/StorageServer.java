package io.sequoia.transfer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.sequoia.fixture.RawServer;

/**
 * A storage on loopback that answers each request as a test's script says.
 */
final class StorageServer implements AutoCloseable {

	private final RawServer server;

	private final List<Received> received = new CopyOnWriteArrayList<>();

	private final boolean recording;

	private volatile Script script;

	StorageServer(Script script) {
		this(script, true);
	}

	/**
	 * Serve a script.
	 * @param script the script
	 * @param recording whether the requests are kept
	 */
	StorageServer(Script script, boolean recording) {
		this.recording = recording;
		this.script = script;
		this.server = new RawServer((client, number) -> serve(client));
	}

	void script(Script script) {
		this.script = script;
	}

	URI address(String pathAndQuery) {
		return URI.create("http://127.0.0.1:" + this.server.port() + pathAndQuery);
	}

	int port() {
		return this.server.port();
	}

	/** Return the requests so far. */
	List<Received> received() {
		return this.received;
	}

	@Override
	public void close() {
		this.server.close();
	}

	private void serve(Socket client) throws IOException {
		InputStream input = client.getInputStream();
		while (true) {
			Received request = read(input);
			if (request == null) {
				return;
			}
			if (this.recording) {
				this.received.add(request);
			}
			Answer answer = new Answer(client);
			this.script.answer(request, answer);
			if (client.isClosed()) {
				return;
			}
		}
	}

	private static Received read(InputStream input) throws IOException {
		ByteArrayOutputStream head = new ByteArrayOutputStream();
		String text = "";
		while (!text.endsWith("\r\n\r\n")) {
			int next = input.read();
			if (next < 0) {
				return null;
			}
			head.write(next);
			text = (next == '\n') ? head.toString(StandardCharsets.ISO_8859_1) : "";
		}
		String[] lines = text.split("\r\n");
		String[] first = lines[0].split(" ");
		Map<String, String> headers = new LinkedHashMap<>();
		for (int i = 1; i < lines.length; i++) {
			int colon = lines[i].indexOf(':');
			headers.put(lines[i].substring(0, colon).toLowerCase(Locale.ROOT), lines[i].substring(colon + 1).trim());
		}
		byte[] body = input.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
		return new Received(first[0], first[1], headers, body);
	}

	/** Answers requests. */
	@FunctionalInterface
	interface Script {

		void answer(Received request, Answer answer) throws IOException;

	}

	/** A request. */
	record Received(String method, String target, Map<String, String> headers, byte[] body) {

		String header(String name) {
			return this.headers.get(name);
		}

		/** Return the first and the last byte that are asked for. */
		long[] range() {
			String range = header("range");
			if (range == null) {
				return null;
			}
			String[] ends = range.substring("bytes=".length()).split("-");
			return new long[] { Long.parseLong(ends[0]), Long.parseLong(ends[1]) };
		}

	}

	/** An answer, written as the script does it. */
	static final class Answer {

		private final Socket client;

		Answer(Socket client) {
			this.client = client;
		}

		Socket client() {
			return this.client;
		}

		Answer head(String status, String... headers) throws IOException {
			StringBuilder head = new StringBuilder("HTTP/1.1 " + status + "\r\n");
			for (String header : headers) {
				head.append(header).append("\r\n");
			}
			return write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
		}

		Answer write(byte[] bytes) throws IOException {
			return write(bytes, 0, bytes.length);
		}

		Answer write(byte[] bytes, int offset, int length) throws IOException {
			OutputStream output = this.client.getOutputStream();
			output.write(bytes, offset, length);
			output.flush();
			return this;
		}

		void empty(String status, String... headers) throws IOException {
			String[] all = Arrays.copyOf(headers, headers.length + 1);
			all[headers.length] = "Content-Length: 0";
			head(status, all);
		}

		void close() throws IOException {
			this.client.close();
		}

	}

}
