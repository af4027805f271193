package io.sequoia.discovery;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.sequoia.Internal;

/**
 * The known listing of one tenant, for operators.
 *
 * @param owner the tenant
 * @param age the time since the registry's answer came
 * @param stale whether it is older than it should be, as the registry does not answer
 * @param services the services that can be called
 * @param refused the reasons why other services cannot be called, by their names
 */
@Internal
public record RegistryReport(String owner, Duration age, boolean stale, Collection<RegisteredService> services,
		Map<String, String> refused) {

	public RegistryReport {
		services = List.copyOf(services);
		refused = Map.copyOf(refused);
	}

}
