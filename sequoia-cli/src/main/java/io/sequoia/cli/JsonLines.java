package io.sequoia.cli;

import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.jspecify.annotations.Nullable;

/**
 * Reads a resource from each line that is not empty. Not thread-safe.
 */
final class JsonLines implements Iterator<Map<String, Object>>, AutoCloseable {

	private final Utf8Lines lines;

	private @Nullable Map<String, Object> next;

	private @Nullable RuntimeException failure;

	JsonLines(Utf8Lines lines) {
		this.lines = lines;
	}

	Stream<Map<String, Object>> stream() {
		return StreamSupport.stream(Spliterators.spliteratorUnknownSize(this, Spliterator.ORDERED), false);
	}

	/**
	 * End before a line that cannot be read, so that all resources before it are stored:
	 * a failure of the stream would drop those of the requests that are not yet full.
	 */
	@Override
	public boolean hasNext() {
		try {
			return this.failure == null && hasFurther();
		}
		catch (IllegalArgumentException | UncheckedIOException ex) {
			this.failure = ex;
			return false;
		}
	}

	private boolean hasFurther() {
		while (this.next == null) {
			String line = this.lines.next();
			if (line == null) {
				return false;
			}
			if (!line.isBlank()) {
				this.next = JsonInput.parsed(line, this.lines.place());
			}
		}
		return true;
	}

	@Override
	public Map<String, Object> next() {
		Map<String, Object> resource = hasNext() ? this.next : null;
		if (resource == null) {
			throw new NoSuchElementException();
		}
		this.next = null;
		return resource;
	}

	/**
	 * Throw the failure that ended the lines, if there is one.
	 * @param stored the number of resources that were stored
	 */
	void requireComplete(long stored) {
		if (this.failure != null) {
			throw new IllegalArgumentException(this.failure.getMessage() + "; resources stored before it: " + stored,
					this.failure);
		}
	}

	@Override
	public void close() {
		this.lines.close();
	}

}
