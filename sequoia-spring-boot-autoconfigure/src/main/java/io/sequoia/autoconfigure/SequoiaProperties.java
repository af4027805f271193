package io.sequoia.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.sequoia.core.UnknownFields;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * Settings of the Sequoia client, all below {@code sequoia}. The addresses and the
 * authentication are to be read from {@link SequoiaConnectionDetails} instead.
 */
@ConfigurationProperties("sequoia")
public class SequoiaProperties {

	/**
	 * Whether to configure the Sequoia client.
	 */
	private boolean enabled = true;

	/**
	 * Whether an unknown key below 'sequoia' stops the start, instead of a warning.
	 */
	private boolean strictConfiguration = false;

	private final Registry registry = new Registry();

	/**
	 * Tenant whose services are looked up in the registry and in whose name every call is
	 * made.
	 */
	private @Nullable String owner;

	/**
	 * Fixed locations by service name, which have precedence over those of the registry.
	 */
	private Map<String, String> services = new LinkedHashMap<>();

	private final Auth auth = new Auth();

	private final Ssl ssl = new Ssl();

	private final Http http = new Http();

	/**
	 * Media type of requests and answers.
	 */
	private String contentType = "application/vnd.piksel+json";

	private final Retry retry = new Retry();

	private final Correlation correlation = new Correlation();

	private final Pagination pagination = new Pagination();

	private final Criteria criteria = new Criteria();

	private final Batch batch = new Batch();

	private final Store store = new Store();

	private final Cache cache = new Cache();

	private final Transfer transfer = new Transfer();

	private final Repositories repositories = new Repositories();

	private final Web web = new Web();

	private final Health health = new Health();

	/**
	 * Further clients by name, for other platforms or tenants; each inherits the settings
	 * that it does not have.
	 */
	private final Map<String, SequoiaProperties> clients = new LinkedHashMap<>();

	/**
	 * Whether to fetch the registry and a token when the application starts, instead of
	 * at the first call; 'required' stops the start if that fails.
	 */
	private WarmUp warmUp = WarmUp.FALSE;

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public boolean isStrictConfiguration() {
		return this.strictConfiguration;
	}

	public void setStrictConfiguration(boolean strictConfiguration) {
		this.strictConfiguration = strictConfiguration;
	}

	public Registry getRegistry() {
		return this.registry;
	}

	public @Nullable String getOwner() {
		return this.owner;
	}

	public void setOwner(@Nullable String owner) {
		this.owner = owner;
	}

	public Map<String, String> getServices() {
		return this.services;
	}

	public void setServices(Map<String, String> services) {
		this.services = services;
	}

	public Auth getAuth() {
		return this.auth;
	}

	public Ssl getSsl() {
		return this.ssl;
	}

	public Http getHttp() {
		return this.http;
	}

	public String getContentType() {
		return this.contentType;
	}

	public void setContentType(String contentType) {
		this.contentType = contentType;
	}

	public Retry getRetry() {
		return this.retry;
	}

	public Correlation getCorrelation() {
		return this.correlation;
	}

	public Pagination getPagination() {
		return this.pagination;
	}

	public Criteria getCriteria() {
		return this.criteria;
	}

	public Batch getBatch() {
		return this.batch;
	}

	public Store getStore() {
		return this.store;
	}

	public Cache getCache() {
		return this.cache;
	}

	public Transfer getTransfer() {
		return this.transfer;
	}

	public Repositories getRepositories() {
		return this.repositories;
	}

	public Web getWeb() {
		return this.web;
	}

	public Health getHealth() {
		return this.health;
	}

	public Map<String, SequoiaProperties> getClients() {
		return this.clients;
	}

	public WarmUp getWarmUp() {
		return this.warmUp;
	}

	public void setWarmUp(WarmUp warmUp) {
		this.warmUp = warmUp;
	}

	/**
	 * The connections to registry and identity service when the application starts.
	 */
	public enum WarmUp {

		/**
		 * The first call makes them.
		 */
		FALSE,

		/**
		 * They are made in the background, and a failure is a warning.
		 */
		TRUE,

		/**
		 * The start waits for them, and ends if they fail.
		 */
		REQUIRED

	}

	/**
	 * The health endpoint's report on the platform.
	 */
	public static class Health {

