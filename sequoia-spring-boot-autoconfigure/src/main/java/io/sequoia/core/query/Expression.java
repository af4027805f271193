package io.sequoia.core.query;

/**
 * An operand that holds operators on purpose, made by {@link Field#expression(Object)}.
 * Immutable and thread-safe.
 */
public final class Expression {

	private final String text;

	Expression(String text) {
		this.text = text;
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof Expression expression && this.text.equals(expression.text);
	}

	@Override
	public int hashCode() {
		return this.text.hashCode();
	}

	/**
	 * Return the text as it is sent.
	 * @return the text, not encoded
	 */
	@Override
	public String toString() {
		return this.text;
	}

}
