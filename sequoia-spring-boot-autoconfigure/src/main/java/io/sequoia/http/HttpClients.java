package io.sequoia.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

import javax.net.ssl.SSLException;

import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.AttributeKey;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;
import reactor.netty.transport.NameResolverProvider;
import reactor.netty.transport.ProxyProvider;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslOptions;

/**
 * Creates the Netty clients, with the settings first, then the application's changes,
 * then the settings that the application must not change. Thread-safe.
 */
final class HttpClients {

	private static final AttributeKey<HttpClient> POOL = AttributeKey.valueOf(HttpClients.class, "pool");

	private final HttpSettings settings;

	private final LoopResources eventLoops;

	private @Nullable AddressResolverGroup<?> names;

	private final List<SequoiaHttpClientCustomizer> customizers;

	private final @Nullable Predicate<InetAddress> allowedAddresses;

	/**
	 * Prepare to create clients.
	 * @param settings the settings of connections
	 * @param eventLoops the threads of connections
	 * @param customizers the application's changes, in order
	 * @param allowedAddresses accepts the addresses that the application allows, or
	 * {@code null} for all
	 */
	HttpClients(HttpSettings settings, LoopResources eventLoops, List<SequoiaHttpClientCustomizer> customizers,
			@Nullable Predicate<InetAddress> allowedAddresses) {
		this.settings = settings;
		this.eventLoops = eventLoops;
		this.customizers = List.copyOf(customizers);
		this.allowedAddresses = allowedAddresses;
	}

	/**
	 * Create a client.
	 * @param pool the pool of its connections
	 * @param certificates the certificates to present and to trust, or {@code null} for
	 * the JVM's
	 * @return the client
	 */
	HttpClient client(ConnectionProvider pool, @Nullable SslContext certificates) {
		HttpClient client = configured(HttpClient.create(pool), certificates);
		for (SequoiaHttpClientCustomizer customizer : this.customizers) {
			client = customizer.customize(client);
		}
		return guarded(client);
	}

	/**
	 * Create a client for storages, which decompresses nothing: parts of a file are parts
	 * of its bytes as they are stored.
	 * @param pool the pool of its connections
	 * @param certificates the certificates to trust, or {@code null} for the JVM's
	 * @return the client
	 */
	HttpClient storageClient(ConnectionProvider pool, @Nullable SslContext certificates) {
		return client(pool, certificates).compress(false)
			.doOnChannelInit((observer, channel, address) -> channel.pipeline()
				.addAfter(NettyPipeline.HttpCodec, "sequoia.storage", StorageAddress.COMPLETION));
	}

	/**
	 * Close the resolver of names.
	 */
	synchronized void close() {
		if (this.names != null) {
			this.names.close();
		}
	}

	/**
	 * Return the resolver of names. It is created for the first client, so that it does
	 * not delay the start of an application.
	 */
	private synchronized AddressResolverGroup<?> names() {
		AddressResolverGroup<?> names = this.names;
		if (names == null) {
			names = NameResolverProvider.builder()
				.build()
				.newNameResolverGroup(this.eventLoops, LoopResources.DEFAULT_NATIVE);
			this.names = names;
		}
		return names;
	}

