package io.sequoia.security;

import io.sequoia.Internal;
import reactor.core.publisher.Mono;

/**
 * Finds the token that a call would be made with. Callers are distinguished by it.
 * Thread-safe.
 */
@Internal
public final class CallerTokens {

	/**
	 * Stands for calls without a token.
	 */
	public static final String NONE = "";

	private final UserSession session;

	private final SequoiaTokenSource tokens;

	/**
	 * Create it.
	 * @param session knows the user who is logged in
	 * @param tokens returns the tokens of other calls
	 */
	public CallerTokens(UserSession session, SequoiaTokenSource tokens) {
		this.session = session;
		this.tokens = tokens;
	}

	/**
	 * Return the token of a call.
	 * @param owner the tenant in whose name the call is made
	 * @return the token, or {@link #NONE} if calls have none; empty if the login of the
	 * user is over, so that no call can be made
	 */
	public Mono<String> of(String owner) {
		return Mono.defer(() -> {
			Login login = this.session.login();
			if (login == null) {
				return this.tokens.token(owner).defaultIfEmpty(NONE);
			}
			return (this.session.flaw(login) == null) ? Mono.just(login.token()) : Mono.empty();
		});
	}

}
