package io.sequoia.sample.batch;

import io.sequoia.sandbox.SequoiaSandbox;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The sandbox with its catalogue, and an empty tenant to copy it to.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("sample.sandbox.port")
class SandboxConfiguration {

	@Bean
	SequoiaSandbox sandbox(@Value("${sample.sandbox.port}") int port,
			@Value("${sequoia.clients.target.owner}") String target) {
		return SequoiaSandbox.builder().port(port).furtherOwners(target).start();
	}

}
