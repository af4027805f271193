package io.sequoia.security;

import io.sequoia.ContextValues;
import io.sequoia.Internal;
import reactor.util.context.Context;

/**
 * The token that a request was sent with. Its caller learns by it for whose token the
 * service gave the answer. Thread-safe.
 */
@Internal
public final class SentToken {

	private volatile String token = CallerTokens.NONE;

	/**
	 * Remember the token of a request.
	 * @param context the context of the request
	 * @return the context to send it with
	 */
	public Context rememberedIn(Context context) {
		return ContextValues.put(context, SentToken.class, this);
	}

	/**
	 * Tell whether the request was last sent with a token.
	 * @param expected the token, or {@link CallerTokens#NONE}
	 * @return {@code true} if it was that one
	 */
	public boolean is(String expected) {
		return this.token.equals(expected);
	}

	void remember(String sent) {
		this.token = sent;
	}

}
