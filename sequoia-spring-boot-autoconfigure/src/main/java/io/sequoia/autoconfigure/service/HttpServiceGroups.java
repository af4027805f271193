package io.sequoia.autoconfigure.service;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.sequoia.discovery.RegisteredService;
import io.sequoia.http.UserRequests;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.http.client.autoconfigure.HttpClientProperties;
import org.springframework.boot.http.client.autoconfigure.service.HttpServiceClientProperties;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.service.registry.HttpServiceGroup;

/**
 * Knows the groups of HTTP interfaces whose {@code base-url} is a service of the
 * platform.
 */
final class HttpServiceGroups {

	private static final String SCHEME = "sequoia:";

	private static final Pattern ADDRESS = Pattern.compile("sequoia://([^/?#]+)(/[^?#]*)?");

	private final ObjectProvider<HttpServiceClientProperties> properties;

	private final ObjectProvider<UserRequests> requests;

	HttpServiceGroups(ObjectProvider<HttpServiceClientProperties> properties, ObjectProvider<UserRequests> requests) {
		this.properties = properties;
		this.requests = requests;
	}

	/**
	 * Tell whether a group calls a service of the platform.
	 * @param group the group
	 * @return {@code true} if its address has the scheme {@code sequoia}
	 * @throws InvalidConfigurationPropertyValueException if the address has that scheme
	 * and names no service
	 */
	boolean isOfThePlatform(HttpServiceGroup group) {
		HttpClientProperties properties = properties(group);
		String address = (properties != null) ? properties.getBaseUrl() : null;
		if (address == null || !address.startsWith(SCHEME)) {
			return false;
		}
		Matcher parts = ADDRESS.matcher(address);
		if (!parts.matches() || !RegisteredService.isName(parts.group(1))) {
			throw new InvalidConfigurationPropertyValueException(
					"spring.http.serviceclient." + group.name() + ".base-url", address,
					"It is not of the form 'sequoia://{service}' or 'sequoia://{service}/{path}'");
		}
		return true;
	}

	/**
	 * Create the builder of a group's client, to which nothing is set yet.
	 * @return the builder
	 */
	WebClient.Builder builder() {
		return this.requests.getObject().group();
	}

	/**
	 * Create the client of a group that has no other builder.
	 * @param group the group
	 * @return the client with the address and the headers of the group's properties
	 */
	WebClient client(HttpServiceGroup group) {
		WebClient.Builder builder = builder();
		HttpClientProperties properties = properties(group);
		if (properties != null) {
			builder.baseUrl(String.valueOf(properties.getBaseUrl()));
			Map<String, List<String>> headers = properties.getDefaultHeader();
			builder.defaultHeaders((all) -> headers.forEach(all::put));
		}
		return builder.build();
	}

	private @Nullable HttpClientProperties properties(HttpServiceGroup group) {
		HttpServiceClientProperties known = this.properties.getIfAvailable();
		return (known != null) ? known.get(group.name()) : null;
	}

}
