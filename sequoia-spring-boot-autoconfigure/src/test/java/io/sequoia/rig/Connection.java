package io.sequoia.rig;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/**
 * The server's end of a connection: takes requests, gives answers, or breaks off.
 */
final class Connection implements AutoCloseable {

	private final Socket transport;

	private final InputStream in;

	private final OutputStream out;

	Connection(Socket transport, Lock lock) throws IOException {
		this.transport = transport;
		try {
			transport.setTcpNoDelay(true);
			Socket socket = lock.open(transport);
			this.in = new BufferedInputStream(socket.getInputStream());
			this.out = socket.getOutputStream();
		}
		catch (IOException ex) {
			close();
			throw ex;
		}
	}

	/** Wait for the first byte of a request; false if there is none. */
	boolean begins() throws IOException {
		if (this.transport.isClosed()) {
			return false;
		}
		this.in.mark(1);
		int first = this.in.read();
		this.in.reset();
		return first >= 0;
	}

	Received receive() throws IOException {
		return Received.read(this.in);
	}

	void send(Answer answer) throws IOException {
		send(answer.bytes());
	}

	void send(byte[] bytes) throws IOException {
		this.out.write(bytes);
		this.out.flush();
	}

	/** Send text and bytes at once. */
	void send(String text, byte[] bytes) throws IOException {
		byte[] first = text.getBytes(StandardCharsets.ISO_8859_1);
		byte[] all = Arrays.copyOf(first, first.length + bytes.length);
		System.arraycopy(bytes, 0, all, first.length, bytes.length);
		send(all);
	}

	/** Send byte by byte until the other side closes. */
	void drip(byte[] bytes, Duration every) throws IOException {
		for (byte each : bytes) {
			this.out.write(each);
			this.out.flush();
			pause(every);
		}
	}

	void pause(Duration time) throws IOException {
		try {
			Thread.sleep(time.toMillis());
		}
		catch (InterruptedException ex) {
			throw new IOException(ex);
		}
	}

	/** Send nothing until the other side closes. */
	void keepSilent() throws IOException {
		while (this.in.read() >= 0) {
			continue;
		}
	}

	/**
	 * Send the end of the data; the connection ends when the other side closes too.
	 */
	void end() {
		try {
			this.transport.shutdownOutput();
		}
		catch (IOException ex) {
			// it has ended
		}
	}

	/** Close so that the other side gets a reset. */
	void reset() throws IOException {
		this.transport.setSoLinger(true, 0);
		this.transport.close();
	}

	@Override
	public void close() throws IOException {
		this.transport.close();
	}

}
