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
import org.springframework.core.io.ResourceLoader;

/**
 * The connection details from the properties. A value is read and converted when it is
 * requested, so that the properties can be validated first.
 */
final class PropertiesSequoiaConnectionDetails implements SequoiaConnectionDetails {

	private final SequoiaProperties properties;

	private final CertificateFiles certificateFiles;

	private final @Nullable SslBundles sslBundles;

	private final @Nullable ClientSecretFile secretFile;

	private final WatchedContent watched;

	private @Nullable SequoiaConnectionDetails inheritedAuthentication;

	private @Nullable SequoiaConnectionDetails inheritedCertificates;

	PropertiesSequoiaConnectionDetails(String prefix, SequoiaProperties properties, CertificateFiles certificateFiles,
			@Nullable SslBundles sslBundles, ResourceLoader resources, WatchedContent watched) {
		this.properties = properties;
		this.certificateFiles = certificateFiles;
		String location = Text.orNull(properties.getAuth().getClientSecretLocation());
		this.secretFile = (location != null) ? new ClientSecretFile(prefix, location, resources) : null;
		this.watched = watched;
		this.sslBundles = sslBundles;
	}

	/**
	 * Take what may change while the application runs from other connection details.
	 * @param authentication those with the authentication, or {@code null} for that of
	 * the properties
	 * @param certificates those with the certificates, or {@code null} for those of the
	 * properties
	 */
	void inherit(@Nullable SequoiaConnectionDetails authentication, @Nullable SequoiaConnectionDetails certificates) {
		this.inheritedAuthentication = authentication;
		this.inheritedCertificates = certificates;
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
		if (this.inheritedAuthentication != null) {
			return this.inheritedAuthentication.authentication();
		}
		SequoiaProperties.Auth auth = this.properties.getAuth();
		String tokenUri = Text.orNull(auth.getTokenUri());
		String secret = (this.secretFile != null) ? this.secretFile.read() : Text.orNull(auth.getClientSecret());
		return new Authentication(auth.getType(), Text.orNull(auth.getClientId()), secret, auth.getScopes(),
				Text.orNull(auth.getToken()), (tokenUri != null) ? URI.create(tokenUri) : null,
				Text.orNull(auth.getRegistrationId()));
	}

	@Override
	public void onAuthenticationUpdate(Runnable handler) {
		ClientSecretFile file = this.secretFile;
		if (this.inheritedAuthentication != null) {
			this.inheritedAuthentication.onAuthenticationUpdate(handler);
		}
		else if (file != null) {
			this.watched.watch(file.toString(), file.interval(), file.read(), file::read, (secret) -> handler.run());
		}
	}

	/**
	 * Return the file of the client secret.
	 * @return the file, or {@code null} if none is configured
	 */
	@Nullable ClientSecretFile secretFile() {
		return this.secretFile;
	}

	@Override
	public @Nullable SslBundle sslBundle() {
		if (this.inheritedCertificates != null) {
			return this.inheritedCertificates.sslBundle();
		}
		String bundle = bundleName();
		return (bundle != null) ? bundles().getBundle(bundle) : this.certificateFiles.bundle();
	}

	@Override
	public void onSslBundleUpdate(Consumer<SslBundle> handler) {
		String bundle = bundleName();
		if (this.inheritedCertificates != null) {
			this.inheritedCertificates.onSslBundleUpdate(handler);
		}
		else if (bundle != null) {
			bundles().addBundleUpdateHandler(bundle, handler);
		}
		else {
			this.certificateFiles.onUpdate(handler);
		}
	}

	private @Nullable String bundleName() {
		return Text.orNull(this.properties.getSsl().getBundle());
	}

	private SslBundles bundles() {
		return Objects.requireNonNull(this.sslBundles, "No SSL bundles");
	}

	/**
	 * Return the names of the existing SSL bundles.
	 * @return their names
	 */
	List<String> sslBundleNames() {
		return (this.sslBundles != null) ? this.sslBundles.getBundleNames() : List.of();
	}

}
