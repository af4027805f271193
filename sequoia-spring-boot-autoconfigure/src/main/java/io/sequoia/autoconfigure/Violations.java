package io.sequoia.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import io.sequoia.Printable;
import io.sequoia.autoconfigure.InvalidSequoiaConfigurationException.Violation;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationStyle;

/**
 * Collects the violations of a configuration, so that all of them are reported at once.
 */
final class Violations {

	/** The beginning of the rule on a missing key. */
	static final String MISSING = "is missing";

	private static final Duration LONGEST = Duration.ofDays(1);

	private final List<Violation> found;

	private final UnaryOperator<String> names;

	Violations() {
		this(new ArrayList<>(), UnaryOperator.identity());
	}

	private Violations(List<Violation> found, UnaryOperator<String> names) {
		this.found = found;
		this.names = names;
	}

	/**
	 * Return a view of this collection with other names.
	 * @param names gives the name to report for a property key
	 * @return the view
	 */
	Violations named(UnaryOperator<String> names) {
		return new Violations(this.found, names);
	}

	void add(String key, @Nullable Object value, String rule, String remedy) {
		String printable = (value != null) ? Printable.of(print(value)) : null;
		this.found.add(new Violation(this.names.apply(key), printable, rule, remedy));
	}

	void addSecret(String key, String rule, String remedy) {
		add(key, InvalidSequoiaConfigurationException.MASK, rule, remedy);
	}

	/**
	 * Check that the environment resolved every placeholder of a text.
	 * @param key the property
	 * @param text its text
	 * @param printable its text as it may be printed
	 * @return {@code true} if all are resolved
	 */
	boolean checkResolved(String key, String text, String printable) {
		boolean unresolved = Text.isUnresolved(text);
		if (unresolved) {
			add(key, printable, "contains a placeholder that cannot be resolved", Text.resolve(text));
		}
		return !unresolved;
	}

	void checkDuration(String key, Duration value) {
		if (value.isZero() || value.isNegative()) {
			add(key, value, "must be longer than 0", "Write a duration with its unit, such as '500ms' or '10s'");
		}
		else if (value.compareTo(LONGEST) > 0) {
			add(key, value, "must not be longer than a day", "Write a duration of at most '1d'");
		}
	}

	void checkRange(String key, double value, double min, double max) {
		// negated, so that NaN is out of range too
		if (!(value >= min && value <= max)) {
			String range = print(min) + " to " + print(max);
			add(key, value, "must be from " + range, "Write a number from " + range);
		}
	}

	void checkAtLeast(String key, double value, double min) {
		if (!(value >= min && value <= Double.MAX_VALUE)) {
			add(key, value, "must be at least " + print(min), "Write a number from " + print(min) + " up");
		}
	}

	int size() {
		return this.found.size();
	}

	void throwIfAny() {
		throwIfAny(WrittenSettings.NONE);
	}

	/**
	 * End the start if there are violations.
	 * @param written the settings that were written, to find a misspelled form of a
	 * missing key
	 * @throws InvalidSequoiaConfigurationException with all violations
	 */
	void throwIfAny(WrittenSettings written) {
		if (!this.found.isEmpty()) {
			throw new InvalidSequoiaConfigurationException(
					this.found.stream().map((violation) -> withSimilar(violation, written)).toList());
		}
	}

	private static Violation withSimilar(Violation violation, WrittenSettings written) {
		String similar = violation.rule().startsWith(MISSING) ? written.similarTo(violation.key()) : null;
		return (similar == null) ? violation
				: new Violation(violation.key(), violation.value(),
						violation.rule() + "; there is " + similar + ", which is not a setting",
						violation.remedy() + ", or rename " + similar);
	}

	static String print(Object value) {
		if (value instanceof Duration duration) {
			boolean wholeSeconds = duration.getNano() == 0;
			return DurationStyle.SIMPLE.print(duration, wholeSeconds ? ChronoUnit.SECONDS : ChronoUnit.MILLIS);
		}
		if (value instanceof Double number && number == Math.rint(number) && Math.abs(number) <= Integer.MAX_VALUE) {
			return String.valueOf(number.intValue());
		}
		return value.toString();
	}

}
