package io.sequoia.sample;

import java.net.URI;

import io.sequoia.autoconfigure.SequoiaConnectionDetails;
import io.sequoia.autoconfigure.SequoiaConnectionDetails.Authentication;
import io.sequoia.sandbox.SequoiaSandbox;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;
import org.springframework.util.Assert;

/**
 * The sandbox with its catalogue for development, and the connection to it. With the
 * profile {@code live} there is neither, nor with {@code container}, whose sandbox is in
 * a container.
 */
@Configuration(proxyBeanMethods = false)
@Profile("!live & !container")
class SandboxConfiguration {

	private static final Logger logger = LoggerFactory.getLogger(SandboxConfiguration.class);

	/**
	 * Create the sandbox. A context that was prepared at build time contains this bean
	 * for every profile, so the profile is checked again.
	 */
	@Bean
	SequoiaSandbox sandbox(@Value("${sample.sandbox.port}") int port, Environment environment) {
		Assert.state(!environment.matchesProfiles("live"),
				"This application was made at build time to run on its sandbox, and cannot run with the profile 'live': "
						+ "build it with -Daot.profiles=live, or start it without -Dspring.aot.enabled=true");
		SequoiaSandbox sandbox = SequoiaSandbox.builder().port(port).start();
		logger.info("Running on a sandbox; its registry is at {}, its console at {}/", sandbox.servicesUrl(),
				sandbox.registryUrl());
		return sandbox;
	}

	@Bean
	SequoiaConnectionDetails sandboxConnectionDetails(SequoiaSandbox sandbox) {
		return SequoiaConnectionDetails.of(URI.create(sandbox.registryUrl()), sandbox.owner(),
				Authentication.clientCredentials(sandbox.clientId(), sandbox.clientSecret()));
	}

}
