package io.sequoia.http;

import java.time.Duration;

import javax.net.ssl.SSLException;

import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;
import reactor.netty.transport.ProxyProvider;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.util.ClassUtils;

/**
 * The connections of this client: one pool for the data services, one for registry and
 * identity, so that waiting data calls never keep a token from coming. Thread-safe.
 */
public final class HttpConnections implements AutoCloseable {

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

	private static final Duration READ_SLACK = Duration.ofMillis(100);

	private static final boolean MICROMETER = ClassUtils.isPresent("io.micrometer.core.instrument.MeterRegistry",
			HttpConnections.class.getClassLoader());

	private final LoopResources eventLoops;

	private final ConnectionProvider dataPool;

	private final ConnectionProvider controlPool;

	private final ClientHttpConnector data;

	private final ClientHttpConnector control;

	private final Duration responseTimeout;

	/**
	 * Prepare connections; none is opened before the first call.
	 * @param settings how connections are made and used
	 * @throws IllegalStateException if the SSL bundle cannot be used
	 */
	public HttpConnections(HttpSettings settings) {
		this.eventLoops = LoopResources.create("sequoia-http", LoopResources.DEFAULT_IO_WORKER_COUNT, true);
		this.dataPool = pool("sequoia", settings.pool());
		this.controlPool = pool("sequoia-control", settings.pool());
		this.data = connector(this.dataPool, settings);
		this.control = connector(this.controlPool, settings);
		this.responseTimeout = settings.responseTimeout();
	}

	/**
	 * The connector for calls to data services.
	 * @return the connector
	 */
	public ClientHttpConnector data() {
		return this.data;
	}

	/**
	 * The connector for calls to registry and identity service.
	 * @return the connector
	 */
	public ClientHttpConnector control() {
		return this.control;
	}

	Duration responseTimeout() {
		return this.responseTimeout;
	}

	@Override
	public void close() {
		this.dataPool.disposeLater()
			.then(this.controlPool.disposeLater())
			.then(this.eventLoops.disposeLater(Duration.ZERO, CLOSE_TIMEOUT))
			.block(CLOSE_TIMEOUT.multipliedBy(2));
	}

	private static ConnectionProvider pool(String name, HttpSettings.Pool pool) {
		return ConnectionProvider.builder(name)
			.maxConnections(pool.maxConnections())
			.maxIdleTime(pool.maxIdleTime())
			.maxLifeTime(pool.maxLifeTime())
			.pendingAcquireTimeout(pool.acquireTimeout())
			// callers wait for the acquire time-out, whatever their number
			.pendingAcquireMaxCount(-1)
			.evictInBackground(pool.maxIdleTime())
			.lifo()
			.metrics(MICROMETER)
			.build();
	}

	private ClientHttpConnector connector(ConnectionProvider pool, HttpSettings settings) {
		HttpClient client = HttpClient.create(pool)
			.runOn(this.eventLoops)
			.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(settings.connectTimeout().toMillis()))
			// calls have this limit themselves, and end before it strikes here
			.responseTimeout(settings.responseTimeout().plus(READ_SLACK))
			.compress(settings.compression())
			// retries are this client's own: visible, counted and limited
			.disableRetry(true)
			.followRedirect(false);
		HttpSettings.Proxy proxy = settings.proxy();
		if (proxy != null) {
			client = client.proxy((spec) -> spec.type(ProxyProvider.Proxy.HTTP).host(proxy.host()).port(proxy.port()));
		}
		SslBundle bundle = settings.sslBundle();
		if (bundle != null) {
			SslContext context = sslContext(bundle);
			client = client.secure((spec) -> spec.sslContext(context));
		}
		return new ReactorClientHttpConnector(client);
	}

	private static SslContext sslContext(SslBundle bundle) {
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
