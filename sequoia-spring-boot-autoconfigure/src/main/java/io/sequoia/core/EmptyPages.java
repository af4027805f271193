package io.sequoia.core;

import io.sequoia.MalformedResponseException;
import io.sequoia.Printable;
import io.sequoia.SequoiaFailure.Details;
import org.jspecify.annotations.Nullable;

/**
 * Counts the empty pages that follow each other in one chain. A page may be empty and
 * still have a next one (PROTOCOL 7); a service that goes on like that for ever would
 * otherwise keep a caller for ever. Not thread-safe.
 */
final class EmptyPages {

	private final int max;

	private int inARow;

	EmptyPages(int max) {
		this.max = max;
	}

	/**
	 * Take a page.
	 * @param empty whether there is nothing on it
	 * @param next the link to the page after it, if there is one
	 * @param details what is known about the call, for failures
	 * @throws MalformedResponseException if it is one empty page too many, and not the
	 * last page
	 */
	void take(boolean empty, @Nullable String next, Details details) {
		this.inARow = empty ? this.inARow + 1 : 0;
		if (next != null && this.inARow >= this.max) {
			throw new MalformedResponseException(this.inARow + " empty pages in a row of " + details.service() + "/"
					+ details.resource() + ", and a link to a further one, " + Printable.of(next, 300)
					+ ": sequoia.pagination.max-empty-pages is " + this.max
					+ "; raise it if the service leaves gaps as long as that", details, null);
		}
	}

}
