package io.sequoia.autoconfigure;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

/**
 * The connection details from the properties. A value is read and converted when it is
 * requested, so that the properties can be validated first.
 */
final class PropertiesSequoiaConnectionDetails implements SequoiaConnectionDetails {

	private final SequoiaProperties properties;

	private final @Nullable SslBundles sslBundles;

	PropertiesSequoiaConnectionDetails(SequoiaProperties properties, @Nullable SslBundles sslBundles) {
		this.properties = properties;
		this.sslBundles = sslBundles;
	}

	@Override
	public URI registryUrl() {
		return URI.create(Objects.requireNonNull(this.properties.getRegistry().getUrl(), "sequoia.registry.url"));
	}

	@Override
	public String owner() {
		return Objects.requireNonNull(this.properties.getOwner(), "sequoia.owner");
	}

	@Override
	public Map<String, URI> services() {
		Map<String, URI> services = new LinkedHashMap<>();
		this.properties.getServices().forEach((name, location) -> services.put(name, URI.create(location)));
		return services;
	}

	@Override
	public Authentication authentication() {
		SequoiaProperties.Auth auth = this.properties.getAuth();
		String tokenUri = Text.orNull(auth.getTokenUri());
		return new Authentication(auth.getType(), Text.orNull(auth.getClientId()), Text.orNull(auth.getClientSecret()),
				auth.getScopes(), Text.orNull(auth.getToken()), (tokenUri != null) ? URI.create(tokenUri) : null,
				Text.orNull(auth.getRegistrationId()));
	}

	@Override
	public @Nullable SslBundle sslBundle() {
		SequoiaProperties.Ssl ssl = this.properties.getSsl();
		String bundle = Text.orNull(ssl.getBundle());
		if (bundle != null) {
			return Objects.requireNonNull(this.sslBundles, "No SSL bundles").getBundle(bundle);
		}
		PemSslStoreDetails keyStore = keyStore(ssl);
		PemSslStoreDetails trustStore = trustStore(ssl);
		return (keyStore != null || trustStore != null) ? SslBundle.of(new PemSslStoreBundle(keyStore, trustStore))
				: null;
	}

	@Override
	public void onSslBundleUpdate(Consumer<SslBundle> handler) {
		String bundle = Text.orNull(this.properties.getSsl().getBundle());
		if (bundle != null) {
			Objects.requireNonNull(this.sslBundles, "No SSL bundles").addBundleUpdateHandler(bundle, handler);
		}
	}

	/**
	 * Return the names of the existing SSL bundles.
	 * @return their names
	 */
	List<String> sslBundleNames() {
		return (this.sslBundles != null) ? this.sslBundles.getBundleNames() : List.of();
	}

	private static @Nullable PemSslStoreDetails keyStore(SequoiaProperties.Ssl ssl) {
		String certificate = Text.orNull(ssl.getCertificate());
		return (certificate != null) ? new PemSslStoreDetails(null, certificate, Text.orNull(ssl.getPrivateKey()))
				: null;
	}

	private static @Nullable PemSslStoreDetails trustStore(SequoiaProperties.Ssl ssl) {
		String certificate = Text.orNull(ssl.getTrustCertificate());
		return (certificate != null) ? PemSslStoreDetails.forCertificate(certificate) : null;
	}

}
