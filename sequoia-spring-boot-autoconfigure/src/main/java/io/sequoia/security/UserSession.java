package io.sequoia.security;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.sequoia.Internal;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The user who is logged in, at most one in the whole application. Thread-safe.
 */
@Internal
public final class UserSession implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(UserSession.class);

	private final LongSupplier nanoTime;

	private final List<UserTokenListener> listeners;

	private final Scheduler timer;

	private volatile @Nullable Login login;

	private volatile Disposable.Composite warnings = Disposables.composite();

	private int logouts;

	/**
	 * Create a session in which no user is logged in.
	 * @param nanoTime a monotonic clock, for example {@code System::nanoTime}
	 */
	public UserSession(LongSupplier nanoTime) {
		this(nanoTime, List.of(), Schedulers.boundedElastic());
	}

	/**
	 * Create a session in which no user is logged in.
	 * @param nanoTime a monotonic clock, for example {@code System::nanoTime}
	 * @param listeners are informed ahead of the end of a user's token
	 * @param timer informs them, on threads that may block
	 */
	public UserSession(LongSupplier nanoTime, List<UserTokenListener> listeners, Scheduler timer) {
		this.nanoTime = nanoTime;
		this.listeners = List.copyOf(listeners);
		this.timer = timer;
	}

	@Nullable Login login() {
		return this.login;
	}

	/** Return the reason why a login cannot be used any more, or null. */
	@Nullable String flaw(Login login) {
		return login.flaw(this.nanoTime.getAsLong());
	}

	/**
	 * Tell whether a user is logged in with a token that can still be used.
	 * @return {@code true} if so at the moment
	 */
	public boolean isLoggedIn() {
		Login current = login();
		return current != null && flaw(current) == null;
	}

	/**
	 * Count the logouts, for {@link #begin}.
	 * @return the number of logouts so far
	 */
	public synchronized int logouts() {
		return this.logouts;
	}

	/**
	 * Log a user in, unless there was a logout while the token was fetched.
	 * @param token the token
	 * @param logouts the number of logouts when the fetch began
	 * @return {@code true} if the user is logged in
	 */
	public synchronized boolean begin(TokenAnswer token, int logouts) {
		if (this.logouts != logouts) {
			return false;
		}
		this.login = Login.of(token, this.nanoTime.getAsLong());
		this.warnings.dispose();
		this.warnings = Disposables.composite();
		if (token.lifetime() != null) {
			warn(this.warnings, token.lifetime());
		}
		return true;
	}

	/**
	 * Find out how long the token of the login is valid, for listeners, if the platform
	 * has not sent that with the token.
	 * @param token the token of the login
	 * @param lifetime asks for the remaining lifetime; not subscribed to if nobody needs
	 * it
	 */
	public void learnLifetime(TokenAnswer token, Mono<Duration> lifetime) {
		if (token.lifetime() == null && !this.listeners.isEmpty()) {
			Disposable.Composite current = this.warnings;
			current.add(lifetime.subscribe((found) -> warn(current, found),
					(failure) -> logger.warn(
							"UserTokenListeners are not called for this login, as the end of its token is unknown",
							failure)));
		}
	}

	/**
	 * Log the user out.
	 * @return the login that has ended, or {@code null}
	 */
	public synchronized @Nullable Login end() {
		Login ended = this.login;
		this.login = null;
		this.logouts++;
		this.warnings.dispose();
		return ended;
	}

	/**
	 * Stop informing listeners.
	 */
	@Override
	public synchronized void close() {
		this.warnings.dispose();
	}

	private void warn(Disposable.Composite current, Duration lifetime) {
		Duration left = lifetime.isNegative() ? Duration.ZERO : lifetime;
		this.listeners.forEach((listener) -> call(listener, () -> current.add(warn(listener, left))));
	}

	private Disposable warn(UserTokenListener listener, Duration lifetime) {
		Duration half = lifetime.dividedBy(2);
		Duration left = (listener.ahead().compareTo(half) < 0) ? listener.ahead() : half;
		return this.timer.schedule(() -> call(listener, () -> listener.expiring(left)), lifetime.minus(left).toNanos(),
				TimeUnit.NANOSECONDS);
	}

	private static void call(UserTokenListener listener, Runnable code) {
		try {
			code.run();
		}
		catch (Throwable ex) {
			logger.warn("UserTokenListener " + listener.getClass().getName()
					+ " failed; the login stays valid until it expires", ex);
		}
	}

}
