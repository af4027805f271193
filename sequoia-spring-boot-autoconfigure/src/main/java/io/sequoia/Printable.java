package io.sequoia;

import java.net.URI;

/**
 * Text from outside in a form that is safe to put into a message or a log line: one line,
 * visible characters, short.
 */
@Internal
public final class Printable {

	private static final int MAX_LENGTH = 128;

	private Printable() {
	}

	/**
	 * Make a text printable.
	 * @param text any text
	 * @return at most 128 of its characters; those that are neither ASCII nor letters nor
	 * digits, and control characters, are escaped
	 */
	public static String of(CharSequence text) {
		return of(text, MAX_LENGTH);
	}

	/**
	 * Make a text printable.
	 * @param text any text
	 * @param maxLength the largest number of characters to keep
	 * @return those characters, escaped where they are not plainly visible
	 */
	public static String of(CharSequence text, int maxLength) {
		StringBuilder printable = new StringBuilder(Math.min(text.length(), maxLength) + 16);
		for (int i = 0; i < text.length() && i < maxLength; i++) {
			char c = text.charAt(i);
			if ((c >= 0x20 && c < 0x7f) || Character.isLetterOrDigit(c)) {
				printable.append(c);
			}
			else {
				printable.append(String.format("\\u%04x", (int) c));
			}
		}
		if (text.length() > maxLength) {
			printable.append("... (").append(text.length()).append(" characters)");
		}
		return printable.toString();
	}

	/**
	 * Return the host and the port of an address, without its user, since an address may
	 * have a password there.
	 * @param address the address
	 * @return the host, with the port if there is one; an empty text if there is no host
	 */
	public static String host(URI address) {
		String authority = (address.getRawAuthority() != null) ? address.getRawAuthority() : "";
		return authority.substring(authority.lastIndexOf('@') + 1);
	}

	/**
	 * Return the message of the cause of a failure to read certificates or keys. If the
	 * message quotes the text that was read, which may be a private key, only the type of
	 * the cause is returned.
	 * @param failure the failure
	 * @return its innermost message
	 */
	public static String reason(Throwable failure) {
		Throwable cause = failure;
		while (cause.getCause() != null) {
			cause = cause.getCause();
		}
		String message = String.valueOf(cause.getMessage());
		return message.contains("-----") ? cause.getClass().getSimpleName() : of(message);
	}

}
