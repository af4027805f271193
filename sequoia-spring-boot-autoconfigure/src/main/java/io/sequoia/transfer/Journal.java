package io.sequoia.transfer;

import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * The list of finished blocks of a file that is downloaded. Each has its checksum, so
 * that after a crash of the machine, when the list may be ahead of the data, a block
 * counts only if it is there.
 *
 * @param source names the source
 * @param version the version of the file
 * @param blockSize the size of all blocks but the last one
 * @param blocks the CRC32C of each finished block, by its number
 */
record Journal(String source, FileVersion version, int blockSize, Map<Integer, Integer> blocks) {

	private static final String FORM = "sequoia-download 1";

	/**
	 * Read a journal.
	 * @param text the text of its file
	 * @return the journal, or {@code null} if it has another form. Lines of blocks that
	 * were not written completely are left out
	 */
	static @Nullable Journal parse(String text) {
		String[] lines = text.split("\n", -1);
		if (lines.length < 6 || !lines[0].equals(FORM)) {
			return null;
		}
		try {
			Journal journal = new Journal(lines[1], new FileVersion(lines[2], Long.parseLong(lines[3])),
					Integer.parseInt(lines[4]), new TreeMap<>());
			boolean valid = journal.blockSize > 0 && journal.version.length() > 0
					&& isCountable(journal.version.length(), journal.blockSize);
			// the last line has no line break at its end, unless it is empty
			for (int i = 5; valid && i < lines.length - 1; i++) {
				journal.add(lines[i]);
			}
			return valid ? journal : null;
		}
		catch (NumberFormatException ex) {
			return null; // not the journal of this class, or damaged
		}
	}

	private void add(String line) {
		int space = line.indexOf(' ');
		try {
			int index = Integer.parseInt(line.substring(0, Math.max(space, 0)));
			if (index >= 0 && index < count()) {
				this.blocks.put(index, Integer.parseUnsignedInt(line.substring(space + 1), 16));
			}
		}
		catch (NumberFormatException ex) {
			// a download that went on after a line that was cut has written on behind it
		}
	}

	/** Write the journal without its blocks. */
	String header() {
		return String.join("\n", FORM, this.source, this.version.validator(), String.valueOf(this.version.length()),
				String.valueOf(this.blockSize), "");
	}

	/** Write the line of a finished block. */
	static String line(int index, int checksum) {
		return index + " " + Integer.toHexString(checksum) + "\n";
	}

	/** Tell whether the blocks of a file can be numbered. */
	static boolean isCountable(long length, int blockSize) {
		return (length - 1) / blockSize < Integer.MAX_VALUE;
	}

	/** Return the number of blocks. */
	int count() {
		return Math.toIntExact((this.version.length() + this.blockSize - 1) / this.blockSize);
	}

	long start(int index) {
		return (long) index * this.blockSize;
	}

	int length(int index) {
		return (int) Math.min(this.blockSize, this.version.length() - start(index));
	}

}
