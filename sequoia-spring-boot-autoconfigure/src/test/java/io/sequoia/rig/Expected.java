package io.sequoia.rig;

import java.util.EnumMap;
import java.util.Map;

/**
 * The expected result of each kind of call.
 */
final class Expected {

	/**
	 * A retry that succeeds, except for a store of a nameless resource, which must not be
	 * repeated.
	 */
	static final Expected RETRIED_IF_REPEATABLE = all(Seen.RETRIED).but(Seen.UNKNOWN, Column.NAMELESS);

	private final Map<Column, Seen> results;

	private Expected(Map<Column, Seen> results) {
		this.results = results;
	}

	/** Expect the same result in all columns. */
	static Expected all(Seen seen) {
		Map<Column, Seen> results = new EnumMap<>(Column.class);
		for (Column column : Column.values()) {
			results.put(column, seen);
		}
		return new Expected(results);
	}

	/** Create a copy with another result in some columns. */
	Expected but(Seen seen, Column... columns) {
		Map<Column, Seen> changed = new EnumMap<>(this.results);
		for (Column column : columns) {
			changed.put(column, seen);
		}
		return new Expected(changed);
	}

	Seen in(Column column) {
		return this.results.get(column);
	}

}
