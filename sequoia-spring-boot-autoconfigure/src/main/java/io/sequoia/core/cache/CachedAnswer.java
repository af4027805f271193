package io.sequoia.core.cache;

import java.io.Serial;
import java.io.Serializable;

import io.sequoia.Internal;

/**
 * The body of an answer that is kept. It can be serialized, for stores outside of the
 * heap.
 *
 * @param body the body as the service sent it
 * @param writes the writes of this client that had ended when the answer was requested
 * @param keptAt the time at which it was kept, in nanoseconds of the cache's clock
 */
@Internal
@SuppressWarnings("ArrayRecordComponent") // never compared, and never handed out
public record CachedAnswer(byte[] body, String writes, long keptAt) implements Serializable {

	@Serial
	private static final long serialVersionUID = 1L;

	@Override
	public String toString() {
		return "An answer of " + this.body.length + " bytes";
	}

}
