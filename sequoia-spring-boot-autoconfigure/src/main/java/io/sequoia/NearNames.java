package io.sequoia;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Finds the names that may have been meant by one that does not exist.
 */
public final class NearNames {

	private static final int MAX_NAMES = 3;

	private NearNames() {
	}

	/**
	 * Find the names that are near to one.
	 * @param name the name that does not exist
	 * @param names those that do
	 * @return at most three of them, the nearest first
	 */
	public static List<String> of(String name, Collection<String> names) {
		return names.stream()
			.filter((candidate) -> isNear(name, candidate))
			.sorted(Comparator.comparingInt((candidate) -> distance(name, candidate)))
			.limit(MAX_NAMES)
			.toList();
	}

	/**
	 * Ask, in the words of a message, for the names that are near to one.
	 * @param name the name that does not exist
	 * @param names those that do
	 * @return the question, to be put behind a sentence, or an empty text if none is near
	 */
	public static String question(String name, Collection<String> names) {
		List<String> near = of(name, names);
		return near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?";
	}

	/**
	 * Tell whether two names differ so little that one may be meant by the other.
	 * @param name the name that does not exist
	 * @param candidate one that does
	 * @return whether a third of the name's characters, or a single one, may differ
	 */
	public static boolean isNear(String name, String candidate) {
		return distance(name, candidate) <= Math.max(1, name.length() / 3);
	}

	/**
	 * Count the characters to add, drop or replace (Levenshtein), without regard to case.
	 * @param left a name
	 * @param right another
	 * @return their distance
	 */
	public static int distance(String left, String right) {
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
