package io.sequoia;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Finds existing names that are similar to a name that does not exist, for suggestions in
 * messages.
 */
@Internal
public final class NameSuggestions {

	private static final int MAX_NAMES = 3;

	/**
	 * The limit on the names that are looked at. Names may come from a server, which
	 * could send any number.
	 */
	private static final int MAX_LOOKED_AT = 10_000;

	/** The limit on the names that are compared character by character. */
	private static final int MAX_COMPARED = 1_000;

	/**
	 * The length above which a name is similar to no other, so that no comparison takes
	 * long.
	 */
	private static final int MAX_LENGTH = 128;

	private NameSuggestions() {
	}

	/**
	 * Find the names that are similar to a given one, among the first ten thousand.
	 * @param name the name that does not exist
	 * @param names the names that exist
	 * @return at most three of them, the most similar first; none of more than 128
	 * characters
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
	 * Write the question for a message that suggests similar names.
	 * @param name the name that does not exist
	 * @param names the names that exist
	 * @return the question, to be appended to a sentence, or an empty text if no name is
	 * similar
	 */
	public static String question(String name, Collection<String> names) {
		List<String> near = of(name, names).stream().map(Printable::of).toList();
		return near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?";
	}

	/**
	 * Tell whether two names are so similar that one may be a misspelling of the other.
	 * @param name the name that does not exist
	 * @param candidate a name that exists
	 * @return {@code true} if at most a third of the name's characters, or a single one,
	 * differ, and neither name has more than 128
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
