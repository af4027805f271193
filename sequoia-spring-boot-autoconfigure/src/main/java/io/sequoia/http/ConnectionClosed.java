package io.sequoia.http;

import java.io.IOException;

/**
 * The server closed the connection before its answer had begun, or before the client
 * could send anything. Has no stack trace, which would show the event loop only.
 */
final class ConnectionClosed extends IOException {

	private static final long serialVersionUID = 1L;

	private final boolean handshaking;

	ConnectionClosed() {
		super("The connection was closed before the answer had begun");
		this.handshaking = false;
	}

	/**
	 * Create an instance for a connection that was closed in the TLS handshake.
	 * @param cause the reason
	 */
	ConnectionClosed(Throwable cause) {
		super("The connection was closed in the TLS handshake", cause);
		this.handshaking = true;
	}

	/**
	 * Return whether it was closed in the TLS handshake, before anything was sent.
	 * @return whether nothing was sent
	 */
	boolean isHandshaking() {
		return this.handshaking;
	}

	@Override
	public synchronized Throwable fillInStackTrace() {
		return this;
	}

}
