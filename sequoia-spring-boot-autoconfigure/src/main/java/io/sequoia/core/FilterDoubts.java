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
 * Tells callers who ask for what a service does not say that it can: each thing once in
 * the log, or by refusing it. Thread-safe.
 */
final class FilterDoubts {

	private static final Log logger = LogFactory.getLog(FilterDoubts.class);

	/** So many that nothing is missed, and names that are made up fill no memory. */
	private static final int MAX_TOLD = 1_000;

	private final boolean strict;

	private final Set<String> told = ConcurrentHashMap.newKeySet();

	/**
	 * Create what tells callers.
	 * @param strict whether such a call is refused
	 */
	FilterDoubts(boolean strict) {
		this.strict = strict;
	}

	/**
	 * Tell what is doubtful.
	 * @param doubts what is doubtful
	 * @param context the context of the call
	 * @throws InvalidCriteriaException if such a call is refused
	 */
	void tell(List<String> doubts, ContextView context) {
		if (this.strict && !doubts.isEmpty()) {
			throw new InvalidCriteriaException(
					String.join("; ", doubts) + ". It was not sent, because of sequoia.criteria.strict=true");
		}
		for (String doubt : doubts) {
			if (this.told.size() < MAX_TOLD && this.told.add(doubt)) {
				CorrelationIds.log(context,
						doubt + ". It is sent all the same; with sequoia.criteria.strict=true it is refused",
						logger::warn);
			}
		}
	}

}
