package io.sequoia.rig;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Another origin on this machine, to which no link and no redirect may lead a request.
 */
final class Canary implements AutoCloseable {

	private final List<Received> requests = new CopyOnWriteArrayList<>();

	private final Door door = new Door("127.0.0.2", (connection) -> {
		this.requests.add(connection.receive());
		connection.send(Answer.json("{\"meta\":{},\"items\":[{\"name\":\"stolen\",\"nonce\":\"stolen\"}]}"));
	});

	String url() {
		return this.door.url();
	}

	/** Return the requests that came here. */
	List<Received> requests() {
		return this.requests;
	}

	/** Forget the requests that came here. */
	void forgetRequests() {
		this.requests.clear();
	}

	@Override
	public void close() {
		this.door.close();
	}

}
