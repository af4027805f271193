package io.sequoia.http;

import java.util.function.UnaryOperator;

import javax.net.ssl.SSLException;

import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;
import reactor.netty.transport.ProxyProvider;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslOptions;

/**
 * Makes the Netty clients: what the settings say, then what the application changes, then
 * what must hold whatever was changed. Thread-safe.
 */
final class HttpClients {

	private final HttpSettings settings;

	private final LoopResources eventLoops;

	private final UnaryOperator<HttpClient> customizer;

	/**
	 * Prepare to make clients.
	 * @param settings how connections are made and used
	 * @param eventLoops the threads that they work on
	 * @param customizer what the application changes
	 */
	HttpClients(HttpSettings settings, LoopResources eventLoops, UnaryOperator<HttpClient> customizer) {
		this.settings = settings;
		this.eventLoops = eventLoops;
		this.customizer = customizer;
	}

	/**
	 * Make a client.
	 * @param pool the pool of its connections
	 * @param certificates the certificates to present and to trust, or {@code null} for
	 * the JVM's
	 * @return the client
	 */
	HttpClient client(ConnectionProvider pool, @Nullable SslContext certificates) {
		return guarded(this.customizer.apply(configured(HttpClient.create(pool), certificates)));
	}

	private HttpClient configured(HttpClient client, @Nullable SslContext certificates) {
		HttpSettings settings = this.settings;
		HttpClient configured = client
			.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(settings.connectTimeout().toMillis()))
			// copied by the connection once, and not by every filter
			.headers((headers) -> settings.headers().forEach(headers::set))
			.compress(settings.compression());
		HttpSettings.Proxy proxy = settings.proxy();
		if (proxy != null) {
			configured = configured
				.proxy((spec) -> spec.type(ProxyProvider.Proxy.HTTP).host(proxy.host()).port(proxy.port()));
		}
		if (certificates != null) {
			configured = configured.secure((spec) -> spec.sslContext(certificates));
		}
		return configured;
	}

	private HttpClient guarded(HttpClient client) {
		HttpSettings settings = this.settings;
		return client.runOn(this.eventLoops)
			.protocol(HttpProtocol.HTTP11)
			.doOnChannelInit((observer, channel, address) -> channel.pipeline()
				.replace(NettyPipeline.HttpCodec, NettyPipeline.HttpCodec,
						new ExchangeCodec(settings.maxHeaderSize(), settings.responseTimeout())))
			// retries are this client's own: visible, counted and limited
			.disableRetry(true)
			.followRedirect(false)
			.doOnResponse(UsedConnection.REMEMBER);
	}

	/**
	 * Make ready what certificates are used by.
	 * @param bundle the certificates
	 * @return what uses them
	 * @throws IllegalStateException if they cannot be used
	 */
	static SslContext sslContext(SslBundle bundle) {
		SslOptions options = bundle.getOptions();
		SslContextBuilder builder = SslContextBuilder.forClient()
			.keyManager(bundle.getManagers().getKeyManagerFactory())
			.trustManager(bundle.getManagers().getTrustManagerFactory())
			.clientAuth(ClientAuth.NONE);
		if (options.getCiphers() != null) {
			builder.ciphers(SslOptions.asSet(options.getCiphers()));
		}
		builder.protocols((options.getEnabledProtocols() != null) ? options.getEnabledProtocols()
				: new String[] { "TLSv1.3", "TLSv1.2" });
		try {
			return builder.build();
		}
		catch (SSLException ex) {
			throw new IllegalStateException("The SSL bundle for Sequoia's services cannot be used: " + ex.getMessage(),
					ex);
		}
	}

}
