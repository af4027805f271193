package io.sequoia.autoconfigure;

import java.io.Serializable;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * The configuration of the Sequoia client is wrong, so the application does not start.
 * The exception reports all violations at once, and no secret.
 */
public final class InvalidSequoiaConfigurationException extends RuntimeException {

	static final String MASK = "******";

	private static final long serialVersionUID = 1L;

	/** The beginning of a key of the default client, in a text. */
	private static final Pattern OF_DEFAULT = Pattern.compile("(?<![\\w.-])sequoia\\.(?!clients\\.)");

	private final Violation[] violations;

	InvalidSequoiaConfigurationException(List<Violation> violations) {
		super(message(violations));
		this.violations = violations.toArray(Violation[]::new);
	}

	/**
	 * Return all violations.
	 * @return at least one violation
	 */
	public List<Violation> violations() {
		return List.of(this.violations);
	}

	/**
	 * Return the same violations with the keys of a named client.
	 */
	InvalidSequoiaConfigurationException ofClient(String name) {
		UnaryOperator<String> renamed = (text) -> OF_DEFAULT.matcher(text)
			.replaceAll((key) -> ClientNames.prefix(name) + ".");
		return new InvalidSequoiaConfigurationException(violations().stream()
			.map((one) -> new Violation(renamed.apply(one.key()), one.value(), renamed.apply(one.rule()),
					renamed.apply(one.remedy())))
			.toList());
	}

	private static String message(List<Violation> violations) {
		return violations.stream()
			.map(Violation::toString)
			.collect(Collectors.joining("; ", "Invalid configuration of the Sequoia client: ", ""));
	}

	/**
	 * One setting that is wrong.
	 *
	 * @param key the property, or the method of a {@link SequoiaConnectionDetails} bean
	 * @param value its value in printable form, masked if it is a secret, or {@code null}
	 * if there is none
	 * @param rule the rule that it breaks, to be read after the key
	 * @param remedy the way to correct it
	 */
	public record Violation(String key, @Nullable String value, String rule, String remedy) implements Serializable {

		/**
		 * Return the key and the rule.
		 * @return a sentence without its full stop
		 */
		@Override
		public String toString() {
			return this.key + ((this.value != null) ? " (" + this.value + ") " : " ") + this.rule;
		}

	}

}
