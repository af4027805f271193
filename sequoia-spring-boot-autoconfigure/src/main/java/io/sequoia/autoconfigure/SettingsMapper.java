package io.sequoia.autoconfigure;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;

import io.sequoia.call.Call;
import io.sequoia.core.SequoiaEngine;
import io.sequoia.core.cache.CacheSettings;
import io.sequoia.correlation.CorrelationIds;
import io.sequoia.discovery.HostRules;
import io.sequoia.discovery.HttpServiceRegistry;
import io.sequoia.http.HttpSettings;
import io.sequoia.http.SequoiaWebClients;
import io.sequoia.identity.DefaultReactiveSequoiaIdentity;
import io.sequoia.retry.RetrySettings;
import io.sequoia.security.ClientCredentials;
import io.sequoia.security.SequoiaTokenSource;
import io.sequoia.transfer.StorageRules;
import io.sequoia.transfer.TransferSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.util.ClassUtils;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.util.unit.DataSize;

/**
 * Converts valid connection details and properties to the settings of the client's parts.
 */
final class SettingsMapper {

	private static final String TOKEN_PATH = "/oauth/token";

	private final SequoiaProperties properties;

	private final SequoiaConnectionDetails connection;

	private final @Nullable String name;

	private final ApplicationClients clients;

	private final SingletonSupplier<ClientCredentials> credentials = SingletonSupplier.of(this::watchedCredentials);

	/**
	 * Convert the settings of a client.
	 * @param properties its properties
	 * @param connection its connection
	 * @param clients the OAuth2 clients of the application
	 * @param name its name, or {@code null} for the default client
	 */
	SettingsMapper(SequoiaProperties properties, SequoiaConnectionDetails connection, ApplicationClients clients,
			@Nullable String name) {
		this.name = name;
		this.clients = clients;
		this.properties = properties;
		this.connection = connection;
	}

	String owner() {
		return this.connection.owner();
	}

	SequoiaConnectionDetails.Authentication authentication() {
		return this.connection.authentication();
	}

	SequoiaStart.Settings start() {
		SequoiaConnectionDetails.Authentication authentication = authentication();
		String as = (authentication.registrationId() != null) ? "registration " + authentication.registrationId()
				: (authentication.clientId() != null) ? "client " + authentication.clientId() : null;
		String type = AuthenticationRules.print(authentication.type()) + ((as != null) ? " (" + as + ")" : "");
		HttpSettings.Ssl ssl = ssl();
		return new SequoiaStart.Settings(owner(),
				"Sequoia client" + ((this.name != null) ? " '" + this.name + "'" : "") + ": registry "
						+ this.connection.registryUrl() + ", owner " + owner() + ", authentication " + type
						+ ((ssl != null) ? ", certificates of " + ssl.name() : ""),
				this.properties.getWarmUp(), this.properties.getRetry().getMaxTime());
	}

	String token() {
		return Objects.requireNonNull(authentication().token(), "sequoia.auth.token was checked to be there");
	}

	/**
	 * Return the client's credentials, read again whenever they change.
	 * @return the same object each time
	 */
	ClientCredentials clientCredentials() {
		return this.credentials.obtain();
	}

	private ClientCredentials watchedCredentials() {
		ClientCredentials credentials = new ClientCredentials(this::credentials, prefix());
		this.connection.onAuthenticationUpdate(credentials::changed);
		return credentials;
	}

	private ClientCredentials.Settings credentials() {
		SequoiaConnectionDetails.Authentication authentication = authentication();
		ClientRegistration registration = registration();
		if (registration != null) {
			return new ClientCredentials.Settings(registration.getClientId(), registration.getClientSecret(),
					List.copyOf(registration.getScopes()), tokenUri(), authentication.token());
		}
		return new ClientCredentials.Settings(
				Objects.requireNonNull(authentication.clientId(), "sequoia.auth.client-id was checked to be there"),
				Objects.requireNonNull(authentication.clientSecret(),
						"sequoia.auth.client-secret was checked to be there"),
				authentication.scopes(), authentication.tokenUri(), authentication.token());
	}

