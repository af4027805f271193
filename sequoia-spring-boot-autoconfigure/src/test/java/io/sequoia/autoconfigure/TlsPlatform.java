package io.sequoia.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.TrustManagerFactory;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.sequoia.fixture.LocalServer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.Connection;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServerResponse;

/**
 * A registry and a service on TLS. Their certificate can be replaced while they run, and
 * they record the client certificate of each request.
 */
final class TlsPlatform implements AutoCloseable {

	static final String NONE = "none";

	private final List<String> clients = new CopyOnWriteArrayList<>();

	private final Set<Channel> open = ConcurrentHashMap.newKeySet();

	private final Sinks.Empty<Void> gate = Sinks.empty();

	private final ClientAuth clientAuth;

	private final String[] protocols;

	private final DisposableServer server;

	private volatile SslContext context;

	/**
	 * Start.
	 * @param keyStore the server's key, and the authorities of client certificates
	 * @param clientAuth whether clients need a certificate
	 * @param protocols the versions of TLS
	 */
	TlsPlatform(KeyStore keyStore, ClientAuth clientAuth, String... protocols) {
		this.clientAuth = clientAuth;
		this.protocols = (protocols.length > 0) ? protocols : new String[] { "TLSv1.3", "TLSv1.2" };
		this.context = context(keyStore);
		this.server = LocalServer.create()
			.doOnChannelInit((observer, channel, address) -> channel.pipeline()
				.addFirst(new SslHandler(this.context.newEngine(channel.alloc()))))
			.doOnConnection(this::opened)
			.route((routes) -> routes.get("/services/testmock", (request, response) -> json(response, """
					{"services":[{"name":"metadata","location":"%s"}]}""".formatted(url())))
				.get("/data/contents/{ref}", (request, response) -> {
					request.withConnection((connection) -> this.clients.add(client(connection)));
					boolean slow = "testmock:slow".equals(request.param("ref"));
					return slow ? slowly(response) : json(response, "{\"meta\":{},\"contents\":[{\"title\":\"A\"}]}");
				}))
			.bindNow();
	}

	String url() {
		return "https://localhost:" + this.server.port();
	}

	int port() {
		return this.server.port();
	}

	/** Use another key for new connections. */
	void use(KeyStore keyStore) {
		this.context = context(keyStore);
	}

	/** Return the names in the client certificates of all requests for a resource. */
	List<String> clients() {
		return this.clients;
	}

	/** Return the open connections. */
	Set<Channel> open() {
		return Set.copyOf(this.open);
	}

	/** Complete slow answers. */
	void finishSlowAnswers() {
		this.gate.tryEmitEmpty();
	}

	@Override
	public void close() {
		this.server.disposeNow();
	}

	private void opened(Connection connection) {
		Channel channel = connection.channel();
		this.open.add(channel);
		channel.closeFuture().addListener((closed) -> this.open.remove(channel));
	}

	private Mono<Void> slowly(HttpServerResponse response) {
		return response.header("Content-Type", "application/json")
			.send(Flux
				.concat(Mono.just("{\"meta\":{},\"contents\":["),
						this.gate.asMono().then(Mono.just("{\"title\":\"slow\"}]}")))
				.map((text) -> Unpooled.copiedBuffer(text, StandardCharsets.UTF_8)), (buffer) -> true)
			.then();
	}

	private static Mono<Void> json(HttpServerResponse response, String body) {
		return response.header("Content-Type", "application/json").sendString(Mono.just(body)).then();
	}

	private static String client(Connection connection) {
		try {
			SslHandler handler = connection.channel().pipeline().get(SslHandler.class);
			return ((X509Certificate) handler.engine().getSession().getPeerCertificates()[0]).getSubjectX500Principal()
				.getName()
				.substring("CN=".length());
		}
		catch (SSLPeerUnverifiedException ex) {
			return NONE;
		}
	}

	private SslContext context(KeyStore keyStore) {
		try {
			KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
			keys.init(keyStore, Pki.PASSWORD.toCharArray());
			TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
			trust.init(keyStore);
			return SslContextBuilder.forServer(keys)
				.trustManager(trust)
				.clientAuth(this.clientAuth)
				.protocols(this.protocols)
				.build();
		}
		catch (GeneralSecurityException | SSLException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
