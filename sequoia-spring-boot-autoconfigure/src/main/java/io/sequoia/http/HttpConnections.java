package io.sequoia.http;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

import io.netty.handler.ssl.SslContext;
import io.sequoia.Internal;
import io.sequoia.Printable;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;

/**
 * The connections of this client: one pool for the data services, one for registry and
 * identity, so that waiting data calls never delay a token, and one for storages of
 * files. Certificates can be replaced while calls run. Thread-safe.
 */
@Internal
public final class HttpConnections implements AutoCloseable {

	private static final String DATA_POOL = "sequoia";

	private static final String CONTROL_POOL = "sequoia-control";

	private static final String STORAGE_POOL = "sequoia-storage";

	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

	private static final boolean MICROMETER = ClassUtils.isPresent("io.micrometer.core.instrument.MeterRegistry",
			HttpConnections.class.getClassLoader());

	private static final Log logger = LogFactory.getLog(HttpConnections.class);

	private final String name;

	private final HttpSettings settings;

	private final LoopResources eventLoops;

	private final HttpClients clients;

	private final ReplaceableConnector data;

	private final ReplaceableConnector control;

	private final ReplaceableConnector storage;

	private boolean closed;

	/**
	 * Prepare connections; none is opened before the first call.
	 * @param settings the settings of connections
	 * @throws IllegalStateException if the SSL bundle cannot be used
	 */
	public HttpConnections(HttpSettings settings) {
		this(settings, List.of(), null);
	}

	/**
	 * Prepare connections with the application's changes.
	 * @param settings the settings of connections
	 * @param customizers the application's changes, in order; settings that all requests
	 * of this client need are made after them
	 * @param allowedAddresses accepts the addresses of servers that the application
	 * allows, or {@code null} for all
	 * @throws IllegalStateException if the SSL bundle cannot be used
	 */
	public HttpConnections(HttpSettings settings, List<SequoiaHttpClientCustomizer> customizers,
			@Nullable Predicate<InetAddress> allowedAddresses) {
		this("", settings, customizers, allowedAddresses);
	}

	/**
	 * Prepare connections of a named client.
	 * @param name the client, whose pools have it in their names
	 * @param settings the settings of connections
	 * @param customizers the application's changes, in order
	 * @param allowedAddresses accepts the addresses of servers that the application
	 * allows, or {@code null} for all
	 * @throws IllegalStateException if the SSL bundle cannot be used
	 */
	public HttpConnections(String name, HttpSettings settings, List<SequoiaHttpClientCustomizer> customizers,
			@Nullable Predicate<InetAddress> allowedAddresses) {
		// its classes are used from the first request on, too late to say that they are
		// missing
		Assert.notNull(HttpClientResponse.class, "No HTTP client of Reactor Netty");
		this.name = name;
		this.settings = settings;
		this.eventLoops = LoopResources.create("sequoia-http", LoopResources.DEFAULT_IO_WORKER_COUNT, true);
		this.clients = new HttpClients(settings, this.eventLoops, customizers, allowedAddresses);
		HttpSettings.Ssl ssl = settings.ssl();
		SslContext context = (ssl != null) ? HttpClients.sslContext(ssl.bundle()) : null;
		ConnectionProvider dataPool = pool(DATA_POOL);
		ConnectionProvider controlPool = pool(CONTROL_POOL);
		this.data = new ReplaceableConnector(dataPool, () -> connector(dataPool, context));
		this.control = new ReplaceableConnector(controlPool, () -> connector(controlPool, context));
		SslContext storageContext = (ssl != null) ? HttpClients.storageSslContext(ssl.bundle()) : null;
		ConnectionProvider storagePool = pool(STORAGE_POOL);
		this.storage = new ReplaceableConnector(storagePool, () -> storageConnector(storagePool, storageContext));
	}

	/**
	 * Return the connector for calls to data services.
	 * @return the connector
	 */
	public ClientHttpConnector data() {
		return this.data;
	}

	/**
	 * Return the connector for calls to registry and identity service.
	 * @return the connector
	 */
	public ClientHttpConnector control() {
		return this.control;
	}

	/**
	 * Return the connector for requests to storages of files.
	 * @return the connector; it presents no certificate of the client
	 */
	ClientHttpConnector storage() {
		return this.storage;
	}

	Duration responseTimeout() {
		return this.settings.responseTimeout();
	}

	HttpSettings.@Nullable Ssl ssl() {
		return this.settings.ssl();
	}

	HttpSettings.@Nullable Proxy proxy() {
		return this.settings.proxy();
	}

	/**
	 * Use other certificates for all requests that begin from now on. Requests that have
	 * begun continue on the connections that they have or wait for, which are closed
	 * afterwards. Certificates that cannot be used are reported in the log, and the old
	 * ones stay in use.
	 * @param bundle the certificates to present and to trust
	 */
	public synchronized void use(SslBundle bundle) {
		if (this.closed) {
			return;
		}
		HttpSettings.Ssl ssl = this.settings.ssl();
		String name = (ssl != null) ? ssl.name() : "the client";
		SslContext context;
		SslContext storageContext;
		try {
			context = HttpClients.sslContext(bundle);
			storageContext = HttpClients.storageSslContext(bundle);
		}
		catch (RuntimeException ex) {
			logger.error("The new certificates of " + name + " cannot be used; the client keeps using the old ones: "
					+ Printable.reason(ex));
			return;
		}
		replace(this.data, DATA_POOL, context);
		replace(this.control, CONTROL_POOL, context);
		ConnectionProvider storagePool = pool(STORAGE_POOL);
		this.storage.replace(storagePool, () -> storageConnector(storagePool, storageContext));
		logger.info("The certificates of " + name + " were replaced");
	}

	private void replace(ReplaceableConnector connector, String name, SslContext context) {
		ConnectionProvider pool = pool(name);
		connector.replace(pool, () -> connector(pool, context));
	}

	@Override
	public void close() {
		synchronized (this) {
			this.closed = true;
		}
		this.data.close()
			.then(this.control.close())
			.then(this.storage.close())
			.then(Mono.fromRunnable(this.clients::close))
			.then(this.eventLoops.disposeLater(Duration.ZERO, CLOSE_TIMEOUT))
			.block(CLOSE_TIMEOUT.multipliedBy(2));
	}

	private ConnectionProvider pool(String name) {
		HttpSettings.Pool pool = this.settings.pool();
		return ConnectionProvider.builder(this.name.isEmpty() ? name : name + "-" + this.name)
			.maxConnections(pool.maxConnections())
			.maxIdleTime(pool.maxIdleTime())
			.maxLifeTime(pool.maxLifeTime())
			.pendingAcquireTimeout(pool.acquireTimeout())
			// no limit on the number of waiting callers: each waits for at most the
			// acquire time-out
			.pendingAcquireMaxCount(-1)
			.evictInBackground(pool.maxIdleTime())
			.lifo()
			.metrics(MICROMETER)
			.build();
	}

	private ClientHttpConnector storageConnector(ConnectionProvider pool, @Nullable SslContext certificates) {
		return new ReactorClientHttpConnector(this.clients.storageClient(pool, certificates));
	}

	private ClientHttpConnector connector(ConnectionProvider pool, @Nullable SslContext certificates) {
		return new ReactorClientHttpConnector(this.clients.client(pool, certificates));
	}

}
