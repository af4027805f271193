package io.sequoia.identity;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What the identity service does for users (PROTOCOL 2), without waiting. The twin of
 * {@link SequoiaIdentity}, which describes each operation; both share one login. Nothing
 * happens before the subscription. Arguments are checked at once; all else that goes
 * wrong is an error signal. Thread-safe.
 */
public interface ReactiveSequoiaIdentity {

	/**
	 * Log a user in.
	 * @param user the user, <code>{directory}\{user}</code>
	 * @param password the password
	 * @return completes when calls go out in the name of the user
	 * @see SequoiaIdentity#login(String, String)
	 */
	Mono<Void> login(String user, String password);

	/**
	 * Log a user in.
	 * @param directory the directory that the user belongs to
	 * @param user the name of the user in that directory
	 * @param password the password
	 * @return completes when calls go out in the name of the user
	 */
	default Mono<Void> login(String directory, String user, String password) {
		return login(UserNames.of(directory, user), password);
	}

	/**
	 * Log the user out and have the platform revoke the token.
	 * @return completes when it is revoked
	 * @see SequoiaIdentity#logout()
	 */
	Mono<Void> logout();

	/**
	 * Whether a user is logged in.
	 * @return whether it is so at the subscription
	 * @see SequoiaIdentity#isAuthenticated()
	 */
	Mono<Boolean> isAuthenticated();

	/**
	 * Who calls, and what is allowed.
	 * @param tenants the tenants to tell of; all that there are if none is given
	 * @return the permissions
	 */
	default Mono<Access> access(String... tenants) {
		return access(Arrays.asList(tenants));
	}

	/**
	 * Who calls, and what is allowed.
	 * @param tenants the tenants to tell of; all that there are if none is given
	 * @return the permissions
	 */
	default Mono<Access> access(Collection<String> tenants) {
		return access(tenants, List.of());
	}

	/**
	 * Who calls, and which of some actions are allowed.
	 * @param tenants the tenants to tell of; all that there are if none is given
	 * @param actions the actions to tell of; all that there are if none is given
	 * @return the permissions
	 * @see SequoiaIdentity#access(Collection, Collection)
	 */
	Mono<Access> access(Collection<String> tenants, Collection<String> actions);

	/**
	 * The tenants that the caller may act for.
	 * @return the tenants
	 * @see SequoiaIdentity#tenants()
	 */
	Flux<Tenant> tenants();

	/**
	 * Change a password.
	 * @param username the user, <code>{directory}\{user}</code>
	 * @param password the password as it is
	 * @param newPassword the password as it shall be
	 * @return completes when the new password holds
	 * @see SequoiaIdentity#changePassword(String, String, String)
	 */
	Mono<Void> changePassword(String username, String password, String newPassword);

	/**
	 * Give a user who has lost the password a new one.
	 * @param username the user, <code>{directory}\{user}</code>
	 * @param resetToken the token that the user was sent
	 * @param newPassword the password as it shall be
	 * @return completes when the new password holds
	 * @see SequoiaIdentity#resetPassword(String, String, String)
	 */
	Mono<Void> resetPassword(String username, String resetToken, String newPassword);

	/**
	 * Have the platform send a user what {@link #resetPassword} asks for.
	 * @param username the user, <code>{directory}\{user}</code>
	 * @return completes when the platform has taken the request
	 * @see SequoiaIdentity#requestPasswordReset(String)
	 */
	Mono<Void> requestPasswordReset(String username);

}