	/** Return the application's own registration of this client, if it is configured. */
	private @Nullable ClientRegistration registration() {
		String id = authentication().registrationId();
		boolean ofClient = authentication().type() == AuthenticationType.CLIENT_CREDENTIALS;
		return (ofClient && id != null) ? this.clients.clientCredentials(id) : null;
	}

	private @Nullable URI tokenUri() {
		ClientRegistration registration = registration();
		return (registration != null) ? URI.create(registration.getProviderDetails().getTokenUri())
				: authentication().tokenUri();
	}

	SequoiaTokenSource usersTokens() {
		return this.clients.usersTokens(Objects.requireNonNull(authentication().registrationId(),
				"sequoia.auth.registration-id was checked to be there"));
	}

	DefaultReactiveSequoiaIdentity.Settings identity() {
		boolean client = authentication().type() == AuthenticationType.CLIENT_CREDENTIALS;
		return new DefaultReactiveSequoiaIdentity.Settings(owner(), contentType(),
				this.properties.getHttp().getResponseTimeout(), client ? clientCredentials() : null);
	}

	CorrelationIds correlationIds() {
		SequoiaProperties.Correlation correlation = this.properties.getCorrelation();
		return new CorrelationIds(new CorrelationIds.Settings(Text.orNull(correlation.getId()),
				Text.orNull(correlation.getUserId()), Text.orNull(correlation.getApplicationId()),
				correlation.getMdcKey(), correlation.isAdoptInbound()));
	}

	String correlationHeader() {
		return this.properties.getCorrelation().getHeader();
	}

	HttpSettings http() {
		SequoiaProperties.Http http = this.properties.getHttp();
		SequoiaProperties.Http.Pool pool = http.getPool();
		return new HttpSettings(http.getConnectTimeout(), http.getResponseTimeout(), maxResponseSize(),
				(int) http.getMaxHeaderSize().toBytes(), http.isCompression(), proxy(http.getProxy()),
				new HttpSettings.Pool(pool.getMaxConnections(), pool.getMaxIdleTime(), pool.getMaxLifeTime(),
						pool.getAcquireTimeout()),
				ssl(), Map.of(HttpHeaders.ACCEPT, contentType().toString(), HttpHeaders.USER_AGENT, userAgent()));
	}

	private HttpSettings.@Nullable Ssl ssl() {
		SslBundle bundle = this.connection.sslBundle();
		return (bundle != null) ? new HttpSettings.Ssl(sslName(), bundle) : null;
	}

	private String sslName() {
		if (!(this.connection instanceof PropertiesSequoiaConnectionDetails)) {
			return "the SSL bundle of " + ClassUtils.getShortName(ClassUtils.getUserClass(this.connection));
		}
		String bundle = Text.orNull(this.properties.getSsl().getBundle());
		return (bundle != null) ? "the SSL bundle '" + bundle + "'" : "the PEM files of '" + prefix() + ".ssl'";
	}

	private String prefix() {
		return (this.name != null) ? ClientNames.prefix(this.name) : SettingKeys.ROOT.toString();
	}

	/**
	 * Pass new certificates on while the application runs.
	 * @param handler takes them
	 */
	void onSslBundleUpdate(Consumer<SslBundle> handler) {
		this.connection.onSslBundleUpdate(handler);
	}

	SequoiaWebClients.Settings webClients() {
		return new SequoiaWebClients.Settings(correlationHeader(), maxResponseSize());
	}

	HttpServiceRegistry.Settings registry() {
		SequoiaProperties.Registry registry = this.properties.getRegistry();
		return new HttpServiceRegistry.Settings(this.connection.registryUrl(), this.connection.owner(),
				registry.getRefreshInterval(), registry.getAllowedHosts(), allowInsecure(), services(),
				registry.getSnapshot(), registry.getFirstAttempts());
	}

	/**
	 * Return the fixed locations. A token endpoint at the platform's own path determines
	 * the location of the identity service.
	 */
	private Map<String, URI> services() {
		Map<String, URI> services = new LinkedHashMap<>(this.connection.services());
		String tokenUri = String.valueOf(tokenUri());
		if (tokenUri.endsWith(TOKEN_PATH)) {
			services.putIfAbsent(Call.IDENTITY,
					URI.create(tokenUri.substring(0, tokenUri.length() - TOKEN_PATH.length())));
		}
		return services;
	}

