package io.sequoia.identity;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Whom the platform sees behind a token, and what is allowed to them (PROTOCOL 2).
 *
 * @param expiresAt when the token expires, by the platform's clock, or {@code null} if
 * the platform does not say
 * @param userRef the reference of the user or client, for example
 * {@code testmock:jane.doe}; a text, since names of users may hold what a
 * {@link io.sequoia.Ref} may not
 * @param userType the kind of user, for example {@code admin}
 * @param permissions what is allowed, by tenant
 */
public record Access(@Nullable Instant expiresAt, @Nullable String userRef, @Nullable String userType,
		List<Permission> permissions) {

	public Access {
		permissions = List.copyOf(permissions);
	}

	/**
	 * What is allowed for one tenant.
	 *
	 * @param tenant the name of the tenant
	 * @param actions the actions, for example {@code metadata:contents:read}
	 */
	public record Permission(String tenant, List<String> actions) {

		public Permission {
			actions = List.copyOf(actions);
		}

	}

}
