package io.sequoia.sandbox;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Reads the value of a filter (docs/protocol.md, section 6): {@code !} at the beginning
 * negates the whole value, {@code ||} separates alternatives and {@code &&} separates
 * values that must all be present. A {@code *} alone matches any value, at the end a
 * prefix and at the beginning a suffix; a slash separates the bounds of a range.
 * Operators that the filter does not support are refused.
 */
final class ConditionReader {

	private static final Pattern OR = Pattern.compile("||", Pattern.LITERAL);

	private static final Pattern AND = Pattern.compile("&&", Pattern.LITERAL);

	private final FilterSchema filter;

	private final ValueType type;

	private ConditionReader(FilterSchema filter) {
		this.filter = filter;
		this.type = filter.type();
	}

	static Condition read(String parameter, FilterSchema filter, String value) {
		try {
			return new ConditionReader(filter).condition(value);
		}
		catch (IllegalArgumentException ex) {
			throw Problem.badQuery(parameter, "the filter '" + parameter + "' cannot be read: " + ex.getMessage());
		}
	}

	private Condition condition(String value) {
		boolean negated = value.startsWith("!");
		String operand = negated ? value.substring(1) : value;
		List<List<Condition.ValueTest>> alternatives = new ArrayList<>();
		Set<String> equalTo = new HashSet<>();
		boolean ranged = false;
		boolean equality = !negated;
		for (String alternative : split(OR, operand)) {
			List<Condition.ValueTest> tests = new ArrayList<>();
			for (String part : split(AND, alternative)) {
				boolean range = range(part);
				ranged |= range;
				equality &= !range && !wildcard(part);
				tests.add(range ? between(part) : single(part));
			}
			equality &= tests.size() == 1;
			equalTo.add(alternative);
			alternatives.add(List.copyOf(tests));
		}
		return new Condition(this.filter.path(), this.type, negated, ranged, List.copyOf(alternatives),
				equality ? equalTo : null);
	}

	private static List<String> split(Pattern separator, String operand) {
		List<String> parts = Arrays.asList(separator.split(operand, -1));
		if (parts.contains("")) {
			throw new IllegalArgumentException("a value is missing");
		}
		return parts;
	}

	/**
	 * Tell whether an operand is a range. A slash within free text is data, as a title
	 * may contain one.
	 */
	private boolean range(String operand) {
		if (!operand.contains("/")) {
			return false;
		}
		if (!this.filter.range() && (!this.filter.freeText() || operand.startsWith("/") || operand.endsWith("/"))) {
			throw refused("no ranges");
		}
		return this.filter.range();
	}

	private boolean wildcard(String operand) {
		boolean partial = !operand.equals("*") && this.type.text()
				&& (operand.startsWith("*") || operand.endsWith("*"));
		if (partial && !this.filter.prefix()) {
			throw refused("no '*' beside text");
		}
		return operand.equals("*") || partial;
	}

	private IllegalArgumentException refused(String what) {
		return new IllegalArgumentException("it takes " + what + "; " + this.filter.takes());
	}

	private Condition.ValueTest single(String operand) {
		if (operand.equals("*")) {
			return (value) -> true;
		}
		if (!wildcard(operand)) {
			Comparable<?> expected = this.type.parse(operand);
			return (value) -> compare(value, expected) == 0;
		}
		boolean open = operand.startsWith("*");
		String text = operand.substring(open ? 1 : 0);
		if (!text.endsWith("*")) {
			return (value) -> value.toString().endsWith(text);
		}
		String start = text.substring(0, text.length() - 1);
		return open ? (value) -> value.toString().contains(start) : (value) -> value.toString().startsWith(start);
	}

	private Condition.ValueTest between(String operand) {
		int slash = operand.indexOf('/');
		Comparable<?> low = end(operand.substring(0, slash));
		Comparable<?> high = end(operand.substring(slash + 1));
		if (low == null && high == null) {
			throw new IllegalArgumentException("a range needs a lower or an upper bound");
		}
		return (value) -> (low == null || compare(value, low) >= 0) && (high == null || compare(value, high) <= 0);
	}

	private @Nullable Comparable<?> end(String text) {
		return text.isEmpty() ? null : this.type.parse(text);
	}

	/** Compare two values of the same type. */
	@SuppressWarnings("unchecked")
	static int compare(Comparable<?> left, Comparable<?> right) {
		return ((Comparable<Object>) left).compareTo(right);
	}

}
