package io.sequoia;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Finds the names that may have been meant by one that does not exist.
 */
public final class NearNames {

	private static final int MAX_NAMES = 3;

	/** Names come from servers too: no more of them are looked at. */
	private static final int MAX_LOOKED_AT = 10_000;

	/** Nor are more of them compared, of those whose length may be meant. */
	private static final int MAX_COMPARED = 1_000;

	/** A longer name is near to none, so that no comparison takes long. */
	private static final int MAX_LENGTH = 128;

	private NearNames() {
	}

	/**
	 * Find the names that are near to one, among the first ten thousand.
	 * @param name the name that does not exist
	 * @param names those that do
	 * @return at most three of them, the nearest first; none of more than 128 characters
	 */
	public static List<String> of(String name, Collection<String> names) {
		return names.stream()
			.limit(MAX_LOOKED_AT)
			.filter((candidate) -> isOfNearLength(name, candidate))
			.limit(MAX_COMPARED)
			.map((candidate) -> Map.entry(distance(name, candidate), candidate))
			.filter((candidate) -> candidate.getKey() <= allowed(name))
			.sorted(Map.Entry.comparingByKey())
			.limit(MAX_NAMES)
			.map(Map.Entry::getValue)
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
	 * @return whether a third of the name's characters, or a single one, may differ, and
	 * neither has more than 128
	 */
	public static boolean isNear(String name, String candidate) {
		return isOfNearLength(name, candidate) && distance(name, candidate) <= allowed(name);
	}

	private static int allowed(String name) {
		return Math.max(1, name.length() / 3);
	}

	private static boolean isOfNearLength(String name, String candidate) {
		return name.length() <= MAX_LENGTH && candidate.length() <= MAX_LENGTH
				&& Math.abs(name.length() - candidate.length()) <= allowed(name);
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
