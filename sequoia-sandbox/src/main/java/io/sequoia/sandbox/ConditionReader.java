package io.sequoia.sandbox;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Reads the value of a filter (PROTOCOL 6): {@code !} in front negates all of it,
 * {@code ||} separates alternatives, a {@code *} alone asks for any value, one at an end
 * for the other end, and a slash separates the ends of a range, in types that have
 * ranges.
 */
final class ConditionReader {

	private static final Pattern OR = Pattern.compile("||", Pattern.LITERAL);

	private final String parameter;

	private final ValueType type;

	private ConditionReader(String parameter, ValueType type) {
		this.parameter = parameter;
		this.type = type;
	}

	static Condition read(String parameter, FilterSchema filter, String value) {
		ConditionReader reader = new ConditionReader(parameter, filter.type());
		try {
			return reader.condition(filter.path(), value);
		}
		catch (IllegalArgumentException ex) {
			throw Problem.badQuery(parameter, "the filter '" + parameter + "' cannot be read: " + ex.getMessage());
		}
	}

	private Condition condition(String path, String value) {
		boolean negated = value.startsWith("!");
		String operand = negated ? value.substring(1) : value;
		List<Condition.ValueTest> tests = new ArrayList<>();
		Set<String> equalTo = new HashSet<>();
		boolean ranged = false;
		for (String alternative : alternatives(operand)) {
			boolean range = range(alternative);
			ranged |= range;
			tests.add(range ? between(alternative) : single(alternative));
			equalTo.add(alternative);
		}
		boolean equality = !negated && !ranged && equalTo.stream().noneMatch(this::wildcard);
		return new Condition(path, this.type, negated, ranged, List.copyOf(tests), equality ? equalTo : null);
	}

	private static List<String> alternatives(String operand) {
		List<String> alternatives = Arrays.asList(OR.split(operand, -1));
		if (alternatives.contains("")) {
			throw new IllegalArgumentException("a value is missing");
		}
		return alternatives;
	}

	private boolean range(String operand) {
		return this.type.range() && operand.contains("/");
	}

	private boolean wildcard(String operand) {
		return operand.equals("*") || (this.type.text() && (operand.startsWith("*") || operand.endsWith("*")));
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
			throw new IllegalArgumentException("a range needs an end in '" + this.parameter + "'");
		}
		return (value) -> (low == null || compare(value, low) >= 0) && (high == null || compare(value, high) <= 0);
	}

	private @Nullable Comparable<?> end(String text) {
		return text.isEmpty() ? null : this.type.parse(text);
	}

	/** Values of one type only are compared with one another. */
	@SuppressWarnings("unchecked")
	static int compare(Comparable<?> left, Comparable<?> right) {
		return ((Comparable<Object>) left).compareTo(right);
	}

}
