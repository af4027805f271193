package io.sequoia;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.resolver.ResolvedAddressTypes;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.NoopDnsCache;
import io.netty.resolver.dns.SingletonDnsServerAddressStreamProvider;
import io.sequoia.http.SequoiaHttpClientCustomizer;

/**
 * A name server that answers each query with the answer that a test sets, the last one
 * for ever.
 */
public final class NameServer implements AutoCloseable {

	/** The time that a client of this server waits for an answer. */
	private static final Duration PATIENCE = Duration.ofMillis(300);

	private final DatagramSocket socket;

	private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();

	private final AtomicInteger queries = new AtomicInteger();

	private NameServer(List<Answer> answers) throws IOException {
		this.answers.addAll(answers);
		this.socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
	}

	public static NameServer start(Answer... answers) {
		try {
			NameServer server = new NameServer(Arrays.asList(answers));
			Thread thread = new Thread(server::serve, "name-server");
			thread.setDaemon(true);
			thread.start();
			return server;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Create an answer with the addresses of a name. */
	public static Answer addresses(String... addresses) {
		return new Answer(0, List.of(addresses), false);
	}

	/** Create the answer that there is no such name. */
	public static Answer nxDomain() {
		return new Answer(3, List.of(), false);
	}

	/** Create the answer of a server that cannot resolve names at the moment. */
	public static Answer servFail() {
		return new Answer(2, List.of(), false);
	}

	/** Create no answer at all. */
	public static Answer silence() {
		return new Answer(0, List.of(), true);
	}

	/** Return the number of queries. */
	public int queries() {
		return this.queries.get();
	}

	/** Configure a client to ask only this server. */
	public SequoiaHttpClientCustomizer customizer() {
		InetSocketAddress address = (InetSocketAddress) this.socket.getLocalSocketAddress();
		return (client) -> client.resolver(new DnsAddressResolverGroup(new DnsNameResolverBuilder()
			.datagramChannelType(Epoll.isAvailable() ? EpollDatagramChannel.class : NioDatagramChannel.class)
			.nameServerProvider(new SingletonDnsServerAddressStreamProvider(address))
			.resolvedAddressTypes(ResolvedAddressTypes.IPV4_ONLY)
			.resolveCache(NoopDnsCache.INSTANCE)
			.optResourceEnabled(false)
			.maxQueriesPerResolve(1)
			.queryTimeoutMillis(PATIENCE.toMillis())));
	}

	@Override
	public void close() {
		this.socket.close();
	}

	private void serve() {
		byte[] buffer = new byte[512];
		try {
			while (true) {
				DatagramPacket query = new DatagramPacket(buffer, buffer.length);
				this.socket.receive(query);
				this.queries.incrementAndGet();
				Answer answer = (this.answers.size() > 1) ? this.answers.remove() : this.answers.element();
				if (!answer.silent()) {
					byte[] bytes = answer.to(Arrays.copyOf(query.getData(), query.getLength()));
					this.socket.send(new DatagramPacket(bytes, bytes.length, query.getSocketAddress()));
				}
			}
		}
		catch (IOException ex) {
			if (!this.socket.isClosed()) {
				throw new UncheckedIOException(ex);
			}
		}
	}

	/**
	 * The answer to one query.
	 *
	 * @param code the response code
	 * @param addresses the addresses
	 * @param silent whether no answer is sent
	 */
	public record Answer(int code, List<String> addresses, boolean silent) {

		private byte[] to(byte[] query) throws IOException {
			ByteBuffer message = ByteBuffer.allocate(512).put(query);
			message.putShort(2, (short) (0x8180 | this.code));
			message.putShort(6, (short) this.addresses.size());
			for (String address : this.addresses) {
				message.putShort((short) 0xC00C)
					.putShort((short) 1)
					.putShort((short) 1)
					.putInt(0)
					.putShort((short) 4)
					.put(InetAddress.getByName(address).getAddress());
			}
			return Arrays.copyOf(message.array(), message.position());
		}

	}

}
