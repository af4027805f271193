package io.sequoia.core.query;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * One condition of {@link Criteria}, made by {@link Field}. Immutable and thread-safe.
 */
public final class Criterion {

	private final String parameter;

	private final String value;

	private final Set<Operator> operators;

	private final List<String> operands;

	Criterion(String parameter, String value, Set<Operator> operators, List<String> operands) {
		this.parameter = parameter;
		this.value = value;
		this.operators = operators;
		this.operands = operands;
	}

	/**
	 * Make a condition from a complete value, with operators and operands.
	 * @param parameter the name of the parameter, for example {@code withType}
	 * @param value its value, not encoded, for example {@code movie||episode}
	 * @param operands the texts within the value that are data: the service must find no
	 * operator in them
	 * @return the condition
	 * @throws io.sequoia.InvalidCriteriaException if the client itself sets the
	 * parameter, as it does with {@code owner}
	 */
	public static Criterion written(String parameter, String value, List<String> operands) {
		RawParameter.refuseOwn(parameter);
		String written = value;
		for (String operand : operands) {
			written = written.replace(operand, "x");
		}
		return new Criterion(parameter, value, Operator.in(written), List.copyOf(operands));
	}

	/**
	 * Return the name of the parameter, which is that of the filter that the service
	 * describes.
	 * @return the name, for example {@code withType}; for a condition on resources that
	 * are included or intersect, with the relationship before it
	 */
	public String parameter() {
		return this.parameter;
	}

	/**
	 * Return the value of the parameter, operators and operands, not encoded.
	 * @return the value
	 */
	public String value() {
		return this.value;
	}

	/**
	 * Return the operators that the condition uses.
	 * @return the operators; none for a plain comparison
	 */
	public Set<Operator> operators() {
		return this.operators;
	}

	/**
	 * Return the operands that are data, in their written form; those of
	 * {@link Field#expression(Object)} are not among them.
	 * @return the operands
	 */
	public List<String> operands() {
		return this.operands;
	}

	Criterion within(String prefix) {
		return new Criterion(prefix + this.parameter, this.value, this.operators, this.operands);
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof Criterion criterion && this.parameter.equals(criterion.parameter)
				&& this.value.equals(criterion.value);
	}

	@Override
	public int hashCode() {
		return 31 * this.parameter.hashCode() + this.value.hashCode();
	}

	/**
	 * Return the condition as a parameter for people, neither encoded nor meant to be
	 * parsed.
	 * @return for example {@code withType=movie}
	 */
	@Override
	public String toString() {
		return this.parameter + "=" + this.value;
	}

	/**
	 * An operator of the protocol that not every filter supports (docs/protocol.md,
	 * sections 3 and 6).
	 */
	public enum Operator {

		/** {@code a&&b}: the field has all of the values. */
		AND,

		/** {@code a||b}: the field has one of the values. */
		OR,

		/** {@code a/b}, {@code a/}, {@code /b}: the field lies between bounds. */
		RANGE,

		/** {@code a*}: the field begins with the value. */
		PREFIX,

		/** {@code *a}: the field ends with the value. */
		SUFFIX;

		/**
		 * Return the operators that a service finds in a text if it supports all of them.
		 */
		static Set<Operator> in(String text) {
			Set<Operator> operators = EnumSet.noneOf(Operator.class);
			String positive = text.startsWith("!") ? text.substring(1) : text;
			if (positive.contains("&&")) {
				operators.add(AND);
			}
			if (positive.contains("||")) {
				operators.add(OR);
			}
			if (positive.contains("/")) {
				operators.add(RANGE);
			}
			if (positive.length() > 1 && positive.endsWith("*")) {
				operators.add(PREFIX);
			}
			if (positive.length() > 1 && positive.startsWith("*")) {
				operators.add(SUFFIX);
			}
			return operators;
		}

	}

}
