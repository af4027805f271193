package io.sequoia.rig;

import java.util.function.Consumer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One fault, and the expected result of each kind of call.
 *
 * @param kind the kind of the fault
 * @param fault the description of the fault
 * @param trouble arranges the fault
 * @param expected the expected results
 * @param further a further check of each trial
 */
record Row(Kind kind, String fault, Consumer<Trial> trouble, Expected expected, Consumer<Trial> further) {

	/**
	 * Create a row.
	 * @param kind the kind of the fault
	 * @param fault the description of the fault
	 * @param expected the expected results
	 * @param trouble arranges the fault
	 * @return the row
	 */
	static Row of(Kind kind, String fault, Expected expected, Consumer<Trial> trouble) {
		return new Row(kind, fault, trouble, expected, (trial) -> {
		});
	}

	/** Create a copy with a further check. */
	Row and(Consumer<Trial> check) {
		return new Row(this.kind, this.fault, this.trouble, this.expected, this.further.andThen(check));
	}

	boolean has(Column column) {
		return this.expected.in(column) != Seen.NOTHING;
	}

	/**
	 * Try it.
	 * @param rig the application
	 * @param face the template
	 * @param column the kind of call
	 * @return the result, which is the expected one
	 */
	Seen verify(Rig rig, Face face, Column column) {
		Trial trial = new Trial(rig, face, column).run(this.trouble);
		Seen seen = trial.seen();
		assertThat(seen).as("%s, %s: %s", this, trial, trial.failure()).isEqualTo(this.expected.in(column));
		this.further.accept(trial);
		return seen;
	}

	@Override
	public String toString() {
		return this.kind + ": " + this.fault;
	}

}
