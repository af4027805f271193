package io.sequoia.discovery;

import java.net.URI;
import java.util.regex.Pattern;

import io.sequoia.Printable;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * A service in the registry's listing (docs/protocol.md, section 1).
 *
 * @param owner the tenant that runs the service
 * @param name the name of the service, for example {@code metadata}
 * @param title its title for people
 * @param location its base URL, without a trailing slash
 */
public record RegisteredService(@Nullable String owner, String name, @Nullable String title, URI location) {

	private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,512}");

	/**
	 * Tell whether a service can have a name. It consists of at most 512 letters, digits,
	 * dots, dashes and underscores.
	 * @param name the name
	 * @return {@code true} if a service can have it
	 */
	public static boolean isName(String name) {
		return NAME.matcher(name).matches();
	}

	/**
	 * Return the address of a path of this service.
	 * @param pathAndQuery an encoded path below the location, beginning with a slash, and
	 * possibly a query
	 * @return the address
	 * @throws IllegalArgumentException if it does not begin with a slash, as it could
	 * then change the host
	 */
	public URI resolve(String pathAndQuery) {
		Assert.isTrue(pathAndQuery.isEmpty() || pathAndQuery.startsWith("/") || pathAndQuery.startsWith("?"),
				() -> "'" + Printable.of(pathAndQuery) + "' is not a path of the service '" + this.name
						+ "': begin it with a slash");
		return URI.create(this.location + pathAndQuery);
	}

}