		/**
		 * Whether a health check sends a request to the platform, instead of reporting
		 * whether calls have a listing and a token.
		 */
		private boolean probe = false;

		public boolean isProbe() {
			return this.probe;
		}

		public void setProbe(boolean probe) {
			this.probe = probe;
		}

	}

	/**
	 * The registry, and the locations that it may name.
	 */
	public static class Registry {

		/**
		 * Base URL of the registry, or the whole URL of the owner's listing, ending in
		 * /services/{owner}.
		 */
		private @Nullable String url;

		/**
		 * Time for which a listing of the registry is used before it is fetched again.
		 */
		private Duration refreshInterval = Duration.ofHours(1);

		/**
		 * Hosts that a location may name, as names or patterns such as '*.example.com';
		 * by default the registry's own host and its parent domain.
		 */
		private List<String> allowedHosts = new ArrayList<>();

		/**
		 * Whether plain http is accepted for a host other than loopback.
		 */
		private boolean allowInsecure = false;

		/**
		 * File that keeps the last listing, which is used at start while the registry
		 * cannot be reached.
		 */
		private @Nullable Path snapshot;

		/**
		 * Number of connections that may fail in a row before the registry's first
		 * answer; after that, calls fail without further attempts.
		 */
		private int firstAttempts = 5;

		public @Nullable String getUrl() {
			return this.url;
		}

		public void setUrl(@Nullable String url) {
			this.url = url;
		}

		public Duration getRefreshInterval() {
			return this.refreshInterval;
		}

		public void setRefreshInterval(Duration refreshInterval) {
			this.refreshInterval = refreshInterval;
		}

		public List<String> getAllowedHosts() {
			return this.allowedHosts;
		}

		public void setAllowedHosts(List<String> allowedHosts) {
			this.allowedHosts = allowedHosts;
		}

		public boolean isAllowInsecure() {
			return this.allowInsecure;
		}

		public void setAllowInsecure(boolean allowInsecure) {
			this.allowInsecure = allowInsecure;
		}

		public @Nullable Path getSnapshot() {
			return this.snapshot;
		}

		public void setSnapshot(@Nullable Path snapshot) {
			this.snapshot = snapshot;
		}

		public int getFirstAttempts() {
			return this.firstAttempts;
		}

		public void setFirstAttempts(int firstAttempts) {
			this.firstAttempts = firstAttempts;
		}

	}

	/**
	 * The authentication of calls to the platform.
	 */
	public static class Auth {

		/**
		 * Kind of authentication.
		 */
		private AuthenticationType type = AuthenticationType.CLIENT_CREDENTIALS;

		/**
		 * Client id, for the type 'client-credentials'.
		 */
		private @Nullable String clientId;

		/**
		 * Client secret, for the type 'client-credentials'.
		 */
		private @Nullable String clientSecret;

		/**
		 * File or other resource that contains the client secret, in place of
		 * 'client-secret'; it is read again when it changes.
		 */
		private @Nullable String clientSecretLocation;

		/**
		 * Scopes to request with the token.
		 */
		private List<String> scopes = new ArrayList<>();

		/**
		 * Access token, for the type 'token'; together with client credentials it is used
		 * until it is refused or expires.
		 */
		private @Nullable String token;

		/**
		 * URL of the token endpoint; by default that of the registered service
		 * 'identity'.
		 */
		private @Nullable String tokenUri;

		/**
		 * Client registration of Spring Security with which users log in, for the type
		 * 'authorization-code'; or one that replaces client id, secret, scopes and token
		 * URI, for the type 'client-credentials'.
		 */
		private @Nullable String registrationId;

		public AuthenticationType getType() {
			return this.type;
		}

		public void setType(AuthenticationType type) {
			this.type = type;
		}

		public @Nullable String getClientId() {
			return this.clientId;
		}

		public void setClientId(@Nullable String clientId) {
			this.clientId = clientId;
		}

		public @Nullable String getClientSecret() {
			return this.clientSecret;
		}

		public void setClientSecret(@Nullable String clientSecret) {
			this.clientSecret = clientSecret;
		}

		public @Nullable String getClientSecretLocation() {
			return this.clientSecretLocation;
		}

