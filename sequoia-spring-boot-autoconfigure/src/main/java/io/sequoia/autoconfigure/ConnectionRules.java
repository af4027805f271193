package io.sequoia.autoconfigure;

import java.util.Map;

import io.sequoia.Ref;
import io.sequoia.discovery.RegisteredService;
import org.jspecify.annotations.Nullable;

/**
 * The rules on the addresses: registry, owner and fixed locations.
 */
final class ConnectionRules {

	private final Violations violations;

	private final UrlRules urls;

	ConnectionRules(Violations violations, UrlRules urls) {
		this.violations = violations;
		this.urls = urls;
	}

	void checkRegistryUrl(@Nullable String url) {
		String key = "sequoia.registry.url";
		if (!Text.isGiven(url)) {
			this.violations.add(key, null, Violations.MISSING,
					"Write the URL of the registry, such as 'https://registry.example.com',"
							+ " or declare a bean of type SequoiaConnectionDetails");
		}
		else {
			this.urls.check(key, url);
		}
	}

	void checkOwner(@Nullable String owner) {
		String key = "sequoia.owner";
		if (!Text.isGiven(owner)) {
			this.violations.add(key, null, Violations.MISSING, "Write the name of your tenant, such as 'testmock'");
		}
		else if (this.violations.checkResolved(key, owner, owner) && !Ref.isPart(owner)) {
			this.violations.add(key, owner, "contains characters other than [a-zA-Z0-9_-]",
					"Write the name of your tenant, such as 'testmock'");
		}
	}

	void checkServices(Map<String, String> services) {
		services.forEach((name, location) -> {
			String key = "sequoia.services." + name;
			if (!RegisteredService.isName(name)) {
				this.violations.add(key, location,
						"is not the name of a service: it contains characters other than [a-zA-Z0-9._-]",
						"Write the service's name as in the registry, such as 'sequoia.services.metadata'");
			}
			if (!Text.isGiven(location)) {
				this.violations.add(key, null, Violations.MISSING,
						"Write the base URL of the service, or leave the service out");
			}
			else {
				this.urls.check(key, location);
			}
		});
	}

}
