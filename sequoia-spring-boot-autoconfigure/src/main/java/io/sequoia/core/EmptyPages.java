package io.sequoia.core;

import io.sequoia.MalformedResponseException;
import io.sequoia.Printable;
import io.sequoia.SequoiaFailure.Details;
import org.jspecify.annotations.Nullable;

/**
 * Counts the empty pages in a row. A page may be empty and still have a next one
 * (docs/protocol.md, section 7), so without a limit a service that never stops sending
 * empty pages would block its caller for ever. Not thread-safe.
 */
final class EmptyPages {

	private final int max;

	private int inARow;

	EmptyPages(int max) {
		this.max = max;
	}

	/**
	 * Count a page.
	 * @param empty whether the page is empty
	 * @param next the link to the next page, if there is one
	 * @param details the details of the call, for failures
	 * @throws MalformedResponseException if there are too many empty pages, and this is
	 * not the last page
	 */
	void take(boolean empty, @Nullable String next, Details details) {
		this.inARow = empty ? this.inARow + 1 : 0;
		if (next != null && this.inARow >= this.max) {
			throw new MalformedResponseException(this.inARow + " empty pages in a row of " + details.service() + "/"
					+ details.resource() + ", followed by a link to another page, " + Printable.of(next, 300)
					+ ": sequoia.pagination.max-empty-pages is " + this.max
					+ "; raise it if the service answers with more empty pages in a row", details, null);
		}
	}

}
