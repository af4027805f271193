package io.sequoia.transfer;

import java.net.URI;
import java.util.function.Function;

import io.sequoia.Internal;
import io.sequoia.discovery.HostRules;
import org.jspecify.annotations.Nullable;

/**
 * The rules on the addresses of files at storages: http or https; no user information and
 * no fragment; a host that {@link HostRules} allow. Immutable.
 */
@Internal
public final class StorageRules implements Function<URI, @Nullable String> {

	private final HostRules hosts;

	/**
	 * Create the rules.
	 * @param hosts the rules on hosts
	 */
	public StorageRules(HostRules hosts) {
		this.hosts = hosts;
	}

	/**
	 * Check an address.
	 * @param address the address
	 * @return the reason why it is refused, or {@code null} if it is allowed
	 */
	@Override
	public @Nullable String apply(URI address) {
		if (!HostRules.isHttp(address)) {
			return "is not an absolute http or https URL";
		}
		if (address.getRawUserInfo() != null || address.getRawFragment() != null) {
			return "has user information or a fragment";
		}
		return this.hosts.refuse(address);
	}

}
