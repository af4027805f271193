package io.sequoia.autoconfigure;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.sequoia.Printable;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;

/**
 * Reads files at intervals, and reports new content. Reading finds every change: symbolic
 * links that are swapped, as in the volumes of Kubernetes, and files on mounts for which
 * the operating system reports no events. Content is reported when two readings in a row
 * have found it, so that a file that is still being written is not used. Messages contain
 * the name of what is read, never its content.
 */
final class WatchedContent implements AutoCloseable {

	/** The interval between two readings of a file. */
	static final Duration OF_FILES = Duration.ofSeconds(1);

	/**
	 * The interval between two readings of content that is not a file, and may be on
	 * another machine.
	 */
	static final Duration OF_OTHERS = Duration.ofMinutes(1);

	private static final Log logger = LogFactory.getLog(WatchedContent.class);

	private final Scheduler timer;

	private final Disposable.Composite readings = Disposables.composite();

	/**
	 * Create it without anything to read.
	 * @param timer runs the readings, on threads that may block
	 */
	WatchedContent(Scheduler timer) {
		this.timer = timer;
	}

	/**
	 * Read something again and again.
	 * @param name its name in messages
	 * @param interval the time between two readings
	 * @param known the content that is in use
	 * @param reader reads the content, to be compared by {@code equals}
	 * @param changed takes new content, on a thread that may block
	 * @param <T> the type of the content
	 */
	<T> void watch(String name, Duration interval, @Nullable T known, Supplier<T> reader, Consumer<T> changed) {
		Reading<T> reading = new Reading<>(name, known, reader, changed);
		long nanos = interval.toNanos();
		this.readings.add(this.timer.schedulePeriodically(reading, nanos, nanos, TimeUnit.NANOSECONDS));
	}

	@Override
	public void close() {
		this.readings.dispose();
	}

	/** The state between two readings; only one thread at a time runs it. */
	private static final class Reading<T> implements Runnable {

		private final String name;

		private final Supplier<T> reader;

		private final Consumer<T> changed;

		private @Nullable T known;

		private @Nullable T last;

		private boolean failed;

		Reading(String name, @Nullable T known, Supplier<T> reader, Consumer<T> changed) {
			this.name = name;
			this.known = known;
			this.last = known;
			this.reader = reader;
			this.changed = changed;
		}

		@Override
		public void run() {
			try {
				T content = this.reader.get();
				this.failed = false;
				boolean settled = content.equals(this.last);
				this.last = content;
				if (settled && !content.equals(this.known)) {
					this.known = content;
					this.changed.accept(content);
				}
			}
			catch (RuntimeException ex) {
				if (!this.failed) {
					this.failed = true;
					logger.error("The new content of " + this.name + " cannot be used; the old content stays in use: "
							+ Printable.reason(ex));
				}
			}
		}

	}

}
