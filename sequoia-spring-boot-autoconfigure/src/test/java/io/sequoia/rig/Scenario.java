package io.sequoia.rig;

import java.util.concurrent.Callable;

/**
 * Something that goes wrong for several calls, or over some time, and what is seen then.
 *
 * @param number the row of the matrix that it belongs to
 * @param what what goes wrong
 * @param run lets it happen, checks what must hold, and tells it in a few words
 */
record Scenario(int number, String what, Callable<String> run) {

	@Override
	public String toString() {
		return this.number + " " + this.what;
	}

}
