package io.sequoia.discovery;

import java.nio.charset.StandardCharsets;

import io.sequoia.discovery.ServiceDescriptor.ResourceDescriptor;
import reactor.util.context.Context;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Descriptors for tests, from JSON with single quotes.
 */
public final class Descriptors {

	private Descriptors() {
	}

	/**
	 * Create a service with these collections.
	 */
	public static ServiceDescriptor service(String resourcefuls) {
		ServiceDescriptor descriptor = DescriptorParser.parse("metadata",
				("{'resourcefuls':" + resourcefuls + "}").replace('\'', '"').getBytes(StandardCharsets.UTF_8),
				Context.empty());
		assertThat(descriptor).isNotNull();
		return descriptor;
	}

	/**
	 * Create a collection with these fields.
	 */
	public static ResourceDescriptor collection(String fields) {
		return service("{'contents':{'fields':" + fields + "}}").get("contents");
	}

}
