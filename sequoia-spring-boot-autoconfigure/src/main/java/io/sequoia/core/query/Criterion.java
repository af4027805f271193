package io.sequoia.core.query;

/**
 * One condition, made by {@link Field} and put into {@link Criteria}. Immutable and
 * thread-safe.
 */
public final class Criterion {

	private final String parameter;

	private final String value;

	Criterion(String parameter, String value) {
		this.parameter = parameter;
		this.value = value;
	}

	String parameter() {
		return this.parameter;
	}

	String value() {
		return this.value;
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
	 * The condition as a parameter, for people: neither encoded nor meant to be parsed.
	 * @return for example {@code withType=movie}
	 */
	@Override
	public String toString() {
		return this.parameter + "=" + this.value;
	}

}
