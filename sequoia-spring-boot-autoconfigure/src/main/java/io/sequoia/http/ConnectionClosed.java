package io.sequoia.http;

import java.io.IOException;

/**
 * The server closed the connection before its answer had begun. Has no stack trace, which
 * would show the event loop only.
 */
final class ConnectionClosed extends IOException {

	private static final long serialVersionUID = 1L;

	ConnectionClosed() {
		super("The connection was closed before the answer had begun");
	}

	@Override
	public synchronized Throwable fillInStackTrace() {
		return this;
	}

}