		public void setClientSecretLocation(@Nullable String clientSecretLocation) {
			this.clientSecretLocation = clientSecretLocation;
		}

		public List<String> getScopes() {
			return this.scopes;
		}

		public void setScopes(List<String> scopes) {
			this.scopes = scopes;
		}

		public @Nullable String getToken() {
			return this.token;
		}

		public void setToken(@Nullable String token) {
			this.token = token;
		}

		public @Nullable String getTokenUri() {
			return this.tokenUri;
		}

		public void setTokenUri(@Nullable String tokenUri) {
			this.tokenUri = tokenUri;
		}

		public @Nullable String getRegistrationId() {
			return this.registrationId;
		}

		public void setRegistrationId(@Nullable String registrationId) {
			this.registrationId = registrationId;
		}

	}

	/**
	 * The certificates to trust and to present: an SSL bundle or PEM files.
	 */
	public static class Ssl {

		/**
		 * Name of the SSL bundle to use, one of spring.ssl.bundle.*.
		 */
		private @Nullable String bundle;

		/**
		 * PEM file of the client certificate, with its chain.
		 */
		private @Nullable String certificate;

		/**
		 * PEM file of the private key that belongs to the client certificate.
		 */
		private @Nullable String privateKey;

		/**
		 * PEM file of the certificates to trust instead of the JDK's.
		 */
		private @Nullable String trustCertificate;

		public @Nullable String getBundle() {
			return this.bundle;
		}

		public void setBundle(@Nullable String bundle) {
			this.bundle = bundle;
		}

		public @Nullable String getCertificate() {
			return this.certificate;
		}

		public void setCertificate(@Nullable String certificate) {
			this.certificate = certificate;
		}

		public @Nullable String getPrivateKey() {
			return this.privateKey;
		}

		public void setPrivateKey(@Nullable String privateKey) {
			this.privateKey = privateKey;
		}

		public @Nullable String getTrustCertificate() {
			return this.trustCertificate;
		}

		public void setTrustCertificate(@Nullable String trustCertificate) {
			this.trustCertificate = trustCertificate;
		}

	}

	/**
	 * Connections and their limits.
	 */
	public static class Http {

		/**
		 * Longest wait for a connection.
		 */
		private Duration connectTimeout = Duration.ofSeconds(5);

		/**
		 * Longest time of one attempt until its answer is read.
		 */
		private Duration responseTimeout = Duration.ofSeconds(30);

		/**
		 * Largest answer that is read, counted after decompression.
		 */
		private DataSize maxResponseSize = DataSize.ofMegabytes(16);

		/**
		 * Largest headers of an answer that are read.
		 */
		private DataSize maxHeaderSize = DataSize.ofKilobytes(8);

		/**
		 * Text to put before the client's own in the User-Agent header.
		 */
		private @Nullable String userAgent;

		/**
		 * Whether to accept compressed answers.
		 */
		private boolean compression = true;

		private final Proxy proxy = new Proxy();

		private final Pool pool = new Pool();

		public Duration getConnectTimeout() {
			return this.connectTimeout;
		}

		public void setConnectTimeout(Duration connectTimeout) {
			this.connectTimeout = connectTimeout;
		}

		public Duration getResponseTimeout() {
			return this.responseTimeout;
		}

		public void setResponseTimeout(Duration responseTimeout) {
			this.responseTimeout = responseTimeout;
		}

		public DataSize getMaxResponseSize() {
			return this.maxResponseSize;
		}

		public void setMaxResponseSize(DataSize maxResponseSize) {
			this.maxResponseSize = maxResponseSize;
		}

		public DataSize getMaxHeaderSize() {
			return this.maxHeaderSize;
		}

		public void setMaxHeaderSize(DataSize maxHeaderSize) {
			this.maxHeaderSize = maxHeaderSize;
		}

		public @Nullable String getUserAgent() {
			return this.userAgent;
		}

		public void setUserAgent(@Nullable String userAgent) {
			this.userAgent = userAgent;
		}

		public boolean isCompression() {
			return this.compression;
		}

		public void setCompression(boolean compression) {
			this.compression = compression;
		}

		public Proxy getProxy() {
			return this.proxy;
		}

		public Pool getPool() {
			return this.pool;
		}

