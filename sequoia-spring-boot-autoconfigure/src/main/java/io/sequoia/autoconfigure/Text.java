package io.sequoia.autoconfigure;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.lang.Contract;
import org.springframework.util.StringUtils;

/**
 * What can be said of a setting's text whatever it means.
 */
final class Text {

	private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^{}]*)\\}");

	private Text() {
	}

	/**
	 * Whether there is a value: an empty one is how YAML leaves a setting out.
	 * @param text the text, if any
	 * @return whether it holds more than white space
	 */
	@Contract("null -> false")
	static boolean isGiven(@Nullable String text) {
		return StringUtils.hasText(text);
	}

	static @Nullable String orNull(@Nullable String text) {
		return isGiven(text) ? text : null;
	}

	/**
	 * Whether the text holds a placeholder that the environment could not resolve.
	 * @param text the text
	 * @return whether it does
	 */
	static boolean isUnresolved(String text) {
		return PLACEHOLDER.matcher(text).find();
	}

	/**
	 * What to do about an unresolved placeholder. The placeholder is only named if it is
	 * all there is, since anything else may be part of a secret.
	 * @param text the text with the placeholder
	 * @return a sentence without its full stop
	 */
	static String resolve(String text) {
		Matcher matcher = PLACEHOLDER.matcher(text.strip());
		String placeholder = matcher.matches() ? "'" + matcher.group(1) + "'" : "the placeholder's variable";
		return "Set " + placeholder + " in the environment or as a property, or write the value itself";
	}

	/**
	 * What is wrong around a text, for texts that are copied from elsewhere.
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
