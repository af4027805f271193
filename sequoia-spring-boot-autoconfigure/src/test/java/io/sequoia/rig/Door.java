package io.sequoia.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * A port of a server: open, closed, moved, without answers, or resetting connections.
 */
final class Door implements AutoCloseable {

	private static final int BACKLOG = 200;

	private final String address;

	private final Visitor visitor;

	private final Set<Connection> connections = ConcurrentHashMap.newKeySet();

	private final ExecutorService threads = Executors.newCachedThreadPool(Door::daemon);

	private final AtomicInteger mostConnections = new AtomicInteger();

	private final AtomicInteger resetsUnread = new AtomicInteger();

	private final List<SocketChannel> fillers = new ArrayList<>();

	private volatile ServerSocket socket;

	private volatile Thread accepting;

	private volatile int port;

	private volatile Lock lock = Lock.NONE;

	private final Set<Integer> ports = ConcurrentHashMap.newKeySet();

	Door(String address, Visitor visitor) {
		this.address = address;
		this.visitor = visitor;
		this.socket = bind(BACKLOG);
		this.accepting = accept();
	}

	int port() {
		return this.port;
	}

	/** Tell whether this is the door's port, or was before the door moved. */
	boolean wasAt(int port) {
		return this.ports.contains(port);
	}

	String url() {
		return ((this.lock == Lock.NONE) ? "http://" : "https://") + this.address + ":" + this.port;
	}

	/** Return the number of open connections. */
	int connections() {
		return this.connections.size();
	}

	/** Return the largest number of connections that were open at the same time. */
	int mostConnections() {
		return this.mostConnections.get();
	}

	/** Use a lock for new connections. */
	void lock(Lock lock) {
		this.lock = lock;
	}

	/** Reset a number of connections, when the first byte of a request comes. */
	void resetUnread(int times) {
		this.resetsUnread.set(times);
	}

	/** Close the present connections, and wait until the other sides have noticed. */
	void hangUp() {
		hangUpAllBut(Set.of());
	}

	/**
	 * Close the present connections except for these, and wait until the other sides have
	 * noticed.
	 */
	void hangUpAllBut(Set<Connection> kept) {
		// others may come meanwhile
		List<Connection> ended = this.connections.stream().filter((one) -> !kept.contains(one)).toList();
		ended.forEach(Connection::end);
		Rig.eventually("connections have ended", () -> Collections.disjoint(this.connections, ended));
	}

	/** Refuse new connections; present ones stay. */
	void refuse() {
		closeQuietly(this.socket);
		// a thread that waits in accept keeps the port open
		Rig.eventually("the port is closed", () -> !this.accepting.isAlive());
		this.fillers.forEach(Door::closeQuietly);
		this.fillers.clear();
	}

	/** Open again on the same port, unless it is open. */
	synchronized void reopen() {
		if (this.socket.isClosed() || !this.fillers.isEmpty()) {
			refuse();
			this.socket = bind(BACKLOG);
			this.accepting = accept();
		}
	}

	/**
	 * Open another port, and close this one.
	 * @param announce announces the new address, before the old one is closed
	 */
	void move(Runnable announce) {
		ServerSocket before = this.socket;
		Thread acceptingBefore = this.accepting;
		this.port = 0;
		this.socket = bind(BACKLOG);
		this.accepting = accept();
		announce.run();
		closeQuietly(before);
		Rig.eventually("the port is closed", () -> !acceptingBefore.isAlive());
		hangUp();
	}

	@Override
	public void close() {
		refuse();
		this.connections.forEach(Door::closeQuietly);
		this.threads.shutdown();
	}

	/**
	 * Leave new connections without an answer: none is accepted, and the queue is full.
	 */
	void turnDeaf() {
		refuse();
		this.socket = bind(1);
		try {
			for (int i = 0; i < 4; i++) {
				SocketChannel filler = SocketChannel.open();
				this.fillers.add(filler);
				filler.configureBlocking(false);
				filler.connect(new InetSocketAddress(this.address, this.port));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private ServerSocket bind(int backlog) {
		try {
			ServerSocket bound = new ServerSocket();
			bound.setReuseAddress(true);
			bound.bind(new InetSocketAddress(this.address, this.port), backlog);
			this.port = bound.getLocalPort();
			this.ports.add(this.port);
			return bound;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Thread accept() {
		ServerSocket listening = this.socket;
		Thread thread = daemon(() -> {
			while (!listening.isClosed()) {
				Socket client = acceptOrNull(listening);
				if (client != null) {
					this.threads.execute(() -> visit(client));
				}
			}
		});
		thread.start();
		return thread;
	}

	private static @Nullable Socket acceptOrNull(ServerSocket listening) {
		try {
			return listening.accept();
		}
		catch (IOException ex) {
			return null; // closed by the test
		}
	}

	private void visit(Socket client) {
		try (Connection connection = new Connection(client, this.lock)) {
			this.connections.add(connection);
			this.mostConnections.accumulateAndGet(this.connections.size(), Math::max);
			try {
				while (connection.begins()) {
					if (isToBeReset()) {
						connection.reset();
					}
					else {
						this.visitor.serve(connection);
					}
				}
			}
			finally {
				this.connections.remove(connection);
			}
		}
		catch (IOException ex) {
			// the client closed, as tests of faults expect
		}
	}

	private boolean isToBeReset() {
		return this.resetsUnread.getAndUpdate((left) -> Math.max(0, left - 1)) > 0;
	}

	private static Thread daemon(Runnable work) {
		Thread thread = new Thread(work, "door");
		thread.setDaemon(true);
		return thread;
	}

	private static void closeQuietly(AutoCloseable closeable) {
		try {
			closeable.close();
		}
		catch (Exception ex) {
			// the other side was faster
		}
	}

	/**
	 * The treatment of a request.
	 */
	@FunctionalInterface
	interface Visitor {

		void serve(Connection connection) throws IOException;

	}

}