		/**
		 * The HTTP proxy to connect through.
		 */
		public static class Proxy {

			/**
			 * Host name or address of the HTTP proxy; none by default.
			 */
			private @Nullable String host;

			/**
			 * Port of the HTTP proxy.
			 */
			private @Nullable Integer port;

			/**
			 * Username for the proxy, if it requires one.
			 */
			private @Nullable String username;

			/**
			 * Password for the proxy, if it requires one.
			 */
			private @Nullable String password;

			/**
			 * Hosts that are connected to directly, without the proxy, such as
			 * services.example.com or *.example.com.
			 */
			private List<String> nonProxyHosts = new ArrayList<>();

			public @Nullable String getHost() {
				return this.host;
			}

			public void setHost(@Nullable String host) {
				this.host = host;
			}

			public @Nullable Integer getPort() {
				return this.port;
			}

			public void setPort(@Nullable Integer port) {
				this.port = port;
			}

			public @Nullable String getUsername() {
				return this.username;
			}

			public void setUsername(@Nullable String username) {
				this.username = username;
			}

			public @Nullable String getPassword() {
				return this.password;
			}

			public void setPassword(@Nullable String password) {
				this.password = password;
			}

			public List<String> getNonProxyHosts() {
				return this.nonProxyHosts;
			}

			public void setNonProxyHosts(List<String> nonProxyHosts) {
				this.nonProxyHosts = nonProxyHosts;
			}

		}

		/**
		 * The pool of connections to each host.
		 */
		public static class Pool {

			/**
			 * Largest number of connections to one host.
			 */
			private int maxConnections = 64;

			/**
			 * Time for which an unused connection is kept open.
			 */
			private Duration maxIdleTime = Duration.ofSeconds(20);

			/**
			 * Longest time for which a connection is used.
			 */
			private Duration maxLifeTime = Duration.ofMinutes(5);

			/**
			 * Longest wait of a call for a free connection.
			 */
			private Duration acquireTimeout = Duration.ofSeconds(10);

			public int getMaxConnections() {
				return this.maxConnections;
			}

			public void setMaxConnections(int maxConnections) {
				this.maxConnections = maxConnections;
			}

			public Duration getMaxIdleTime() {
				return this.maxIdleTime;
			}

			public void setMaxIdleTime(Duration maxIdleTime) {
				this.maxIdleTime = maxIdleTime;
			}

			public Duration getMaxLifeTime() {
				return this.maxLifeTime;
			}

			public void setMaxLifeTime(Duration maxLifeTime) {
				this.maxLifeTime = maxLifeTime;
			}

			public Duration getAcquireTimeout() {
				return this.acquireTimeout;
			}

			public void setAcquireTimeout(Duration acquireTimeout) {
				this.acquireTimeout = acquireTimeout;
			}

		}

	}

	/**
	 * The retries of failed calls.
	 */
	public static class Retry {

		/**
		 * Whether to retry failed calls.
		 */
		private boolean enabled = true;

		/**
		 * Largest number of attempts of one call, the first one included.
		 */
		private int maxAttempts = 10;

		/**
		 * Longest time of one call in all, with its attempts and the waits between them.
		 */
		private Duration maxTime = Duration.ofSeconds(120);

		/**
		 * Growth of the wait between attempts.
		 */
		private Strategy strategy = Strategy.EXPONENTIAL;

		/**
		 * Wait before the second attempt.
		 */
		private Duration interval = Duration.ofMillis(100);

		/**
		 * Factor between one wait and the next, for the strategy 'exponential'.
		 */
		private double multiplier = 2;

		/**
		 * Longest wait between two attempts.
		 */
		private Duration maxInterval = Duration.ofSeconds(10);

		/**
		 * Randomization of waits, so that the retries of many clients do not coincide.
		 */
		private Jitter jitter = Jitter.FULL;

		/**
		 * Further HTTP statuses to retry, in addition to 429 and 5xx.
		 */
		private Set<Integer> statusCodes = new LinkedHashSet<>();

		private final Budget budget = new Budget();

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

		public int getMaxAttempts() {
			return this.maxAttempts;
		}

		public void setMaxAttempts(int maxAttempts) {
			this.maxAttempts = maxAttempts;
		}

