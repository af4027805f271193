package io.sequoia.discovery;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The names that somebody may have meant who wrote one that does not exist.
 */
final class NearNames {

	private static final int MAX_NAMES = 3;

	private NearNames() {
	}

	static List<String> of(String name, Collection<String> names) {
		int tolerated = Math.max(1, name.length() / 3);
		return names.stream()
			.filter((candidate) -> distance(name, candidate) <= tolerated)
			.sorted(Comparator.comparingInt((candidate) -> distance(name, candidate)))
			.limit(MAX_NAMES)
			.toList();
	}

	/** Levenshtein's distance, without regard to case. */
	private static int distance(String left, String right) {
		String from = left.toLowerCase(Locale.ROOT);
		String to = right.toLowerCase(Locale.ROOT);
		int[] previous = new int[to.length() + 1];
		for (int j = 0; j <= to.length(); j++) {
			previous[j] = j;
		}
		for (int i = 1; i <= from.length(); i++) {
			int[] current = new int[to.length() + 1];
			current[0] = i;
			for (int j = 1; j <= to.length(); j++) {
				int substituted = previous[j - 1] + ((from.charAt(i - 1) == to.charAt(j - 1)) ? 0 : 1);
				current[j] = Math.min(substituted, 1 + Math.min(previous[j], current[j - 1]));
			}
			previous = current;
		}
		return previous[to.length()];
	}

}
