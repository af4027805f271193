package io.sequoia;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server that does with each connection what a test's script does.
 */
public final class RawServer implements AutoCloseable {

	private final ServerSocket socket;

	private final AtomicInteger connections = new AtomicInteger();

	public RawServer(Script script) {
		try {
			this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Thread thread = new Thread(() -> accept(script), "raw-server");
		thread.setDaemon(true);
		thread.start();
	}

	public int port() {
		return this.socket.getLocalPort();
	}

	public int connections() {
		return this.connections.get();
	}

	/**
	 * Read the head of a request.
	 * @return {@code true} if it has come, {@code false} if the client closed before
	 */
	public static boolean readHead(Socket client) throws IOException {
		InputStream input = client.getInputStream();
		int matched = 0;
		while (matched < 4) {
			int next = input.read();
			if (next < 0) {
				return false;
			}
			matched = (next == "\r\n\r\n".charAt(matched)) ? matched + 1 : (next == '\r') ? 1 : 0;
		}
		return true;
	}

	/** Close so that the other side gets a reset. */
	public static void reset(Socket client) throws IOException {
		client.setSoLinger(true, 0);
		client.close();
	}

	@Override
	public void close() {
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void accept(Script script) {
		while (!this.socket.isClosed()) {
			try {
				Socket client = this.socket.accept();
				int number = this.connections.incrementAndGet();
				Thread handler = new Thread(() -> handle(script, client, number), "raw-connection-" + number);
				handler.setDaemon(true);
				handler.start();
			}
			catch (IOException ex) {
				return; // closed by the test
			}
		}
	}

	private static void handle(Script script, Socket client, int number) {
		try (client) {
			script.handle(client, number);
		}
		catch (IOException ex) {
			// the client closed, as tests of faults expect
		}
	}

	/**
	 * The treatment of a connection.
	 */
	@FunctionalInterface
	public interface Script {

		void handle(Socket client, int number) throws IOException;

	}

}
