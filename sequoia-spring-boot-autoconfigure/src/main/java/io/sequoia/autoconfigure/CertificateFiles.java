package io.sequoia.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.ssl.SslBundleRegistrar;
import org.springframework.boot.io.ApplicationResourceLoader;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.pem.PemContent;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;
import org.springframework.core.io.Resource;

/**
 * The PEM files of {@code sequoia.ssl}, read anew when they change. They are also
 * registered as an SSL bundle of that name, so that Spring Boot's health, information and
 * meters of certificates contain them. Thread-safe.
 */
final class CertificateFiles implements SslBundleRegistrar {

	private final String name;

	private final SequoiaProperties.Ssl ssl;

	private final List<Consumer<SslBundle>> handlers = new CopyOnWriteArrayList<>();

	private volatile Consumer<SslBundle> update = this::inform;

	private volatile @Nullable SslBundle bundle;

	/**
	 * Read the files when their certificates are asked for, and watch them.
	 * @param prefix the prefix of the client's keys, such as {@code sequoia}
	 * @param ssl the settings that name the files
	 * @param watched reads the files again and again
	 */
	CertificateFiles(String prefix, SequoiaProperties.Ssl ssl, WatchedContent watched) {
		this.name = prefix + ".ssl";
		this.ssl = ssl;
		boolean given = Text.isGiven(ssl.getCertificate()) || Text.isGiven(ssl.getTrustCertificate());
		if (given && !Text.isGiven(ssl.getBundle())) {
			this.bundle = read();
			List<Resource> files = files();
			if (!files.isEmpty()) {
				watched.watch("the PEM files of '" + this.name + "' " + files, WatchedContent.OF_FILES, first(files),
						() -> content(files), (content) -> replace());
			}
		}
	}

	/**
	 * Return the certificates.
	 * @return the bundle, or {@code null} if no files are configured
	 */
	@Nullable SslBundle bundle() {
		return this.bundle;
	}

	/**
	 * Register a handler for new certificates.
	 * @param handler to be called, on any thread, with each bundle that can be used
	 */
	void onUpdate(Consumer<SslBundle> handler) {
		this.handlers.add(handler);
	}

	@Override
	public void registerBundles(SslBundleRegistry registry) {
		SslBundle registered = this.bundle;
		if (registered != null) {
			registry.registerBundle(this.name, registered);
			if (registry instanceof SslBundles bundles) {
				bundles.addBundleUpdateHandler(this.name, this::inform);
				this.update = (updated) -> registry.updateBundle(this.name, updated);
			}
		}
	}

	private void inform(SslBundle updated) {
		this.handlers.forEach((handler) -> handler.accept(updated));
	}

	private void replace() {
		SslBundle updated = read();
		if (!CertificatePair.matches(updated.getStores().getKeyStore())) {
			throw new IllegalStateException("The private key does not belong to the certificate");
		}
		updated.getStores().getTrustStore();
		this.bundle = updated;
		this.update.accept(updated);
	}

	private SslBundle read() {
		String certificate = Text.orNull(this.ssl.getCertificate());
		String trusted = Text.orNull(this.ssl.getTrustCertificate());
		return SslBundle
			.of(new PemSslStoreBundle(
					(certificate != null)
							? new PemSslStoreDetails(null, certificate, Text.orNull(this.ssl.getPrivateKey())) : null,
					(trusted != null) ? PemSslStoreDetails.forCertificate(trusted) : null));
	}

	private List<Resource> files() {
		return Stream.of(this.ssl.getCertificate(), this.ssl.getPrivateKey(), this.ssl.getTrustCertificate())
			.filter((location) -> Text.isGiven(location) && !PemContent.isPresentInText(location))
			.map((location) -> ApplicationResourceLoader.get().getResource(Objects.requireNonNull(location)))
			.filter(Resource::isFile)
			.toList();
	}

	/**
	 * Read the files before they are watched. One that cannot be read is a violation of
	 * the settings, or is there later.
	 */
	private static @Nullable List<String> first(List<Resource> files) {
		return files.stream().allMatch(Resource::isReadable) ? content(files) : null;
	}

	private static List<String> content(List<Resource> files) {
		return files.stream().map((file) -> {
			try {
				return file.getContentAsString(StandardCharsets.ISO_8859_1);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(file + " cannot be read", ex);
			}
		}).toList();
	}

}
