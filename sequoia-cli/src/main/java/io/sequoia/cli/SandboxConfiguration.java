package io.sequoia.cli;

import java.net.URI;

import io.sequoia.autoconfigure.SequoiaConnectionDetails;
import io.sequoia.autoconfigure.SequoiaConnectionDetails.Authentication;
import io.sequoia.sandbox.SequoiaSandbox;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The sandbox of a command line without a configured platform.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "sequoia.registry.url", matchIfMissing = true, havingValue = "none")
class SandboxConfiguration {

	@Bean
	SequoiaSandbox sandbox() {
		return SequoiaSandbox.start();
	}

	@Bean
	SequoiaConnectionDetails sandboxConnectionDetails(SequoiaSandbox sandbox) {
		return SequoiaConnectionDetails.of(URI.create(sandbox.registryUrl()), sandbox.owner(),
				Authentication.clientCredentials(sandbox.clientId(), sandbox.clientSecret()));
	}

}
