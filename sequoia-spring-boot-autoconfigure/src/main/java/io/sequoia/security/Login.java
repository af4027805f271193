package io.sequoia.security;

import java.time.Duration;

import io.sequoia.Internal;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * One user's login, and the requests in flight with its token. The token is in no text of
 * this object. Thread-safe.
 */
@Internal
public final class Login {

	private final String token;

	private final @Nullable Long expiresAt;

	private final Sinks.Empty<Void> idle = Sinks.empty();

	private volatile boolean refused;

	private int requests;

	private boolean ended;

	private Login(String token, @Nullable Long expiresAt) {
		this.token = token;
		this.expiresAt = expiresAt;
	}

	static Login of(TokenAnswer answer, long now) {
		Duration lifetime = answer.lifetime();
		return new Login(answer.value(), (lifetime != null) ? now + lifetime.toNanos() : null);
	}

	/**
	 * Get the token of the user.
	 * @return the token, for example to have it revoked
	 */
	public String token() {
		return this.token;
	}

	/**
	 * Return the reason why the token cannot be used any more.
	 * @param now the time on the clock of the login
	 * @return the reason, or {@code null} while it can be used
	 */
	@Nullable String flaw(long now) {
		if (this.refused) {
			return "a service refused its token";
		}
		return (this.expiresAt != null && now - this.expiresAt >= 0) ? "its token has expired" : null;
	}

	void refuse() {
		this.refused = true;
	}

	/**
	 * Begin a request with the token.
	 * @return {@code true} if it may be sent, {@code false} after the end of the login
	 */
	synchronized boolean beginRequest() {
		if (!this.ended) {
			this.requests++;
		}
		return !this.ended;
	}

	void endRequest() {
		boolean last;
		synchronized (this) {
			this.requests--;
			last = this.ended && this.requests == 0;
		}
		if (last) {
			this.idle.tryEmitEmpty();
		}
	}

	/**
	 * Let no further request begin.
	 * @return completes when none is in flight
	 */
	public Mono<Void> end() {
		boolean last;
		synchronized (this) {
			this.ended = true;
			last = this.requests == 0;
		}
		if (last) {
			this.idle.tryEmitEmpty();
		}
		return this.idle.asMono();
	}

}
