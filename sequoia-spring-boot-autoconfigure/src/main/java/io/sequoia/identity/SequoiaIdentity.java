package io.sequoia.identity;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * What the identity service does for users (PROTOCOL 2): login and logout, permissions,
 * tenants, passwords. Inject it; it is auto-configured for every way to authenticate.
 * <p>
 * One login holds for the whole application: from then on every call to a service, for
 * any tenant and by whatever thread, carries the token of that user in place of the
 * configured one, until {@link #logout()}. No other identity ever takes its place by
 * itself: once that token is refused or expires, calls fail with
 * {@link io.sequoia.AuthenticationFailedException} until the user logs in again or out.
 * <p>
 * A user is named as the platform does it, <code>{directory}\{user}</code>; where an
 * operation takes one name, that is sent as it is. Passwords and tokens are in no log, no
 * exception and no text of any object of this client.
 * <p>
 * Methods wait for the answer and must not be called on an event-loop thread
 * ({@link IllegalStateException}); {@link ReactiveSequoiaIdentity} is the twin for there.
 * They fail with exceptions that are {@link io.sequoia.SequoiaFailure}s, and with
 * {@link IllegalArgumentException} if an argument is empty. Thread-safe.
 */
public interface SequoiaIdentity {

	/**
	 * Log a user in: with the client's id and secret at {@code /oauth/token} where the
	 * application is configured with them, else at {@code /pauth/token}. A user who is
	 * logged in is replaced, and stays if this fails; the replaced token is forgotten,
	 * not revoked.
	 * @param user the user, <code>{directory}\{user}</code>
	 * @param password the password
	 * @throws io.sequoia.AuthenticationFailedException if they are refused, or if there
	 * was a logout before this ended; the token is revoked then
	 * @throws io.sequoia.MalformedResponseException if the answer holds no usable token
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
	 * Log the user out, and have the platform revoke the token. No request goes out with
	 * that token any more from when this is called; those that are under way get their
	 * answers first, for {@code sequoia.http.response-timeout} at most, so that none
	 * reaches a service after the revocation. Later requests, further attempts and pages
	 * of calls that are under way included, carry the configured token again.
	 * <p>
	 * Where nobody is logged in nothing is sent; the configured token is never revoked.
	 * If the revocation fails the user is logged out nevertheless, and the platform takes
	 * the token, which nobody has any more, for good until it expires.
	 */
	void logout();

	/**
	 * Whether a user is logged in, with a token that is neither refused nor expired.
	 * Answers from memory and waits for nothing. The configured token does not count:
	 * {@link #access(String...)} tells whom the platform sees.
	 * @return whether calls go out in the name of a user
	 */
	boolean isAuthenticated();

	/**
	 * Who calls, and what is allowed: to the user who is logged in, else to the
	 * configured identity.
	 * @param tenants the tenants to tell of; all that there are if none is given
	 * @return the permissions
	 */
	default Access access(String... tenants) {
		return access(Arrays.asList(tenants));
	}

	/**
	 * Who calls, and what is allowed.
	 * @param tenants the tenants to tell of; all that there are if none is given
	 * @return the permissions
	 */
	default Access access(Collection<String> tenants) {
		return access(tenants, List.of());
	}

	/**
	 * Who calls, and which of some actions are allowed.
	 * @param tenants the tenants to tell of; all that there are if none is given
	 * @param actions the actions to tell of, for example {@code metadata:contents:read};
	 * all that there are if none is given
	 * @return the permissions
	 */
	Access access(Collection<String> tenants, Collection<String> actions);

	/**
	 * The tenants that the caller may act for: the user who is logged in, else the
	 * configured identity.
	 * @return the tenants, as the platform sorts them
	 */
	List<Tenant> tenants();

	/**
	 * Change a password. The request carries no token: the old password proves who asks,
	 * and a login, if there is one, stays. It is not repeated once it may have reached
	 * the platform.
	 * @param username the user, <code>{directory}\{user}</code>
	 * @param password the password as it is
	 * @param newPassword the password as it shall be
	 * @throws io.sequoia.AuthenticationFailedException if user name or password are wrong
	 * @throws io.sequoia.InvalidResourceException if the new password will not do
	 * @throws io.sequoia.OutcomeUnknownException if the answer was lost; a login with the
	 * new password tells which one holds
	 */
	void changePassword(String username, String password, String newPassword);

	/**
	 * Give a user who has lost the password a new one. As {@link #changePassword}, but
	 * proven by the token that {@link #requestPasswordReset} has the platform send.
	 * @param username the user, <code>{directory}\{user}</code>
	 * @param resetToken the token that the user was sent
	 * @param newPassword the password as it shall be
	 */
	void resetPassword(String username, String resetToken, String newPassword);

	/**
	 * Have the platform send a user what {@link #resetPassword} asks for. The request
	 * carries no token. It is not repeated once it may have reached the platform, as a
	 * second one could make the first token void. The platform need not tell whether
	 * there is such a user.
	 * @param username the user, <code>{directory}\{user}</code>
	 * @throws io.sequoia.OutcomeUnknownException if the answer was lost
	 */
	void requestPasswordReset(String username);

}
