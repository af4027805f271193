package io.sequoia.identity;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The user or client that the platform recognizes by a token, and its permissions
 * (docs/protocol.md, section 2).
 *
 * @param expiresAt the end of the token by the platform's clock, or {@code null} if the
 * platform does not tell it
 * @param userRef the reference of the user or client, for example {@code
 * testmock:jane.doe}; a text, since names of users may contain characters that a
 * {@link io.sequoia.Ref} may not
 * @param userType the kind of user, for example {@code admin}
 * @param permissions the permissions, by tenant
 */
public record Access(@Nullable Instant expiresAt, @Nullable String userRef, @Nullable String userType,
		List<Permission> permissions) {

	public Access {
		permissions = List.copyOf(permissions);
	}

	/**
	 * The permissions for one tenant.
	 *
	 * @param tenant the name of the tenant
	 * @param actions the allowed actions, for example {@code metadata:contents:read}
	 */
	public record Permission(String tenant, List<String> actions) {

		public Permission {
			actions = List.copyOf(actions);
		}

	}

}
