package io.sequoia.discovery;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import io.sequoia.Printable;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * A regular expression that a service sent. It refuses a text only if it certainly does
 * not match. A text that would take too long to check is accepted, and the service
 * decides. Thread-safe.
 */
public final class ValuePattern {

	private static final Log logger = LogFactory.getLog(ValuePattern.class);

	private static final int MAX_PATTERN = 1_000;

	private static final int MAX_TEXT = 2_000;

	private static final int MAX_STEPS = 100_000;

	private static final String ESCAPE = "\\\\(?:[dDwWSnrtf]|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[^a-zA-Z0-9])";

	/**
	 * The expressions that mean the same in JavaScript and in Java. Word boundaries and
	 * {@code \s} differ beyond ASCII, and Java has further operators in character
	 * classes.
	 */
	private static final Pattern UNDERSTOOD = Pattern
		.compile(ESCAPE + "|\\[\\^?(?:" + ESCAPE + "|&(?!&)|[^\\\\\\[\\]&])++]" // classes
				+ "|\\((?:\\?(?:[:=!]|<[=!]))?+(?!\\?)" // groups
				+ "|[^\\\\\\[(]");

	private final Pattern pattern;

	private final boolean anchored;

	private volatile boolean givenUp;

	private ValuePattern(Pattern pattern, boolean anchored) {
		this.pattern = pattern;
		this.anchored = anchored;
	}

	/**
	 * Compile a pattern.
	 * @param pattern the regular expression
	 * @return the pattern; empty if it may mean something else in Java
	 */
	static Optional<ValuePattern> of(String pattern) {
		if (pattern.length() > MAX_PATTERN || !UNDERSTOOD.matcher(pattern).replaceAll("").isEmpty()) {
			return Optional.empty();
		}
		try {
			return Optional.of(new ValuePattern(Pattern.compile(pattern, Pattern.DOTALL),
					pattern.startsWith("^") || pattern.endsWith("$")));
		}
		catch (PatternSyntaxException ex) {
			return Optional.empty(); // the caller reports it
		}
	}

	/**
	 * Tell whether a text may match the pattern. A pattern without anchors must match the
	 * whole text.
	 * @param text the text
	 * @return {@code true} if it matches, or if that cannot be decided
	 */
	public boolean accepts(String text) {
		if (this.givenUp || text.length() > MAX_TEXT) {
			return true;
		}
		try {
			Matcher matcher = this.pattern.matcher(new Steps(text));
			return this.anchored ? matcher.find() : matcher.matches();
		}
		catch (TooManyStepsException | StackOverflowError ex) {
			this.givenUp = true;
			logger.warn("Values are no longer checked against the pattern " + this
					+ " of a service's descriptor, because the check takes too long; the service checks them");
			return true;
		}
	}

	@Override
	public String toString() {
		return Printable.of(this.pattern.pattern());
	}

	/** A text that counts the accesses of the matcher. */
	private static final class Steps implements CharSequence {

		private final String text;

		private int left = MAX_STEPS;

		Steps(String text) {
			this.text = text;
		}

		@Override
		public char charAt(int index) {
			if (--this.left < 0) {
				throw new TooManyStepsException();
			}
			return this.text.charAt(index);
		}

		@Override
		public int length() {
			return this.text.length();
		}

		@Override
		public CharSequence subSequence(int start, int end) {
			return this.text.subSequence(start, end);
		}

		@Override
		public String toString() {
			return this.text;
		}

	}

	private static final class TooManyStepsException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		TooManyStepsException() {
			super(null, null, false, false);
		}

	}

}
