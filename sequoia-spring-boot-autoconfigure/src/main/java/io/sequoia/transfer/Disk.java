package io.sequoia.transfer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Signal;
import reactor.core.scheduler.Schedulers;

/**
 * Works on files on Reactor's threads for blocking work. A caller that cancels does not
 * interrupt the work, as an interruption would close the file under the other blocks.
 */
final class Disk {

	private Disk() {
	}

	/**
	 * Do work on files.
	 * @param work the work, done once for each subscriber
	 * @param <R> the type of its result
	 * @return the result; an {@link UncheckedIOException} if the work fails with an
	 * {@link IOException}
	 */
	static <R> Mono<R> run(Callable<R> work) {
		return run(null, work);
	}

	/**
	 * Do work on a file.
	 * @param file the file, which the message of a failure names
	 * @param work the work, done once for each subscriber
	 * @param <R> the type of its result
	 * @return the result; an {@link UncheckedIOException} if the work fails with an
	 * {@link IOException}
	 */
	static <R> Mono<R> run(@Nullable Path file, Callable<R> work) {
		// passes a failure on as a value, as an error after the caller gave up would have
		// no subscriber
		return Mono
			.fromFuture(() -> CompletableFuture.supplyAsync(() -> outcome(file, work),
					(task) -> Schedulers.boundedElastic().schedule(task)), true)
			.dematerialize();
	}

	/**
	 * Do work on a file that has no result.
	 * @param file the file, which the message of a failure names
	 * @param work the work, done once for each subscriber
	 * @return completes when it is done
	 */
	static Mono<Void> run(Path file, Work work) {
		return run(file, () -> {
			work.run();
			return true;
		}).then();
	}

	private static <R> Signal<R> outcome(@Nullable Path file, Callable<R> work) {
		try {
			R result = work.call();
			return (result != null) ? Signal.next(result) : Signal.complete();
		}
		catch (IOException ex) {
			// the system tells what is wrong with a file that is open, and not which file
			String named = (file == null || ex instanceof FileSystemException) ? "" : file + ": ";
			return Signal
				.error(new UncheckedIOException(ex.getClass().getSimpleName() + ": " + named + ex.getMessage(), ex));
		}
		catch (Exception ex) {
			return Signal.error(ex);
		}
	}

	/** Work without a result. */
	@FunctionalInterface
	interface Work {

		void run() throws IOException;

	}

}
