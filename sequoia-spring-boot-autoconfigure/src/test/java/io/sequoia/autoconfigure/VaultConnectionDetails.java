package io.sequoia.autoconfigure;

import java.net.URI;
import java.util.Map;

/**
 * The example of {@code docs/configuration.md}.
 */
class VaultConnectionDetails implements SequoiaConnectionDetails {

	private final Map<String, String> vault;

	VaultConnectionDetails(Map<String, String> vault) {
		this.vault = vault;
	}

	@Override
	public URI registryUrl() {
		return URI.create(this.vault.get("registry-url"));
	}

	@Override
	public String owner() {
		return this.vault.get("owner");
	}

	@Override
	public Authentication authentication() {
		return Authentication.clientCredentials(this.vault.get("client-id"), this.vault.get("client-secret"));
	}

}
