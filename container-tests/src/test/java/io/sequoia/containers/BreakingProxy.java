package io.sequoia.containers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;

/**
 * A proxy that resets each connection after a given number of bytes of answers.
 */
final class BreakingProxy implements AutoCloseable {

	private final ServerSocket entrance;

	private final String host;

	private final int port;

	private final IntUnaryOperator bytesOfConnection;

	private final AtomicInteger connections = new AtomicInteger();

	private final AtomicInteger broken = new AtomicInteger();

	/**
	 * Listen on a free port.
	 * @param bytesOfConnection the number of bytes of answers that a connection lets
	 * through, by its number from 1 on
	 */
	BreakingProxy(String host, int port, IntUnaryOperator bytesOfConnection) {
		this.host = host;
		this.port = port;
		this.bytesOfConnection = bytesOfConnection;
		try {
			this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		start("breaking-proxy", this::accept);
	}

	String url() {
		return "http://127.0.0.1:" + this.entrance.getLocalPort();
	}

	int broken() {
		return this.broken.get();
	}

	private void accept() throws IOException {
		while (true) {
			Socket near = this.entrance.accept();
			Socket far = new Socket(this.host, this.port);
			int bytes = this.bytesOfConnection.applyAsInt(this.connections.incrementAndGet());
			start("breaking-proxy-in", () -> pump(near, far, Integer.MAX_VALUE));
			start("breaking-proxy-out", () -> pump(far, near, bytes));
		}
	}

	private void pump(Socket from, Socket to, int bytes) throws IOException {
		try (from; to) {
			InputStream in = from.getInputStream();
			OutputStream out = to.getOutputStream();
			byte[] buffer = new byte[8192];
			int left = bytes;
			int read = in.read(buffer);
			while (read >= 0) {
				out.write(buffer, 0, Math.min(read, left));
				left -= read;
				if (left < 0) {
					this.broken.incrementAndGet();
					to.setSoLinger(true, 0);
					return;
				}
				read = in.read(buffer);
			}
		}
	}

	private static void start(String name, Task task) {
		Thread thread = new Thread(() -> {
			try {
				task.run();
			}
			catch (IOException ex) {
				// one of the two sides has closed, which is how every connection ends
			}
		}, name);
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void close() {
		try {
			this.entrance.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private interface Task {

		void run() throws IOException;

	}

}