		public Duration getMaxTime() {
			return this.maxTime;
		}

		public void setMaxTime(Duration maxTime) {
			this.maxTime = maxTime;
		}

		public Strategy getStrategy() {
			return this.strategy;
		}

		public void setStrategy(Strategy strategy) {
			this.strategy = strategy;
		}

		public Duration getInterval() {
			return this.interval;
		}

		public void setInterval(Duration interval) {
			this.interval = interval;
		}

		public double getMultiplier() {
			return this.multiplier;
		}

		public void setMultiplier(double multiplier) {
			this.multiplier = multiplier;
		}

		public Duration getMaxInterval() {
			return this.maxInterval;
		}

		public void setMaxInterval(Duration maxInterval) {
			this.maxInterval = maxInterval;
		}

		public Jitter getJitter() {
			return this.jitter;
		}

		public void setJitter(Jitter jitter) {
			this.jitter = jitter;
		}

		public Set<Integer> getStatusCodes() {
			return this.statusCodes;
		}

		public void setStatusCodes(Set<Integer> statusCodes) {
			this.statusCodes = statusCodes;
		}

		public Budget getBudget() {
			return this.budget;
		}

		/**
		 * Growth of the wait between attempts.
		 */
		public enum Strategy {

			/**
			 * Each wait is the same.
			 */
			CONSTANT,

			/**
			 * Each wait is the previous one, multiplied.
			 */
			EXPONENTIAL,

			/**
			 * Each wait is the sum of the previous two.
			 */
			FIBONACCI

		}

		/**
		 * Randomization of waits, so that the retries of many clients do not coincide.
		 */
		public enum Jitter {

			/**
			 * Each wait is that of the strategy.
			 */
			NONE,

			/**
			 * Each wait is a random part of that of the strategy.
			 */
			FULL

		}

		/**
		 * The number of retries for a service, relative to its calls.
		 */
		public static class Budget {

			/**
			 * Whether to stop retrying a service once its share of retries is used up.
			 */
			private boolean enabled = true;

			/**
			 * Largest share of retries among the recent calls of a service, from 0 to 1.
			 */
			private double ratio = 0.1;

			public boolean isEnabled() {
				return this.enabled;
			}

			public void setEnabled(boolean enabled) {
				this.enabled = enabled;
			}

			public double getRatio() {
				return this.ratio;
			}

			public void setRatio(double ratio) {
				this.ratio = ratio;
			}

		}

	}

	/**
	 * The correlation id of every request.
	 */
	public static class Correlation {

		/**
		 * Correlation id of every call; by default each call adopts one or gets a new
		 * one.
		 */
		private @Nullable String id;

		/**
		 * User, the first part of a generated correlation id; needs an application id
		 * too.
		 */
		private @Nullable String userId;

		/**
		 * Application, the second part of a generated correlation id.
		 */
		private @Nullable String applicationId;

		/**
		 * Header with the correlation id, in requests of the client and in those that the
		 * application serves.
		 */
		private String header = "X-Correlation-ID";

		/**
		 * Name of the correlation id in the logging context (MDC) and in the caller's
		 * Reactor context.
		 */
		private String mdcKey = "correlationId";

		/**
		 * Whether a call made while a request is served uses the correlation id of that
		 * request, or of its Reactor context or thread.
		 */
		private boolean adoptInbound = true;

		public @Nullable String getId() {
			return this.id;
		}

		public void setId(@Nullable String id) {
			this.id = id;
		}

		public @Nullable String getUserId() {
			return this.userId;
		}

		public void setUserId(@Nullable String userId) {
			this.userId = userId;
		}

		public @Nullable String getApplicationId() {
			return this.applicationId;
		}

		public void setApplicationId(@Nullable String applicationId) {
			this.applicationId = applicationId;
		}

		public String getHeader() {
			return this.header;
		}

		public void setHeader(String header) {
			this.header = header;
		}

		public String getMdcKey() {
			return this.mdcKey;
		}

		public void setMdcKey(String mdcKey) {
			this.mdcKey = mdcKey;
		}

		public boolean isAdoptInbound() {
			return this.adoptInbound;
		}

		public void setAdoptInbound(boolean adoptInbound) {
			this.adoptInbound = adoptInbound;
		}

	}

