package io.sequoia.cli;

import java.net.URI;

import io.sequoia.autoconfigure.SequoiaConnectionDetails;
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
		return new SandboxConnectionDetails(sandbox);
	}

	private record SandboxConnectionDetails(SequoiaSandbox sandbox) implements SequoiaConnectionDetails {

		@Override
		public URI registryUrl() {
			return URI.create(this.sandbox.registryUrl());
		}

		@Override
		public String owner() {
			return this.sandbox.owner();
		}

		@Override
		public Authentication authentication() {
			return Authentication.clientCredentials(this.sandbox.clientId(), this.sandbox.clientSecret());
		}

	}

}
