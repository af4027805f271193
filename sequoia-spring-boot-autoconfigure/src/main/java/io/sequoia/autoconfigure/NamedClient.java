package io.sequoia.autoconfigure;

import io.micrometer.observation.ObservationRegistry;
import io.sequoia.Internal;
import io.sequoia.core.OperationScope;
import io.sequoia.core.ReactiveSequoiaTemplate;
import io.sequoia.core.ResourceConstraints;
import io.sequoia.core.SequoiaEngine;
import io.sequoia.core.SequoiaTemplate;
import io.sequoia.core.ServiceExchange;
import io.sequoia.core.SharedCalls;
import io.sequoia.core.WriteEvents;
import io.sequoia.core.cache.AnswerCache;
import io.sequoia.core.mapping.ResourceMapper;
import io.sequoia.core.mapping.SequoiaMappingContext;
import io.sequoia.core.observation.OperationObservations;
import io.sequoia.core.observation.SequoiaOperationObservationConvention;
import io.sequoia.core.observation.TagGuard;
import io.sequoia.correlation.CorrelationIds;
import io.sequoia.discovery.HttpServiceRegistry;
import io.sequoia.discovery.ServiceDescriptors;
import io.sequoia.discovery.ServiceRegistry;
import io.sequoia.http.HttpConnections;
import io.sequoia.http.InFlightCalls;
import io.sequoia.http.SequoiaHttpClientCustomizer;
import io.sequoia.http.SequoiaServiceWebClientCustomizer;
import io.sequoia.http.SequoiaWebClientCustomizer;
import io.sequoia.http.SequoiaWebClients;
import io.sequoia.http.SharedRetry;
import io.sequoia.http.UserRequests;
import io.sequoia.identity.BlockingSequoiaIdentity;
import io.sequoia.identity.DefaultReactiveSequoiaIdentity;
import io.sequoia.identity.ReactiveSequoiaIdentity;
import io.sequoia.identity.SequoiaIdentity;
import io.sequoia.retry.RetryExecutor;
import io.sequoia.retry.RetryExtensions;
import io.sequoia.security.CallerTokens;
import io.sequoia.security.SequoiaTokenSource;
import io.sequoia.security.ServiceLocationFilter;
import io.sequoia.security.UserSession;
import io.sequoia.security.UserTokenListener;
import io.sequoia.transfer.BlockingSequoiaTransfer;
import io.sequoia.transfer.ReactiveSequoiaTransfer;
import io.sequoia.transfer.SequoiaTransfer;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * The parts of one named client, put together as those of the default client are. It
 * shares with others only what belongs to no platform: the mapping of resources, the
 * check of constraints, retry extensions, meters and observations. Its public parts are
 * beans, made by the methods of this one.
 */
@Internal
public final class NamedClient implements AutoCloseable {

	/** The last part of the bean's name. */
	static final String BEAN = "SequoiaClient";

	private final String name;

	private final ClientConnection connection;

	private final ClientMeters meters;

	private final RetryExecutor retry;

	private final UserSession session;

	private final HttpConnections connections;

	private final InFlightCalls inFlightCalls = new InFlightCalls();

	private final CorrelationIds correlationIds;

	private final ServiceRegistry registry;

	private final SequoiaTokenSource tokens;

	private final SequoiaWebClients clients;

	private final SequoiaWebClients.Services services;

	private final SequoiaEngine engine;

	private final ReactiveSequoiaTemplate template;

	private final ReactiveSequoiaIdentity identity;

	private final ReactiveSequoiaTransfer transfer;

	/**
	 * Create the client. Nothing is sent.
	 * @param name its name
	 * @param factory the application's beans
	 * @param environment the application's environment
	 * @param resources resolves the locations of files
	 * @param platform the connection details of the default client
	 * @throws InvalidSequoiaConfigurationException with all violations of its settings
	 */
	NamedClient(String name, ConfigurableListableBeanFactory factory, Environment environment, ResourceLoader resources,
			ObjectProvider<SequoiaConnectionDetails> platform) {
		this.name = name;
		ClientBeans beans = new ClientBeans(factory, name);
		try {
			this.connection = new ClientConnection(name, beans, environment, resources, platform);
			SettingsMapper settings = this.connection.settings();
			String tag = ClientNames.isAlone(environment, factory) ? null : name;
			ClientMeters.Factory measured = beans.shared(ClientMeters.Factory.class);
			this.meters = (measured != null) ? measured.of(tag) : ClientMeters.NONE;
			this.correlationIds = settings.correlationIds();
			this.retry = new RetryExecutor(RetryExtensions.join(beans.allShared(RetryExtensions.class)),
					this.meters.retry());
			SharedRetry sharedRetry = new SharedCalls(this.retry, settings.retry());
			ResourceMapper mapper = factory.getBean(ResourceMapper.class);
			this.connections = new HttpConnections(name, settings.http(), beans.all(SequoiaHttpClientCustomizer.class),
					AddressFilters.of(factory));
			settings.onSslBundleUpdate(this.connections::use);
			this.clients = SequoiaHttpConfiguration.clients(
					SequoiaWebClients.builder(beans.allShared(WebClientCustomizer.class)), this.connections, settings,
					this.correlationIds, mapper, beans.all(SequoiaWebClientCustomizer.class),
					beans.all(SequoiaServiceWebClientCustomizer.class));
			ServiceRegistry ownRegistry = beans.own(ServiceRegistry.class);
			this.registry = (ownRegistry != null) ? ownRegistry : new HttpServiceRegistry(this.clients.control(),
					settings.registry(), sharedRetry, this.meters.control(), System::nanoTime);
			SequoiaTokenSource ownTokens = beans.own(SequoiaTokenSource.class);
			this.tokens = (ownTokens != null) ? ownTokens : SequoiaSecurityConfiguration.tokens(settings, this.clients,
					this.registry, sharedRetry, this.meters.control());
			this.session = new UserSession(System::nanoTime, beans.all(UserTokenListener.class),
					Schedulers.boundedElastic());
			this.services = new SequoiaSecurityConfiguration().sequoiaServiceWebClients(this.clients,
					this.inFlightCalls, this.registry, this.session, this.tokens, settings);
			OperationObservations observations = observations(tag, beans, factory.getBean(SequoiaMappingContext.class));
			this.engine = engine(beans, this.retry, sharedRetry, mapper, observations);
			this.template = new ReactiveSequoiaTemplate(this.engine);
			this.identity = new DefaultReactiveSequoiaIdentity(
					this.clients.control(new ServiceLocationFilter(this.registry, settings.owner())), this.services,
					this.session, this.engine, settings.identity());
			this.transfer = SequoiaTransferConfiguration.transfer(this.clients, this.engine, this.retry, settings,
					this.meters.transfer());
		}
		catch (InvalidSequoiaConfigurationException ex) {
			throw ex.ofClient(name);
		}
	}

