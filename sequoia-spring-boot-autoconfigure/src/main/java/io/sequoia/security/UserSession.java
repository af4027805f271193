package io.sequoia.security;

import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Who is logged in: at most one user of the whole application. Thread-safe.
 */
public final class UserSession {

	private final LongSupplier nanoTime;

	private @Nullable Login login;

	private int logouts;

	/**
	 * A session in which nobody is logged in.
	 * @param nanoTime a monotonic clock, for example {@code System::nanoTime}
	 */
	public UserSession(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
	}

	synchronized @Nullable Login login() {
		return this.login;
	}

	/** Why a login is of no use any more, or null. */
	@Nullable String flaw(Login login) {
		return login.flaw(this.nanoTime.getAsLong());
	}

	/** How often somebody was logged out, for {@link #begin}. */
	synchronized int logouts() {
		return this.logouts;
	}

	/**
	 * Log a user in, unless there was a logout while the token was fetched.
	 * @param token the token
	 * @param logouts how many logouts there were when the fetch began
	 * @return whether the user is logged in
	 */
	synchronized boolean begin(TokenEndpoint.Answer token, int logouts) {
		if (this.logouts != logouts) {
			return false;
		}
		this.login = Login.of(token, this.nanoTime.getAsLong());
		return true;
	}

	/**
	 * Log the user out.
	 * @return the login that was, or {@code null}
	 */
	synchronized @Nullable Login end() {
		Login ended = this.login;
		this.login = null;
		this.logouts++;
		return ended;
	}

}
