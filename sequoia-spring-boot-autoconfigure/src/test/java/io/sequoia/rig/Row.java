package io.sequoia.rig;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One fault, and the expected result of each kind of call.
 *
 * @param number the number of the matrix row
 * @param fault the description of the fault
 * @param trouble arranges the fault
 * @param expected the expected results, by column
 * @param further a further check of each trial
 */
record Row(int number, String fault, Consumer<Trial> trouble, List<Seen> expected, Consumer<Trial> further) {

	/**
	 * Create a row.
	 * @param number the number of the matrix row
	 * @param fault the description of the fault
	 * @param expected the signs of the expected results, one for each column
	 * @param trouble arranges the fault
	 * @return the row
	 */
	static Row of(int number, String fault, String expected, Consumer<Trial> trouble) {
		List<Seen> signs = Stream.of(expected.split(" +")).map(Seen::ofSign).toList();
		assertThat(signs).as(fault).hasSameSizeAs(Column.values());
		return new Row(number, fault, trouble, signs, (trial) -> {
		});
	}

	/** Create a copy with a further check. */
	Row and(Consumer<Trial> check) {
		return new Row(this.number, this.fault, this.trouble, this.expected, this.further.andThen(check));
	}

	boolean has(Column column) {
		return expected(column) != Seen.NOTHING;
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
		assertThat(seen).as("%s, %s: %s", this, trial, trial.failure()).isEqualTo(expected(column));
		this.further.accept(trial);
		return seen;
	}

	private Seen expected(Column column) {
		return this.expected.get(column.ordinal());
	}

	@Override
	public String toString() {
		return this.number + " " + this.fault;
	}

}
