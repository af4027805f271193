package io.sequoia.rig;

import java.io.IOException;
import java.net.Socket;

/**
 * The treatment of a connection before the first request, for example TLS.
 */
@FunctionalInterface
interface Lock {

	/** The lock that lets everybody in. */
	Lock NONE = (client) -> client;

	/**
	 * Open it.
	 * @param client the connection
	 * @return the socket for requests and answers
	 * @throws IOException if either side refuses
	 */
	Socket open(Socket client) throws IOException;

}
