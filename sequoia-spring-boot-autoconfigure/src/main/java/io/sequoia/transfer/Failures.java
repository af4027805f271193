package io.sequoia.transfer;

import java.util.List;

import reactor.core.Exceptions;

/**
 * The failures of blocks that are in flight at the same time.
 */
final class Failures {

	private Failures() {
	}

	/**
	 * Choose the failure of a transfer, where several blocks failed at once.
	 * @param failure the failure, of one or of several blocks
	 * @return the failure of one block, rather that of a source that has changed
	 */
	static Throwable first(Throwable failure) {
		List<Throwable> all = Exceptions.unwrapMultiple(failure);
		return all.stream().filter(SourceChangedException.class::isInstance).findFirst().orElse(all.get(0));
	}

}
