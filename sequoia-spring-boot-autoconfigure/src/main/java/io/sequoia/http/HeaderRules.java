package io.sequoia.http;

import java.util.regex.Pattern;

import io.sequoia.Internal;

/**
 * The rules on headers that a user can set.
 */
@Internal
public final class HeaderRules {

	/** The form of a token (RFC 9110, section 5.6.2). */
	private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

	private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e]*");

	private HeaderRules() {
	}

	/**
	 * Tell whether a text can be the name of a header.
	 * @param name the text
	 * @return {@code true} if it is a token of RFC 9110
	 */
	public static boolean isName(String name) {
		return NAME.matcher(name).matches();
	}

	/**
	 * Tell whether a text can be the value of a header.
	 * @param value the text
	 * @return {@code true} if it consists of visible ASCII characters and spaces
	 */
	public static boolean isValue(String value) {
		return VALUE.matcher(value).matches();
	}

}
