package io.sequoia.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Throws an {@link OutputFailedException} when it cannot write.
 */
final class CheckedOutputStream extends FilterOutputStream {

	CheckedOutputStream(OutputStream stream) {
		super(stream);
	}

	@Override
	public void write(int one) {
		write(new byte[] { (byte) one }, 0, 1);
	}

	@Override
	public void write(byte[] bytes, int offset, int length) {
		try {
			this.out.write(bytes, offset, length);
		}
		catch (IOException ex) {
			throw new OutputFailedException(ex);
		}
	}

	@Override
	public void flush() {
		try {
			this.out.flush();
		}
		catch (IOException ex) {
			throw new OutputFailedException(ex);
		}
	}

}