	private HttpClient configured(HttpClient client, @Nullable SslContext certificates) {
		HttpSettings settings = this.settings;
		HttpClient configured = client
			// Reactor Netty keeps resolvers that it creates itself, and the event loops
			// with them, as long as the process runs
			.resolver(names())
			// distinguishes the pool's meters from those of other pools to the same
			// server
			.attr(POOL, client)
			.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(settings.connectTimeout().toMillis()))
			// set here, they are copied once per connection and not by every filter
			.headers((headers) -> settings.headers().forEach(headers::set))
			.compress(settings.compression());
		HttpSettings.Proxy proxy = settings.proxy();
		if (proxy != null) {
			configured = configured.proxy((spec) -> use(proxy, spec));
		}
		if (certificates != null) {
			configured = configured.secure((spec) -> spec.sslContext(certificates));
		}
		return configured;
	}

	private void use(HttpSettings.Proxy proxy, ProxyProvider.TypeSpec spec) {
		ProxyProvider.Builder builder = spec.type(ProxyProvider.Proxy.HTTP)
			.host(proxy.host())
			.port(proxy.port())
			.connectTimeoutMillis(this.settings.connectTimeout().toMillis())
			.nonProxyHostsPredicate(new Bypassed(proxy));
		String username = proxy.username();
		if (username != null) {
			builder.username(username).password((user) -> Objects.requireNonNullElse(proxy.password(), ""));
		}
	}

	private HttpClient guarded(HttpClient client) {
		return http11(withAllowedAddresses(client.runOn(this.eventLoops)))
			.doOnChannelInit((observer, channel, address) -> guard(channel.pipeline()))
			// the client has its own retries, which are logged, counted and limited
			.disableRetry(true)
			.followRedirect(false)
			.doOnResponse(UsedConnection.REMEMBER);
	}

	/** Set the protocol if it was changed: setting it loads TLS, which takes 100 ms. */
	private static HttpClient http11(HttpClient client) {
		return List.of(client.configuration().protocols()).equals(List.of(HttpProtocol.HTTP11)) ? client
				: client.protocol(HttpProtocol.HTTP11);
	}

	private HttpClient withAllowedAddresses(HttpClient client) {
		AddressResolverGroup<?> names = client.configuration().resolver();
		HttpSettings.Proxy proxy = client.configuration().hasProxy() ? this.settings.proxy() : null;
		if (names == null || (this.allowedAddresses == null && proxy == null)) {
			return client;
		}
		return client.resolver(
				new AllowedAddresses(names, (this.allowedAddresses != null) ? this.allowedAddresses : (address) -> true,
						(proxy != null) ? new Bypassed(proxy).negate() : (address) -> false));
	}

	private void guard(ChannelPipeline pipeline) {
		pipeline.replace(NettyPipeline.HttpCodec, NettyPipeline.HttpCodec,
				new ExchangeCodec(this.settings.maxHeaderSize(), this.settings.responseTimeout()));
		if (pipeline.get(NettyPipeline.SslHandler) != null) {
			pipeline.addAfter(NettyPipeline.SslHandler, "sequoia.certificate", new ServerCertificateCheck());
		}
		pipeline.addBefore(NettyPipeline.ReactiveBridge, "sequoia.unanswered", UnansweredRequests.INSTANCE);
	}

	/**
	 * Create the TLS context for certificates.
	 * @param bundle the certificates
	 * @return the context
	 * @throws IllegalStateException if they cannot be used
	 */
	static SslContext sslContext(SslBundle bundle) {
		return sslContext(bundle,
				SslContextBuilder.forClient().keyManager(bundle.getManagers().getKeyManagerFactory()));
	}

	/**
	 * Create the TLS context for storages: the client's own certificate, which belongs to
	 * the platform, is not presented to them.
	 * @param bundle the certificates
	 * @return the context
	 * @throws IllegalStateException if they cannot be used
	 */
	static SslContext storageSslContext(SslBundle bundle) {
		return sslContext(bundle, SslContextBuilder.forClient());
	}

	private static SslContext sslContext(SslBundle bundle, SslContextBuilder builder) {
		SslOptions options = bundle.getOptions();
		builder.trustManager(bundle.getManagers().getTrustManagerFactory()).clientAuth(ClientAuth.NONE);
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

	/**
	 * The hosts that are reached without the proxy. A pool compares this object to
	 * identify its connections, so objects with equal settings must be equal.
	 */
	private record Bypassed(HttpSettings.Proxy proxy) implements Predicate<SocketAddress> {

		@Override
		public boolean test(SocketAddress address) {
			return address instanceof InetSocketAddress host && this.proxy.isBypassed(host.getHostString());
		}

	}

}
