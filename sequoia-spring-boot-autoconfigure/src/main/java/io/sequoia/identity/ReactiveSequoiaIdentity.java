package io.sequoia.identity;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The operations of the identity service for users (docs/protocol.md, section 2), without
 * blocking. It is the counterpart of {@link SequoiaIdentity}, which describes each
 * operation; both share one login. Nothing happens before the subscription. Arguments are
 * checked at once; all other failures are error signals. Thread-safe.
 */
public interface ReactiveSequoiaIdentity {

	/**
	 * Log a user in.
	 * @param user the user, <code>{directory}\{user}</code>
	 * @param password the password
	 * @return completes when calls are made in the name of the user
	 * @see SequoiaIdentity#login(String, String)
	 */
	Mono<Void> login(String user, String password);

	/**
	 * Log a user in.
	 * @param directory the directory that the user belongs to
	 * @param user the name of the user in that directory
	 * @param password the password
	 * @return completes when calls are made in the name of the user
	 */
	default Mono<Void> login(String directory, String user, String password) {
		return login(UserNames.of(directory, user), password);
	}

	/**
	 * Log the user out and let the platform revoke the token.
	 * @return completes when it is revoked
	 * @see SequoiaIdentity#logout()
	 */
	Mono<Void> logout();

	/**
	 * Tell whether a user is logged in.
	 * @return the state at the subscription
	 * @see SequoiaIdentity#isAuthenticated()
	 */
	Mono<Boolean> isAuthenticated();

	/**
	 * Return the identity and the permissions of the caller.
	 * @param tenants the tenants whose permissions are returned; all if none is given
	 * @return the permissions
	 */
	default Mono<Access> access(String... tenants) {
		return access(Arrays.asList(tenants));
	}

	/**
	 * Return the identity and the permissions of the caller.
	 * @param tenants the tenants whose permissions are returned; all if none is given
	 * @return the permissions
	 */
	default Mono<Access> access(Collection<String> tenants) {
		return access(tenants, List.of());
	}

	/**
	 * Return the identity of the caller and which of some actions are allowed.
	 * @param tenants the tenants whose permissions are returned; all if none is given
	 * @param actions the actions to check; all if none is given
	 * @return the permissions
	 * @see SequoiaIdentity#access(Collection, Collection)
	 */
	Mono<Access> access(Collection<String> tenants, Collection<String> actions);

	/**
	 * Return the tenants for which the caller may act.
	 * @return the tenants
	 * @see SequoiaIdentity#tenants()
	 */
	Flux<Tenant> tenants();

	/**
	 * Change a password.
	 * @param username the user, <code>{directory}\{user}</code>
	 * @param password the current password
	 * @param newPassword the new password
	 * @return completes when the new password is valid
	 * @see SequoiaIdentity#changePassword(String, String, String)
	 */
	Mono<Void> changePassword(String username, String password, String newPassword);

	/**
	 * Set a new password for a user who has lost the old one.
	 * @param username the user, <code>{directory}\{user}</code>
	 * @param resetToken the token that the user was sent
	 * @param newPassword the new password
	 * @return completes when the new password is valid
	 * @see SequoiaIdentity#resetPassword(String, String, String)
	 */
	Mono<Void> resetPassword(String username, String resetToken, String newPassword);

	/**
	 * Let the platform send a user the token for {@link #resetPassword}.
	 * @param username the user, <code>{directory}\{user}</code>
	 * @return completes when the platform has accepted the request
	 * @see SequoiaIdentity#requestPasswordReset(String)
	 */
	Mono<Void> requestPasswordReset(String username);

}
