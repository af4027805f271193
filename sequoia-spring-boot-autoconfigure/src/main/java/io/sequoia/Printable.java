package io.sequoia;

/**
 * Text from outside in a form that is safe to put into a message or a log line: one line,
 * visible characters, short.
 */
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
	 * @param maxLength how many of its characters to keep at most
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
	 * What the cause of a failure to read certificates or keys says. Where it quotes what
	 * was to be read, which may be a private key, only its type is told.
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
