package io.sequoia.sample;

import java.net.URI;

import io.sequoia.autoconfigure.SequoiaConnectionDetails;
import io.sequoia.sandbox.SequoiaSandbox;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/**
 * A platform within this process, so that the sample runs without any. The profile
 * {@code live} connects to a real one instead.
 */
@Configuration(proxyBeanMethods = false)
@Profile("!live")
class EmbeddedPlatform {

	@Bean
	SequoiaSandbox sandbox() {
		return SequoiaSandbox.start();
	}

	@Bean
	SequoiaConnectionDetails sandboxConnection(SequoiaSandbox sandbox) {
		return new SandboxConnection(sandbox);
	}

	private record SandboxConnection(SequoiaSandbox sandbox) implements SequoiaConnectionDetails {

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