	/**
	 * The criteria of browses and counts.
	 */
	public static class Criteria {

		/**
		 * Whether criteria are refused if the service's descriptor does not list a filter
		 * that they use, or does not support the operator. Otherwise they are sent, and a
		 * warning is logged once.
		 */
		private boolean strict = false;

		public boolean isStrict() {
			return this.strict;
		}

		public void setStrict(boolean strict) {
			this.strict = strict;
		}

	}

	/**
	 * The fetching of pages in a browse.
	 */
	public static class Pagination {

		/**
		 * Number of resources on a page.
		 */
		private int perPage = 100;

		/**
		 * Number of pages that are fetched ahead of the current one.
		 */
		private int prefetch = 1;

		/**
		 * Number of empty pages in a row, each with a link to a further one, after which
		 * a browse fails.
		 */
		private int maxEmptyPages = 100;

		public int getPerPage() {
			return this.perPage;
		}

		public void setPerPage(int perPage) {
			this.perPage = perPage;
		}

		public int getPrefetch() {
			return this.prefetch;
		}

		public void setPrefetch(int prefetch) {
			this.prefetch = prefetch;
		}

		public int getMaxEmptyPages() {
			return this.maxEmptyPages;
		}

		public void setMaxEmptyPages(int maxEmptyPages) {
			this.maxEmptyPages = maxEmptyPages;
		}

	}

	/**
	 * The division of operations on many resources.
	 */
	public static class Batch {

		/**
		 * Largest number of resources in one request; a lower limit of the service has
		 * precedence.
		 */
		private int size = 100;

		/**
		 * Number of requests of one operation that run at the same time.
		 */
		private int concurrency = 4;

		public int getSize() {
			return this.size;
		}

		public void setSize(int size) {
			this.size = size;
		}

		public int getConcurrency() {
			return this.concurrency;
		}

		public void setConcurrency(int concurrency) {
			this.concurrency = concurrency;
		}

	}

	/**
	 * The treatment of a resource before it is stored.
	 */
	public static class Store {

		/**
		 * Whether a resource without a name is given one, so that storing it can be
		 * repeated without a duplicate.
		 */
		private boolean generateNames = true;

		/**
		 * Whether resources are checked before they are sent, by the constraints of their
		 * types and the descriptor of their service.
		 */
		private boolean validate = true;

		/**
		 * Treatment of fields that the server holds and a type does not have, which an
		 * update would delete: merge keeps them where the client has read the resource
		 * for the update and warns elsewhere, warn only warns, refuse fails the call.
		 */
		private UnknownFields unknownFields = UnknownFields.MERGE;

		public boolean isGenerateNames() {
			return this.generateNames;
		}

		public void setGenerateNames(boolean generateNames) {
			this.generateNames = generateNames;
		}

		public boolean isValidate() {
			return this.validate;
		}

		public void setValidate(boolean validate) {
			this.validate = validate;
		}

		public UnknownFields getUnknownFields() {
			return this.unknownFields;
		}

		public void setUnknownFields(UnknownFields unknownFields) {
			this.unknownFields = unknownFields;
		}

	}

	/**
	 * Transfers of files from and to storages.
	 */
	public static class Transfer {

		/**
		 * Size of the blocks in which files are transferred.
		 */
		private DataSize blockSize = DataSize.ofMegabytes(8);

		/**
		 * Number of blocks of one file in flight at a time. Each of them is in memory.
		 */
		private int concurrency = 4;

		/**
		 * Hosts that files may be transferred from and to, such as 'files.example.com' or
		 * '*.example.com'. If empty, every host.
		 */
		private List<String> allowedHosts = new ArrayList<>();

		/**
		 * Bytes that a request must transfer each second, on average over the response
		 * time-out.
		 */
		private DataSize minimumRate = DataSize.ofKilobytes(16);

		/**
		 * Time within which an upload asks for its signed address once at most, and after
		 * which it asks again.
		 */
		private Duration renewalInterval = Duration.ofMinutes(5);

		public DataSize getBlockSize() {
			return this.blockSize;
		}

		public void setBlockSize(DataSize blockSize) {
			this.blockSize = blockSize;
		}

