package io.sequoia.identity;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * The operations of the identity service for users (docs/protocol.md, section 2): login
 * and logout, permissions, tenants, passwords. Inject it; it is auto-configured for every
 * kind of authentication.
 * <p>
 * A login applies to the whole application: every later call to a service, for any tenant
 * and on any thread, carries the token of that user instead of the configured one, until
 * {@link #logout()}. The user is never replaced by another identity automatically: once
 * the token is refused or expires, calls fail with
 * {@link io.sequoia.AuthenticationFailedException} until the user logs in again or out.
 * <p>
 * A user has the platform's form of name, <code>{directory}\{user}</code>; an operation
 * with one name sends it as it is. Passwords and tokens appear in no log, no exception
 * and no text of any object of this client.
 * <p>
 * Methods block until the answer is there and must not be called on an event-loop thread
 * ({@link IllegalStateException}); use {@link ReactiveSequoiaIdentity} there. They fail
 * with exceptions that are {@link io.sequoia.SequoiaFailure}s, and with
 * {@link IllegalArgumentException} if an argument is empty. Thread-safe.
 */
public interface SequoiaIdentity {

	/**
	 * Log a user in: with the client's id and secret at {@code /oauth/token} if they are
	 * configured, else at {@code /pauth/token}. A user who is logged in is replaced, or
	 * stays logged in if this fails. The replaced token is dropped, not revoked.
	 * @param user the user, <code>{directory}\{user}</code>
	 * @param password the password
	 * @throws io.sequoia.AuthenticationFailedException if user or password are refused,
	 * or if there was a logout meanwhile, after which the new token is revoked
	 * @throws io.sequoia.MalformedResponseException if the answer contains no usable
	 * token
	 */
	void login(String user, String password);

	/**
	 * Log a user in, as {@link #login(String, String)} does.
	 * @param directory the directory that the user belongs to
	 * @param user the name of the user in that directory
	 * @param password the password
	 */
	default void login(String directory, String user, String password) {
		login(UserNames.of(directory, user), password);
	}

	/**
	 * Log the user out, and let the platform revoke the token. No request with that token
	 * begins after this call. Requests in flight get their answers first, for at most
	 * {@code sequoia.http.response-timeout}, so that none reaches a service after the
	 * revocation. Later requests, including further attempts and pages of running calls,
	 * carry the configured token again.
	 * <p>
	 * If no user is logged in, nothing is sent; the configured token is never revoked. If
	 * the revocation fails, the user is logged out nevertheless; the platform accepts the
	 * token until it expires, but the client does not have it any more.
	 */
	void logout();

	/**
	 * Tell whether a user is logged in with a token that is neither refused nor expired.
	 * It answers from memory and does not block. The configured token does not count;
	 * {@link #access(String...)} returns the identity that the platform recognizes.
	 * @return {@code true} if calls are made in the name of a user
	 */
	boolean isAuthenticated();

	/**
	 * Return the identity and the permissions of the user who is logged in, or else of
	 * the configured identity.
	 * @param tenants the tenants whose permissions are returned; all if none is given
	 * @return the permissions
	 */
	default Access access(String... tenants) {
		return access(Arrays.asList(tenants));
	}

	/**
	 * Return the identity and the permissions of the caller.
	 * @param tenants the tenants whose permissions are returned; all if none is given
	 * @return the permissions
	 */
	default Access access(Collection<String> tenants) {
		return access(tenants, List.of());
	}

	/**
	 * Return the identity of the caller and which of some actions are allowed.
	 * @param tenants the tenants whose permissions are returned; all if none is given
	 * @param actions the actions to check, for example {@code metadata:contents:read};
	 * all if none is given
	 * @return the permissions
	 */
	Access access(Collection<String> tenants, Collection<String> actions);

	/**
	 * Return the tenants for which the user who is logged in, or else the configured
	 * identity, may act.
	 * @return the tenants, in the platform's order
	 */
	List<Tenant> tenants();

	/**
	 * Change a password. The request carries no token, as the old password authenticates
	 * it, and it does not change a login. It is not repeated if it may have reached the
	 * platform.
	 * @param username the user, <code>{directory}\{user}</code>
	 * @param password the current password
	 * @param newPassword the new password
	 * @throws io.sequoia.AuthenticationFailedException if user name or password are wrong
	 * @throws io.sequoia.InvalidResourceException if the new password is not accepted
	 * @throws io.sequoia.OutcomeUnknownException if the answer was lost; try a login with
	 * the new password to find out which one is valid
	 */
	void changePassword(String username, String password, String newPassword);

	/**
	 * Set a new password for a user who has lost the old one. It works like
	 * {@link #changePassword}, but is authenticated by the token that the platform sends
	 * after {@link #requestPasswordReset}.
	 * @param username the user, <code>{directory}\{user}</code>
	 * @param resetToken the token that the user was sent
	 * @param newPassword the new password
	 */
	void resetPassword(String username, String resetToken, String newPassword);

	/**
	 * Let the platform send a user the token for {@link #resetPassword}. The request
	 * carries no token. It is not repeated if it may have reached the platform, as a
	 * second request could invalidate the token of the first. The platform may keep it
	 * secret whether there is such a user.
	 * @param username the user, <code>{directory}\{user}</code>
	 * @throws io.sequoia.OutcomeUnknownException if the answer was lost
	 */
	void requestPasswordReset(String username);

}
