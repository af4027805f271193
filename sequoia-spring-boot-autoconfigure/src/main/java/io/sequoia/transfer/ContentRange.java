package io.sequoia.transfer;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The part of a file that an answer holds.
 *
 * @param first the first byte
 * @param last the last byte
 * @param length the length of the file, or -1 if the source does not tell
 */
record ContentRange(long first, long last, long length) {

	private static final Pattern FORM = Pattern.compile("bytes\\s+(\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)",
			Pattern.CASE_INSENSITIVE);

	/**
	 * Parse a header {@code Content-Range}.
	 * @param header its value, or {@code null} if there is none
	 * @return the part, or {@code null} if the header does not describe one
	 */
	static @Nullable ContentRange parse(@Nullable String header) {
		Matcher matcher = FORM.matcher((header != null) ? header.trim() : "");
		if (!matcher.matches()) {
			return null;
		}
		ContentRange range = new ContentRange(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)),
				matcher.group(3).equals("*") ? -1 : Long.parseLong(matcher.group(3)));
		boolean valid = range.first <= range.last && (range.length < 0 || range.last < range.length);
		return valid ? range : null;
	}

}
