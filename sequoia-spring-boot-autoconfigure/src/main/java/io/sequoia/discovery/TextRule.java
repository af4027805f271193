package io.sequoia.discovery;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.sequoia.Printable;
import org.jspecify.annotations.Nullable;

/**
 * The rule of a service's descriptor on the texts in one place (docs/protocol.md, section
 * 3, {@code allowedValueMappings} and {@code typeInfo}): listed values, all texts of a
 * pattern, or any text.
 *
 * @param values the only allowed values; empty if they are not listed
 * @param pattern the pattern of all allowed texts, if they are not listed
 */
public record TextRule(Set<String> values, @Nullable ValuePattern pattern) {

	/**
	 * The rule that allows any text.
	 */
	public static final TextRule ANY = new TextRule(Set.of(), null);

	private static final int MAX_TOLD = 30;

	public TextRule {
		// not Set.copyOf, which is slow for values that share a hash
		values = values.isEmpty() ? Set.of() : Collections.unmodifiableSet(new HashSet<>(values));
	}

	/**
	 * Tell whether any text is allowed.
	 * @return {@code true} if there is no restriction
	 */
	public boolean isAny() {
		return this.values.isEmpty() && this.pattern == null;
	}

	/**
	 * Tell whether a text is allowed.
	 * @param text the text
	 * @return {@code true} if it is, or if that cannot be decided
	 */
	public boolean accepts(String text) {
		if (!this.values.isEmpty()) {
			return this.values.contains(text);
		}
		return this.pattern == null || this.pattern.accepts(text);
	}

	/**
	 * Describe the rule for messages.
	 * @return for example {@code must be one of linear, ondemand}
	 */
	public String demand() {
		if (this.values.isEmpty()) {
			return "must match " + this.pattern;
		}
		List<String> told = this.values.stream().sorted().limit(MAX_TOLD).map(Printable::of).toList();
		int more = this.values.size() - told.size();
		return "must be one of " + String.join(", ", told) + ((more > 0) ? " and " + more + " more" : "");
	}

}
