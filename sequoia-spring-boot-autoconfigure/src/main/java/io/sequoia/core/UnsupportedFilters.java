package io.sequoia.core;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.sequoia.InvalidCriteriaException;
import io.sequoia.correlation.CorrelationIds;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.util.context.ContextView;

/**
 * Warns of criteria that the service's descriptor does not support, each once, or refuses
 * them. Thread-safe.
 */
final class UnsupportedFilters {

	private static final Log logger = LogFactory.getLog(UnsupportedFilters.class);

	/**
	 * The limit on remembered warnings: large enough for all real names, and a limit on
	 * memory for invented ones.
	 */
	private static final int MAX_TOLD = 1_000;

	private final boolean strict;

	private final Set<String> told = ConcurrentHashMap.newKeySet();

	/**
	 * Create the check.
	 * @param strict whether such calls are refused
	 */
	UnsupportedFilters(boolean strict) {
		this.strict = strict;
	}

	/**
	 * Report unsupported criteria.
	 * @param doubts the parts of the criteria that the descriptor does not support
	 * @param context the context of the call
	 * @throws InvalidCriteriaException if such calls are refused
	 */
	void tell(List<String> doubts, ContextView context) {
		if (this.strict && !doubts.isEmpty()) {
			throw new InvalidCriteriaException(
					String.join("; ", doubts) + ". It was not sent, because of sequoia.criteria.strict=true");
		}
		for (String doubt : doubts) {
			if (this.told.size() < MAX_TOLD && this.told.add(doubt)) {
				CorrelationIds.log(context,
						doubt + ". It is sent anyway; with sequoia.criteria.strict=true it is refused", logger::warn);
			}
		}
	}

}
