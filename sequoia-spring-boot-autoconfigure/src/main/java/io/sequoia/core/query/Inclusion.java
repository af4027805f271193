package io.sequoia.core.query;

import io.sequoia.InvalidCriteriaException;
import io.sequoia.Printable;

/**
 * A related collection whose resources come in the same answer, with a choice of their
 * fields and their order (docs/protocol.md, section 6). To filter them, compare a field
 * with a dotted name in the criteria: {@code field("assets.type").equalTo("image")}.
 * <p>
 * Immutable and thread-safe: each method returns a copy.
 */
public sealed class Inclusion permits Inclusion.Ordered {

	private final String name;

	private final Parameters parameters;

	private Inclusion(String name, Parameters parameters) {
		this.name = name;
		this.parameters = parameters;
	}

	/**
	 * Include a relationship.
	 * @param relationship its name in the service's descriptor, for example
	 * {@code assets}; relationships through another one have a dot,
	 * {@code relatedMaterials.assets}
	 * @return the inclusion
	 * @throws InvalidCriteriaException if that cannot be the name of a relationship
	 */
	public static Inclusion resource(String relationship) {
		return new Inclusion(Names.require("relationship name", relationship), Parameters.NONE);
	}

	/**
	 * Ask for these fields of the included resources only; calls add up.
	 * @param names the names of the fields, at least one
	 * @return a copy with those fields
	 * @throws InvalidCriteriaException if there is no name, or one cannot be a field name
	 */
	public Inclusion fields(String... names) {
		return new Inclusion(this.name,
				this.parameters.addAll(Parameters.FIELDS, Names.requireAll("field name", names)));
	}

	/**
	 * Sort the included resources by a field, ascending unless {@code desc()} follows.
	 * Calls add up; the first field has precedence.
	 * @param field the name of the field
	 * @return a copy that sorts so, and lets the direction be chosen
	 * @throws InvalidCriteriaException if that cannot be a field name
	 */
	public Ordered orderBy(String field) {
		return new Ordered(this, Names.require("field name", field), "");
	}

	/**
	 * Return the name of the relationship.
	 * @return the name
	 */
	public String name() {
		return this.name;
	}

	Parameters parameters() {
		return this.parameters;
	}

	@Override
	public final boolean equals(Object other) {
		return other instanceof Inclusion inclusion && this.name.equals(inclusion.name)
				&& this.parameters.equals(inclusion.parameters);
	}

	@Override
	public final int hashCode() {
		return 31 * this.name.hashCode() + this.parameters.hashCode();
	}

	@Override
	public final String toString() {
		return "Inclusion " + this.name + " " + Printable.of(this.parameters.toString(), 1024);
	}

	/**
	 * An inclusion whose last sort field can still be given a direction.
	 */
	public static final class Ordered extends Inclusion implements Order<Ordered> {

		private final Inclusion before;

		private final String field;

		private Ordered(Inclusion before, String field, String direction) {
			super(before.name, before.parameters.add(Parameters.SORT, direction + field));
			this.before = before;
			this.field = field;
		}

		@Override
		public Ordered asc() {
			return new Ordered(this.before, this.field, "");
		}

		@Override
		public Ordered desc() {
			return new Ordered(this.before, this.field, "-");
		}

	}

}
