package io.sequoia.rig;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One thing that goes wrong, and what each call is to make of it.
 *
 * @param number the row of the matrix that it belongs to
 * @param fault what goes wrong
 * @param trouble arranges for it
 * @param expected what is to be seen, by column
 * @param further what else must hold of each trial
 */
record Row(int number, String fault, Consumer<Trial> trouble, List<Seen> expected, Consumer<Trial> further) {

	/**
	 * A row.
	 * @param number the row of the matrix that it belongs to
	 * @param fault what goes wrong
	 * @param expected the signs of what is to be seen, one for each column
	 * @param trouble arranges for it
	 * @return the row
	 */
	static Row of(int number, String fault, String expected, Consumer<Trial> trouble) {
		List<Seen> signs = Stream.of(expected.split(" +")).map(Seen::ofSign).toList();
		assertThat(signs).as(fault).hasSameSizeAs(Column.values());
		return new Row(number, fault, trouble, signs, (trial) -> {
		});
	}

	/** The same row, of which something else must hold as well. */
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
	 * @param column what is called
	 * @return what was seen, which is what is expected
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
