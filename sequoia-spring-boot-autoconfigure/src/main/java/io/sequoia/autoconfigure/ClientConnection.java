package io.sequoia.autoconfigure;

import java.util.List;
import java.util.regex.Pattern;

import io.sequoia.autoconfigure.InvalidSequoiaConfigurationException.Violation;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;

/**
 * The checked settings of a named client, from its properties or from a
 * {@link SequoiaConnectionDetails} bean with its qualifier. Files that they name are
 * watched until the end.
 */
final class ClientConnection implements AutoCloseable {

	private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

	private final String name;

	private final WatchedContent watched = new WatchedContent(Schedulers.boundedElastic());

	private final SequoiaProperties properties;

	private final SequoiaConnectionDetails details;

	private final SettingsMapper settings;

	/**
	 * Bind and check the settings.
	 * @param name the client
	 * @param beans the beans for the client
	 * @param environment the application's environment
	 * @param resources resolves the locations of files
	 * @param platform the connection details of the default client
	 * @throws InvalidSequoiaConfigurationException with all violations
	 */
	ClientConnection(String name, ClientBeans beans, Environment environment, ResourceLoader resources,
			ObjectProvider<SequoiaConnectionDetails> platform) {
		this.name = name;
		checkName();
		SequoiaConnectionDetails own = beans.own(SequoiaConnectionDetails.class);
		ClientProperties written = new ClientProperties(binder(environment, beans.factory()), name, own != null);
		SequoiaConnectionDetails inherited = written.isOwnPlatform() ? null : precedingKeys(platform);
		this.properties = written.bind(inherited);
		try {
			this.details = (own != null) ? own : fromProperties(beans.shared(SslBundles.class), resources,
					written.isWritten("auth") ? null : inherited, written.isWritten("ssl") ? null : inherited);
			ValidatedSequoiaConfiguration.of(this.properties, this.details,
					WrittenSettings.of(environment, List::of, name));
			this.settings = new SettingsMapper(this.properties, this.details,
					new ApplicationClients(beans.factory(), this.properties.getRegistry().isAllowInsecure()), name);
		}
		catch (RuntimeException ex) {
			close();
			throw ex;
		}
	}

	/** Create a binder with the converters that the default client's properties have. */
	private static Binder binder(Environment environment, ListableBeanFactory beans) {
		ApplicationConversionService conversions = new ApplicationConversionService();
		ApplicationConversionService.addBeans(conversions, beans, ConfigurationPropertiesBinding.VALUE);
		return new Binder(ConfigurationPropertySources.get(environment),
				new PropertySourcesPlaceholdersResolver(environment), conversions);
	}

	private void checkName() {
		if (!NAME.matcher(this.name).matches() || this.name.equals(ClientNames.DEFAULT)) {
			throw new InvalidSequoiaConfigurationException(List.of(new Violation(ClientNames.prefix(this.name), null,
					"is not the name of a client: it must consist of lower-case words with dashes between them,"
							+ " and not be 'default'",
					"Write a name such as '" + ClientNames.prefix("archive") + "'")));
		}
	}

	/** Return the bean that has precedence over the keys below {@code sequoia}. */
	private static @Nullable SequoiaConnectionDetails precedingKeys(ObjectProvider<SequoiaConnectionDetails> platform) {
		SequoiaConnectionDetails details = platform.getIfUnique();
		return (details instanceof PropertiesSequoiaConnectionDetails) ? null : details;
	}

	private SequoiaConnectionDetails fromProperties(@Nullable SslBundles bundles, ResourceLoader resources,
			@Nullable SequoiaConnectionDetails authentication, @Nullable SequoiaConnectionDetails certificates) {
		String prefix = ClientNames.prefix(this.name);
		CertificateFiles files = new CertificateFiles(prefix, this.properties.getSsl(), this.watched);
		if (bundles instanceof SslBundleRegistry registry) {
			files.registerBundles(registry);
		}
		PropertiesSequoiaConnectionDetails details = new PropertiesSequoiaConnectionDetails(prefix, this.properties,
				files, bundles, resources, this.watched);
		details.inherit(authentication, certificates);
		return details;
	}

	SequoiaProperties properties() {
		return this.properties;
	}

	SequoiaConnectionDetails details() {
		return this.details;
	}

	SettingsMapper settings() {
		return this.settings;
	}

	@Override
	public void close() {
		this.watched.close();
	}

}
