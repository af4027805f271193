package io.sequoia.core.cache;

import io.sequoia.Internal;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/**
 * A read whose answer can be kept. Each caller decodes the kept body for itself, so that
 * callers share no objects.
 *
 * @param <A> the type of the decoded answer
 */
@Internal
public interface CachedRead<A> {

	/**
	 * Send the request.
	 * @return the checked and decoded answer
	 */
	Mono<A> fetch();

	/**
	 * Return the body of an answer.
	 * @param answer the answer
	 * @return the body as the service sent it
	 */
	byte[] body(A answer);

	/**
	 * Tell whether an answer may be kept for later callers.
	 * @param answer the answer
	 * @return {@code false} if a part of it failed or is missing
	 */
	boolean isKept(A answer);

	/**
	 * Decode a kept body.
	 * @param body the body
	 * @param context the context of the caller
	 * @return the answer
	 */
	A decode(byte[] body, ContextView context);

}
