package io.sequoia.discovery;

import java.net.URI;

import org.jspecify.annotations.Nullable;

/**
 * A service as the registry lists it (PROTOCOL 1).
 *
 * @param owner the tenant that runs the service
 * @param name the name of the service, for example {@code metadata}
 * @param title its title for people
 * @param location its base URL, without a trailing slash
 */
public record RegisteredService(@Nullable String owner, String name, @Nullable String title, URI location) {

	/**
	 * The address of something that this service offers.
	 * @param pathAndQuery an encoded path below the location, beginning with a slash, and
	 * possibly a query
	 * @return the address
	 */
	public URI resolve(String pathAndQuery) {
		return URI.create(this.location + pathAndQuery);
	}

}
