package io.sequoia.http;

import java.net.UnknownHostException;

/**
 * A host has no address that the application allows.
 */
final class RefusedAddressException extends UnknownHostException {

	private static final long serialVersionUID = 1L;

	RefusedAddressException(String host) {
		super("No address of " + host + " is allowed by the application's InetAddressFilter");
	}

}
