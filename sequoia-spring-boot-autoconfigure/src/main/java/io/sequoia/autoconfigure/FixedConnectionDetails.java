package io.sequoia.autoconfigure;

import java.net.URI;

/**
 * Connection details that never change.
 *
 * @param registryUrl the address of the registry
 * @param owner the tenant
 * @param authentication the authentication
 */
record FixedConnectionDetails(URI registryUrl, String owner,
		Authentication authentication) implements SequoiaConnectionDetails {

}