	private OperationObservations observations(@Nullable String tag, ClientBeans beans, SequoiaMappingContext types) {
		ObservationRegistry observed = beans.shared(ObservationRegistry.class);
		return new OperationObservations((observed != null) ? observed : this.meters.operations().observations(),
				beans.shared(SequoiaOperationObservationConvention.class), this.meters.operations(),
				new TagGuard(types), tag);
	}

	private SequoiaEngine engine(ClientBeans beans, RetryExecutor retry, SharedRetry sharedRetry, ResourceMapper mapper,
			OperationObservations observations) {
		SettingsMapper settings = this.connection.settings();
		ServiceDescriptors descriptors = new ServiceDescriptors(this.services.descriptors(), sharedRetry,
				System::nanoTime);
		ServiceExchange exchange = new ServiceExchange(this.services, this.registry, descriptors, mapper,
				observations.names(), settings.engine());
		ResourceConstraints constraints = beans.shared(ResourceConstraints.class);
		AnswerCache cache = this.connection.properties().getCache().isEnabled() ? new AnswerCache(settings.cache(),
				new CallerTokens(this.session, this.tokens), SequoiaCacheConfiguration.onTheHeap(this.meters.cache()),
				observations.names(), this.meters.cache(), System::nanoTime) : null;
		return new SequoiaEngine(new OperationScope(this.correlationIds, this.tokens, this.inFlightCalls, observations),
				exchange, retry, beans.factory().getBean(SequoiaMappingContext.class),
				(constraints != null) ? constraints : ResourceConstraints.none(), settings.engine(), cache,
				beans.factory().getBean(WriteEvents.class).of(this.name));
	}

	/**
	 * Return the name.
	 * @return the name below {@code sequoia.clients}
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Return the settings.
	 * @return the bound settings with those that are inherited
	 */
	public SequoiaProperties properties() {
		return this.connection.properties();
	}

	/**
	 * Return the addresses and the authentication.
	 * @return the connection details
	 */
	public SequoiaConnectionDetails connectionDetails() {
		return this.connection.details();
	}

	/**
	 * Return the source of correlation ids.
	 * @return the source
	 */
	public CorrelationIds correlationIds() {
		return this.correlationIds;
	}

	/**
	 * Return the WebClients.
	 * @return the clients of registry, identity and services
	 */
	public SequoiaWebClients webClients() {
		return this.clients;
	}

	/**
	 * Return the registry.
	 * @return the registry
	 */
	public ServiceRegistry registry() {
		return this.registry;
	}

	/**
	 * Return the retries.
	 * @return the retries with their budgets
	 */
	public RetryExecutor retry() {
		return this.retry;
	}

	/**
	 * Return the source of tokens.
	 * @return the source
	 */
	public SequoiaTokenSource tokens() {
		return this.tokens;
	}

	ReactiveSequoiaTemplate reactiveSequoiaTemplate() {
		return this.template;
	}

	SequoiaTemplate sequoiaTemplate() {
		return new SequoiaTemplate(this.template);
	}

	ReactiveSequoiaIdentity reactiveSequoiaIdentity() {
		return this.identity;
	}

	SequoiaIdentity sequoiaIdentity() {
		return new BlockingSequoiaIdentity(this.identity);
	}

	ReactiveSequoiaTransfer reactiveSequoiaTransfer() {
		return this.transfer;
	}

	SequoiaTransfer sequoiaTransfer() {
		return new BlockingSequoiaTransfer(this.transfer);
	}

	WebClient sequoiaWebClient() {
		return new UserRequests(this.services, this.engine, this.connection.settings().owner()).client();
	}

	InFlightCalls sequoiaRunningCalls() {
		return this.inFlightCalls;
	}

	SequoiaStart sequoiaStart() {
		return new SequoiaTemplateConfiguration().sequoiaStart(this.registry, this.tokens, this.correlationIds,
				this.connection.settings());
	}

	@Override
	public void close() {
		this.connection.close();
		this.session.close();
		this.retry.close(); // before the connections, on which it would try again
		this.connections.close();
		this.meters.end().run();
	}

}
