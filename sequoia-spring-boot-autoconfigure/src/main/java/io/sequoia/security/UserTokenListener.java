package io.sequoia.security;

import java.time.Duration;

/**
 * Is told ahead of the end of the token of the user who is logged in by
 * {@code SequoiaIdentity}, for example to log in again. Declare a bean of this type;
 * there may be several. It is called once for each login whose end the platform told, on
 * a thread that may block, and not after a logout. What it throws is logged.
 */
@FunctionalInterface
public interface UserTokenListener {

	/**
	 * The token is about to end.
	 * @param left how long it still serves
	 */
	void expiring(Duration left);

	/**
	 * How long before the end to be told.
	 * @return the time, by default a minute; for a token that lives no longer than twice
	 * as long, it is half of its life
	 */
	default Duration ahead() {
		return Duration.ofMinutes(1);
	}

}
