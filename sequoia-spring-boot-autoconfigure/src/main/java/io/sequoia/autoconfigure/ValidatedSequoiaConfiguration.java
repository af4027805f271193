package io.sequoia.autoconfigure;

import java.util.List;
import java.util.stream.Collectors;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.ssl.SslBundle;

/**
 * Properties and connection details that meet every rule. Beans read them from here and
 * so cannot be created from a configuration that was not checked. The check needs no
 * network.
 *
 * @param properties the settings
 * @param connectionDetails the addresses and the authentication
 */
record ValidatedSequoiaConfiguration(SequoiaProperties properties, SequoiaConnectionDetails connectionDetails) {

	private static final Log logger = LogFactory.getLog(ValidatedSequoiaConfiguration.class);

	/**
	 * Check a configuration. Defaults are adapted to the settings that were written.
	 * @param properties the settings, bound from the written ones
	 * @param connectionDetails the connection details, from the settings or from the
	 * user's bean
	 * @param written the settings that were written
	 * @return the configuration
	 * @throws InvalidSequoiaConfigurationException with all violations
	 */
	static ValidatedSequoiaConfiguration of(SequoiaProperties properties, SequoiaConnectionDetails connectionDetails,
			WrittenSettings written) {
		new AdjustedDefaults(properties, written).apply();
		Violations violations = new Violations();
		written.checkUnits(violations);
		if (connectionDetails instanceof PropertiesSequoiaConnectionDetails details) {
			AuthenticationRules authentication = checkConnection(properties, properties, violations);
			authentication.checkSecretFile(properties.getAuth(), details.secretFile());
			boolean certificate = new SslRules(properties.getSsl(), violations).check(details);
			authentication.checkClientCertificate(properties.getAuth().getType(), certificate);
		}
		else {
			checkSupplied(properties, connectionDetails, violations);
		}
		checkSettings(properties, violations);
		checkUnknown(properties, written, violations);
		violations.throwIfAny(written);
		return new ValidatedSequoiaConfiguration(properties, connectionDetails);
	}

	private static void checkUnknown(SequoiaProperties properties, WrittenSettings written, Violations violations) {
		List<WrittenSettings.Unknown> unknown = written.unknown()
			.stream()
			.filter(WrittenSettings.Unknown::isMistake)
			.toList();
		if (properties.isStrictConfiguration()) {
			unknown.forEach((one) -> violations.add(one.name().toString(), null, "is not a setting of the client",
					one.near().isEmpty() ? "Remove it" : "Write " + one.meant() + ", or remove it"));
		}
		else if (!unknown.isEmpty()) {
			logger.warn(unknown.stream()
				.map(WrittenSettings.Unknown::toString)
				.collect(Collectors.joining("; ", "Unknown settings of the Sequoia client have no effect: ",
						" (sequoia.strict-configuration=true makes this an error)")));
		}
	}

	private static AuthenticationRules checkConnection(SequoiaProperties properties, SequoiaProperties connection,
			Violations violations) {
		UrlRules urls = new UrlRules(
				properties.getRegistry().isAllowInsecure() || connection.getRegistry().isAllowInsecure(), violations);
		ConnectionRules rules = new ConnectionRules(violations, urls);
		rules.checkRegistryUrl(connection.getRegistry().getUrl());
		rules.checkOwner(connection.getOwner());
		rules.checkServices(connection.getServices());
		AuthenticationRules authentication = new AuthenticationRules(violations, urls);
		authentication.check(connection.getAuth(), Text.isGiven(properties.getSsl().getCertificate()));
		return authentication;
	}

	private static void checkSupplied(SequoiaProperties properties, SequoiaConnectionDetails details,
			Violations violations) {
		SuppliedConnection supplied = new SuppliedConnection(details);
		AuthenticationRules authentication = checkConnection(properties, supplied.asProperties(),
				violations.named(supplied::name));
		SslBundle bundle = details.sslBundle();
		authentication.checkClientCertificate(details.authentication().type(),
				bundle != null && bundle.getStores().getKeyStore() != null);
	}

	private static void checkSettings(SequoiaProperties properties, Violations violations) {
		new RegistryRules(violations).check(properties.getRegistry());
		new HttpRules(violations).check(properties.getHttp());
		new RetryRules(violations).check(properties.getRetry(), properties.getHttp().getResponseTimeout());
		new RequestRules(violations).check(properties);
		new CacheRules(violations).check(properties.getCache());
		new TransferRules(violations).check(properties.getTransfer());
	}

	/** Return the name only: a user's connection details might print their secrets. */
	@Override
	public String toString() {
		return "ValidatedSequoiaConfiguration of owner " + this.connectionDetails.owner();
	}

}
