package io.sequoia.autoconfigure;

import io.sequoia.core.cache.CacheMetrics;
import io.sequoia.core.observation.OperationMetrics;
import io.sequoia.http.ControlMetrics;
import io.sequoia.retry.RetryMetrics;
import io.sequoia.transfer.TransferMetrics;
import org.jspecify.annotations.Nullable;

/**
 * The meters of one client.
 *
 * @param retry counts retries
 * @param control measures requests for listings and tokens
 * @param operations counts pages
 * @param cache counts reads of cached collections
 * @param transfer counts bytes of files
 * @param end stops the measuring of ages
 */
record ClientMeters(RetryMetrics retry, ControlMetrics control, OperationMetrics operations, CacheMetrics cache,
		TransferMetrics transfer, Runnable end) {

	/** The meters of an application without Micrometer. */
	static final ClientMeters NONE = new ClientMeters(RetryMetrics.NONE, ControlMetrics.NONE, OperationMetrics.NONE,
			CacheMetrics.NONE, TransferMetrics.NONE, () -> {
			});

	/** Creates the meters of clients. */
	@FunctionalInterface
	interface Factory {

		/**
		 * Create the meters of a client.
		 * @param tag the client in the tag {@code client}, or {@code null} for no tag, if
		 * there is one client only
		 * @return the meters
		 */
		ClientMeters of(@Nullable String tag);

	}

}
