package io.sequoia.security;

import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Gives the token that a call carries while no user is logged in by
 * {@link SequoiaIdentity} (PROTOCOL 2). Declare a bean of this type to replace the
 * configured way to authenticate. Implementations are thread-safe and keep the tokens of
 * different tenants apart.
 */
public interface SequoiaTokenSource {

	/**
	 * The token for a call.
	 * @param owner the tenant in whose name the call is made
	 * @return the token; empty if calls go out without one; an error, best of type
	 * {@link io.sequoia.AuthenticationFailedException}, if there should be one and is not
	 */
	Mono<String> token(String owner);

	/**
	 * Take note that a service refused a token. A source that holds a newer one by now
	 * keeps that.
	 * @param owner the tenant in whose name the call was made
	 * @param token the refused token
	 */
	void refused(String owner, String token);

	/**
	 * Fetch another token now, for an application that knows that permissions have
	 * changed. The one that there is stays in use until then.
	 * @param owner the tenant in whose name calls are made
	 * @return completes when the token is there; an error if there is none. By default
	 * nothing is fetched, as the tokens of a source need not be its own to renew
	 */
	default Mono<Void> refresh(String owner) {
		return Mono.empty();
	}

	/**
	 * Whether asking again after a refusal can help. Where it cannot, the first 401 is
	 * final; else the request is sent once more.
	 * @return whether it can, by default {@code true}
	 */
	default boolean isRenewable() {
		return true;
	}

	/**
	 * What to take along of the caller, asked on the thread that begins a call, while
	 * {@link #token} may be asked on another one.
	 * @param caller the Reactor context of the caller
	 * @return what to add to the Reactor context in which {@link #token} is asked, by
	 * default nothing
	 */
	default ContextView caller(ContextView caller) {
		return Context.empty();
	}

	/**
	 * A source for calls without a token.
	 * @return the source
	 */
	static SequoiaTokenSource none() {
		return new FixedTokenSource(null);
	}

	/**
	 * A source that always gives the same token. It cannot be refreshed: the first 401 is
	 * final.
	 * @param token the token
	 * @return the source
	 */
	static SequoiaTokenSource fixed(String token) {
		return new FixedTokenSource(token);
	}

}
