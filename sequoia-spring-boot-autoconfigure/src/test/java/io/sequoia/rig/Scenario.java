package io.sequoia.rig;

import java.util.concurrent.Callable;

/**
 * A fault for several calls, or over some time, and its result.
 *
 * @param kind the kind of the fault
 * @param what the description of the fault
 * @param run runs it, checks the result, and describes it in a few words
 */
record Scenario(Kind kind, String what, Callable<String> run) {

	@Override
	public String toString() {
		return this.kind + ": " + this.what;
	}

}
