package io.sequoia.cli;

import java.io.PrintWriter;

/**
 * Shows a person how far a long command has come. Not thread-safe.
 */
final class Progress {

	private static final int WIDTH = 30;

	private final PrintWriter err;

	private final boolean shown;

	private final String unit;

	private int last = -1;

	/**
	 * Create an instance.
	 * @param terminal the terminal; nothing is shown if it is not interactive
	 * @param unit the name of what is counted
	 */
	Progress(Terminal terminal, String unit) {
		this.err = terminal.err();
		this.shown = terminal.interactive();
		this.unit = unit;
	}

	/**
	 * Print a bar if it has changed by a percent.
	 * @param done the number that is done
	 * @param total the number to do, or 0 if it is unknown
	 */
	void show(long done, long total) {
		if (!this.shown) {
			return;
		}
		int percent = (total > 0) ? (int) Math.min(100, done * 100 / total) : (int) (done / 100);
		if (percent == this.last) {
			return;
		}
		this.last = percent;
		String bar = (total > 0) ? "[" + "#".repeat(percent * WIDTH / 100) + " ".repeat(WIDTH - percent * WIDTH / 100)
				+ "] " + percent + " % " : "";
		this.err.print("\r" + bar + done + " " + this.unit);
		this.err.flush();
	}

	void end() {
		if (this.shown && this.last >= 0) {
			this.err.println();
		}
	}

}
