package io.sequoia;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An HTTP proxy that answers each CONNECT with the status that a test sets, the last one
 * for ever. After a 200 it forwards all data to the requested port on this machine.
 */
public final class ConnectProxy implements AutoCloseable {

	private final Queue<Integer> statuses = new ConcurrentLinkedQueue<>();

	private final List<String> requests = new CopyOnWriteArrayList<>();

	private final RawServer server;

	public ConnectProxy(Integer... statuses) {
		this.statuses.addAll(Arrays.asList(statuses));
		this.server = new RawServer((client, number) -> serve(client));
	}

	public int port() {
		return this.server.port();
	}

	/** Return the heads of the requests. */
	public List<String> requests() {
		return this.requests;
	}

	@Override
	public void close() {
		this.server.close();
	}

	private void serve(Socket client) throws IOException {
		String head = head(client.getInputStream());
		this.requests.add(head);
		int status = (this.statuses.size() > 1) ? this.statuses.remove() : this.statuses.element();
		OutputStream output = client.getOutputStream();
		output.write(("HTTP/1.1 " + status + " Said\r\n" + ((status == 407) ? "Proxy-Authenticate: Basic\r\n" : "")
				+ ((status == 200) ? "" : "Content-Length: 0\r\n") + "\r\n")
			.getBytes(StandardCharsets.US_ASCII));
		output.flush();
		if (status != 200) {
			client.close();
			return;
		}
		String target = head.substring(head.indexOf(' ') + 1, head.indexOf(" HTTP/"));
		Socket service = new Socket(InetAddress.getLoopbackAddress(),
				Integer.parseInt(target.substring(target.lastIndexOf(':') + 1)));
		Thread back = new Thread(() -> copy(service, client), "proxy-back");
		back.setDaemon(true);
		back.start();
		copy(client, service);
	}

	private static void copy(Socket from, Socket to) {
		try (from; to) {
			from.getInputStream().transferTo(to.getOutputStream());
		}
		catch (IOException ex) {
			// one side has closed, and now both have
		}
	}

	private static String head(InputStream input) throws IOException {
		StringBuilder head = new StringBuilder();
		while (head.indexOf("\r\n\r\n") < 0) {
			int next = input.read();
			if (next < 0) {
				break;
			}
			head.append((char) next);
		}
		return head.toString();
	}

}
