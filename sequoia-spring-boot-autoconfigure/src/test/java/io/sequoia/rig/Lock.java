package io.sequoia.rig;

import java.io.IOException;
import java.net.Socket;

/**
 * What a door does to a connection before the first request.
 */
@FunctionalInterface
interface Lock {

	/** Lets everybody in. */
	Lock NONE = (client) -> client;

	/**
	 * Open it.
	 * @param client the connection
	 * @return what requests come from and answers go to
	 * @throws IOException if that is refused by either side
	 */
	Socket open(Socket client) throws IOException;

}
