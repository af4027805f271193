package io.sequoia.rig;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;

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

	/** Wait for the first byte of a request; false if there is none to come. */
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
		byte[] head = answer.head();
		byte[] all = new byte[head.length + answer.body().length];
		System.arraycopy(head, 0, all, 0, head.length);
		System.arraycopy(answer.body(), 0, all, head.length, answer.body().length);
		send(all);
	}

	void send(byte[] bytes) throws IOException {
		this.out.write(bytes);
		this.out.flush();
	}

	/** Send byte by byte until the other side has enough of it. */
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

	/** Say nothing until the other side goes. */
	void keepSilent() throws IOException {
		while (this.in.read() >= 0) {
			continue;
		}
	}

	/**
	 * Say that there is nothing more to come; the other side's end ends the connection.
	 */
	void end() {
		try {
			this.transport.shutdownOutput();
		}
		catch (IOException ex) {
			// it has ended
		}
	}

	/** Close so that the other side sees a reset. */
	void reset() throws IOException {
		this.transport.setSoLinger(true, 0);
		this.transport.close();
	}

	@Override
	public void close() throws IOException {
		this.transport.close();
	}

}
