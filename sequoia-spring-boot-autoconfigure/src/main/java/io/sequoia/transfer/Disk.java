package io.sequoia.transfer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

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
		// passes a failure on as a value, as an error after the caller gave up would have
		// no subscriber
		return Mono
			.fromFuture(() -> CompletableFuture.supplyAsync(() -> outcome(work),
					(task) -> Schedulers.boundedElastic().schedule(task)), true)
			.dematerialize();
	}

	/**
	 * Do work on files that has no result.
	 * @param work the work, done once for each subscriber
	 * @return completes when it is done
	 */
	static Mono<Void> run(Work work) {
		return run(() -> {
			work.run();
			return true;
		}).then();
	}

	private static <R> Signal<R> outcome(Callable<R> work) {
		try {
			R result = work.call();
			return (result != null) ? Signal.next(result) : Signal.complete();
		}
		catch (IOException ex) {
			return Signal.error(new UncheckedIOException(ex.getClass().getSimpleName() + ": " + ex.getMessage(), ex));
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
