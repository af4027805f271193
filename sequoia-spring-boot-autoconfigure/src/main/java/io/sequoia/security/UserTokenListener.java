package io.sequoia.security;

import java.time.Duration;

/**
 * A listener that is informed before the end of the token of the user who is logged in by
 * {@code SequoiaIdentity}, for example to log in again. Declare a bean of this type;
 * there may be several. It is called once for each login, on a thread that may block, and
 * not after a logout. If the platform does not send the lifetime with the token, it is
 * asked for the {@code Access} of the user, and without an end there the listener is not
 * called. An exception that it throws is logged.
 */
@FunctionalInterface
public interface UserTokenListener {

	/**
	 * React to the coming end of the token.
	 * @param left the remaining lifetime of the token
	 */
	void expiring(Duration left);

	/**
	 * Return the time before the end at which to inform the listener.
	 * @return the time, by default a minute; for a token whose lifetime is at most twice
	 * that, half of the lifetime is used
	 */
	default Duration ahead() {
		return Duration.ofMinutes(1);
	}

}
