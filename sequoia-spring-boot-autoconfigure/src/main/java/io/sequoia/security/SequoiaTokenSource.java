package io.sequoia.security;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Returns the token of calls while no user is logged in by {@code SequoiaIdentity}
 * (docs/protocol.md, section 2). Declare a bean of this type to replace the configured
 * authentication. Implementations are thread-safe and keep the tokens of different
 * tenants apart.
 */
public interface SequoiaTokenSource {

	/**
	 * Return the token for a call.
	 * @param owner the tenant in whose name the call is made
	 * @return the token; empty for a call without one; an error, preferably of type
	 * {@link io.sequoia.AuthenticationFailedException}, if a required token cannot be had
	 */
	Mono<String> token(String owner);

	/**
	 * Return the token of a call without waiting, if {@link #token} would return it at
	 * once. It is called before each request, and must not block.
	 * @param owner the tenant in whose name the call is made
	 * @return the token, or {@code null} to ask {@link #token}, which is the default
	 */
	default @Nullable String known(String owner) {
		return null;
	}

	/**
	 * Take note that a service refused a token. A source that has a newer one keeps it.
	 * @param owner the tenant in whose name the call was made
	 * @param token the refused token
	 */
	void refused(String owner, String token);

	/**
	 * Fetch another token now, for an application that knows that permissions have
	 * changed. The current one stays in use until then.
	 * @param owner the tenant in whose name calls are made
	 * @return completes when the token is there; an error if there is none. The default
	 * does nothing, as a source need not be able to renew its tokens
	 */
	default Mono<Void> refresh(String owner) {
		return Mono.empty();
	}

	/**
	 * Tell whether {@link #token} may return another token after a refusal. If not, the
	 * first 401 is final; else the request is sent once more.
	 * @return {@code true} if it may, which is the default
	 */
	default boolean isRenewable() {
		return true;
	}

	/**
	 * Return the caller's data that {@link #token} needs. It is called on the thread that
	 * begins a call, while {@link #token} may be called on another one.
	 * @param caller the Reactor context of the caller
	 * @return the values to add to the Reactor context in which {@link #token} is called;
	 * by default none
	 */
	default ContextView caller(ContextView caller) {
		return Context.empty();
	}

	/**
	 * Create a source for calls without a token.
	 * @return the source
	 */
	static SequoiaTokenSource none() {
		return new FixedTokenSource(null);
	}

	/**
	 * Create a source that always returns the same token. It cannot be refreshed, so the
	 * first 401 is final.
	 * @param token the token
	 * @return the source
	 */
	static SequoiaTokenSource fixed(String token) {
		return new FixedTokenSource(token);
	}

}