		public int getConcurrency() {
			return this.concurrency;
		}

		public void setConcurrency(int concurrency) {
			this.concurrency = concurrency;
		}

		public List<String> getAllowedHosts() {
			return this.allowedHosts;
		}

		public void setAllowedHosts(List<String> allowedHosts) {
			this.allowedHosts = allowedHosts;
		}

		public DataSize getMinimumRate() {
			return this.minimumRate;
		}

		public void setMinimumRate(DataSize minimumRate) {
			this.minimumRate = minimumRate;
		}

		public Duration getRenewalInterval() {
			return this.renewalInterval;
		}

		public void setRenewalInterval(Duration renewalInterval) {
			this.renewalInterval = renewalInterval;
		}

	}

	/**
	 * The cache of answers to reads.
	 */
	public static class Cache {

		/**
		 * Whether to keep the answers to reads and single pages, for callers with the
		 * same token. Needs Caffeine, or a CacheManager bean named sequoiaCacheManager.
		 */
		private boolean enabled = false;

		/**
		 * Time for which an answer is used.
		 */
		private Duration timeToLive = Duration.ofMinutes(1);

		/**
		 * Largest number of answers of each collection.
		 */
		private long maximumSize = 10_000;

		/**
		 * Whether an answer that has expired, by up to a day, is used while its service
		 * fails or does not answer.
		 */
		private boolean staleWhileError = false;

		/**
		 * Settings of single collections, by their names, such as 'contents'.
		 */
		private Map<String, Type> types = new LinkedHashMap<>();

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

		public Duration getTimeToLive() {
			return this.timeToLive;
		}

		public void setTimeToLive(Duration timeToLive) {
			this.timeToLive = timeToLive;
		}

		public long getMaximumSize() {
			return this.maximumSize;
		}

		public void setMaximumSize(long maximumSize) {
			this.maximumSize = maximumSize;
		}

		public boolean isStaleWhileError() {
			return this.staleWhileError;
		}

		public void setStaleWhileError(boolean staleWhileError) {
			this.staleWhileError = staleWhileError;
		}

		public Map<String, Type> getTypes() {
			return this.types;
		}

		public void setTypes(Map<String, Type> types) {
			this.types = types;
		}

		/**
		 * The cache of one collection.
		 */
		public static class Type {

			/**
			 * Whether to keep answers of this collection.
			 */
			private boolean enabled = true;

			/**
			 * Time for which an answer of this collection is used; by default that of all
			 * collections.
			 */
			private @Nullable Duration timeToLive;

			/**
			 * Largest number of answers of this collection; by default that of all
			 * collections.
			 */
			private @Nullable Long maximumSize;

			public boolean isEnabled() {
				return this.enabled;
			}

			public void setEnabled(boolean enabled) {
				this.enabled = enabled;
			}

			public @Nullable Duration getTimeToLive() {
				return this.timeToLive;
			}

			public void setTimeToLive(@Nullable Duration timeToLive) {
				this.timeToLive = timeToLive;
			}

			public @Nullable Long getMaximumSize() {
				return this.maximumSize;
			}

			public void setMaximumSize(@Nullable Long maximumSize) {
				this.maximumSize = maximumSize;
			}

		}

	}

	/**
	 * Repositories of Spring Data.
	 */
	public static class Repositories {

		/**
		 * Whether to create beans of the repository interfaces found in the application's
		 * packages.
		 */
		private boolean enabled = true;

		/**
		 * Whether deleteAll() without an argument may delete every resource of a type.
		 */
		private boolean allowDeleteAll = false;

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

		public boolean isAllowDeleteAll() {
			return this.allowDeleteAll;
		}

		public void setAllowDeleteAll(boolean allowDeleteAll) {
			this.allowDeleteAll = allowDeleteAll;
		}

	}

	/**
	 * Answers of the application's own web endpoints.
	 */
	public static class Web {

		/**
		 * Whether failures of the platform are answered as problem details (RFC 9457),
		 * and invalid page numbers with 400.
		 */
		private boolean problemDetails = false;

		public boolean isProblemDetails() {
			return this.problemDetails;
		}

		public void setProblemDetails(boolean problemDetails) {
			this.problemDetails = problemDetails;
		}

	}

}
