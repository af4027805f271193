package io.sequoia.discovery;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.sequoia.Printable;
import org.jspecify.annotations.Nullable;

/**
 * Which texts a service's descriptor allows in one place (PROTOCOL 3,
 * {@code allowedValueMappings} and {@code typeInfo}): some values, or all of a pattern,
 * or any.
 *
 * @param values the only ones, none if they are not listed
 * @param pattern their pattern, if they are not listed
 */
public record TextRule(Set<String> values, @Nullable ValuePattern pattern) {

	/**
	 * Any text.
	 */
	public static final TextRule ANY = new TextRule(Set.of(), null);

	private static final int MAX_TOLD = 30;

	public TextRule {
		// as quick whatever the values: Set.copyOf compares those that share a hash
		values = values.isEmpty() ? Set.of() : Collections.unmodifiableSet(new HashSet<>(values));
	}

	/**
	 * Whether any text will do.
	 * @return whether nothing is demanded
	 */
	public boolean isAny() {
		return this.values.isEmpty() && this.pattern == null;
	}

	/**
	 * Whether a text is allowed.
	 * @param text the text
	 * @return whether it is, or may be
	 */
	public boolean accepts(String text) {
		if (!this.values.isEmpty()) {
			return this.values.contains(text);
		}
		return this.pattern == null || this.pattern.accepts(text);
	}

	/**
	 * What is demanded, for messages.
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