	SequoiaEngine.Settings engine() {
		return new SequoiaEngine.Settings(this.connection.owner(), contentType(), retry(),
				this.properties.getPagination().getPerPage(), this.properties.getPagination().getPrefetch(),
				this.properties.getPagination().getMaxEmptyPages(), this.properties.getBatch().getSize(),
				this.properties.getBatch().getConcurrency(), this.properties.getStore().isGenerateNames(),
				this.properties.getStore().isValidate(), this.properties.getStore().getUnknownFields(),
				this.properties.getCriteria().isStrict());
	}

	CacheSettings cache() {
		SequoiaProperties.Cache cache = this.properties.getCache();
		Map<String, CacheSettings.Type> types = new LinkedHashMap<>();
		cache.getTypes()
			.forEach((name, type) -> types.put(name,
					new CacheSettings.Type(type.isEnabled(),
							Objects.requireNonNullElse(type.getTimeToLive(), cache.getTimeToLive()),
							Objects.requireNonNullElse(type.getMaximumSize(), cache.getMaximumSize()))));
		return new CacheSettings(new CacheSettings.Type(true, cache.getTimeToLive(), cache.getMaximumSize()), types,
				cache.isStaleWhileError());
	}

	TransferSettings transfer() {
		SequoiaProperties.Transfer transfer = this.properties.getTransfer();
		return new TransferSettings(owner(), retry(), (int) transfer.getBlockSize().toBytes(),
				transfer.getConcurrency(), transfer.getMinimumRate().toBytes(), transfer.getRenewalInterval());
	}

	/**
	 * Return the rules on the addresses of storages.
	 * @return tells why an address is refused, or {@code null} if it is allowed
	 */
	Function<URI, @Nullable String> storageRules() {
		List<String> allowed = this.properties.getTransfer().getAllowedHosts();
		return new StorageRules(new HostRules(this.connection.registryUrl(), allowInsecure(),
				allowed.isEmpty() ? (host) -> true : HostRules.listed(allowed), "sequoia.transfer.allowed-hosts"));
	}

	private boolean allowInsecure() {
		return this.properties.getRegistry().isAllowInsecure() || this.connection.allowInsecure();
	}

	RetrySettings retry() {
		SequoiaProperties.Retry retry = this.properties.getRetry();
		return new RetrySettings(retry.isEnabled(), retry.getMaxAttempts(), retry.getMaxTime(),
				this.properties.getHttp().getResponseTimeout(),
				RetrySettings.Strategy.valueOf(retry.getStrategy().name()), retry.getInterval(), retry.getMultiplier(),
				retry.getMaxInterval(), RetrySettings.Jitter.valueOf(retry.getJitter().name()), retry.getStatusCodes(),
				new RetrySettings.Budget(retry.getBudget().isEnabled(), retry.getBudget().getRatio()));
	}

	private MediaType contentType() {
		return MediaType.parseMediaType(this.properties.getContentType());
	}

	private int maxResponseSize() {
		DataSize size = this.properties.getHttp().getMaxResponseSize();
		return (int) Math.min(Integer.MAX_VALUE, size.toBytes());
	}

	private String userAgent() {
		String version = SettingsMapper.class.getPackage().getImplementationVersion();
		String own = "sequoia-spring-boot/" + Objects.requireNonNullElse(version, "dev");
		String prefix = this.properties.getHttp().getUserAgent();
		return Text.isGiven(prefix) ? prefix + " " + own : own;
	}

	private static HttpSettings.@Nullable Proxy proxy(SequoiaProperties.Http.Proxy proxy) {
		String host = proxy.getHost();
		Integer port = proxy.getPort();
		return (Text.isGiven(host) && port != null) ? new HttpSettings.Proxy(host, port,
				Text.orNull(proxy.getUsername()), Text.orNull(proxy.getPassword()), proxy.getNonProxyHosts()) : null;
	}

}
