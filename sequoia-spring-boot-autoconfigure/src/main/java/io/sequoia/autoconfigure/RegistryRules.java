package io.sequoia.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The rules on the use of the registry, regardless of its address.
 */
final class RegistryRules {

	private static final String LABEL = "[a-zA-Z0-9_]([a-zA-Z0-9_-]*[a-zA-Z0-9_])?";

	private static final Pattern HOST = Pattern
		.compile("((\\*\\.)?" + LABEL + "(\\." + LABEL + ")*)|\\[[0-9a-fA-F:.]+]");

	private final Violations violations;

	RegistryRules(Violations violations) {
		this.violations = violations;
	}

	void check(SequoiaProperties.Registry registry) {
		this.violations.checkDuration("sequoia.registry.refresh-interval", registry.getRefreshInterval());
		this.violations.checkRange("sequoia.registry.first-attempts", registry.getFirstAttempts(), 1, 100);
		checkHosts("sequoia.registry.allowed-hosts", registry.getAllowedHosts());
		checkSnapshot(registry.getSnapshot());
	}

	/**
	 * Check hosts that requests may go to.
	 * @param key the setting
	 * @param hosts the hosts
	 */
	void checkHosts(String key, List<String> hosts) {
		for (int i = 0; i < hosts.size(); i++) {
			String item = key + "[" + i + "]";
			String printable = UrlRules.masked(hosts.get(i));
			if (this.violations.checkResolved(item, hosts.get(i), printable) && !HOST.matcher(hosts.get(i)).matches()) {
				this.violations.add(item, printable, "is neither a host nor a pattern of hosts",
						"Write 'services.example.com' or '*.example.com', without scheme, port and path");
			}
		}
	}

	private void checkSnapshot(@Nullable Path snapshot) {
		String key = "sequoia.registry.snapshot";
		if (snapshot != null && this.violations.checkResolved(key, snapshot.toString(), snapshot.toString())
				&& Files.isDirectory(snapshot)) {
			this.violations.add(key, snapshot, "is a directory", "Write the path of a file; it need not exist yet");
		}
	}

}
