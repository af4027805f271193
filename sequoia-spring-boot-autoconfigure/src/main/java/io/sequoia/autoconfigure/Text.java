package io.sequoia.autoconfigure;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.lang.Contract;
import org.springframework.util.StringUtils;

/**
 * Rules on the text of a setting, regardless of its meaning.
 */
final class Text {

	private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^{}]*)\\}");

	private Text() {
	}

	/**
	 * Tell whether there is a value. YAML has an empty value for a setting that is left
	 * out.
	 * @param text the text, if any
	 * @return {@code true} if it contains more than white space
	 */
	@Contract("null -> false")
	static boolean isGiven(@Nullable String text) {
		return StringUtils.hasText(text);
	}

	static @Nullable String orNull(@Nullable String text) {
		return isGiven(text) ? text : null;
	}

	/**
	 * Tell whether the text contains a placeholder that the environment could not
	 * resolve.
	 * @param text the text
	 * @return {@code true} if it does
	 */
	static boolean isUnresolved(String text) {
		return PLACEHOLDER.matcher(text).find();
	}

	/**
	 * Return the remedy for an unresolved placeholder. The placeholder is only named if
	 * the text consists of it, since anything else may be part of a secret.
	 * @param text the text with the placeholder
	 * @return a sentence without its full stop
	 */
	static String resolve(String text) {
		Matcher matcher = PLACEHOLDER.matcher(text.strip());
		String placeholder = matcher.matches() ? "'" + matcher.group(1) + "'" : "the placeholder's variable";
		return "Set " + placeholder + " in the environment or as a property, or write the value itself";
	}

	/**
	 * Check the beginning and the end of a text, for texts that are copied from
	 * elsewhere.
	 * @param text the text
	 * @return the rule that it breaks, or {@code null} if it breaks none
	 */
	static @Nullable String edges(String text) {
		if (text.endsWith("\n") || text.endsWith("\r")) {
			return "ends with a line break";
		}
		if (!text.equals(text.strip())) {
			return "begins or ends with white space";
		}
		return null;
	}

}
