package io.sequoia.transfer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Works on files on Reactor's threads for blocking work. A caller that gives up does not
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
		return Mono.fromFuture(() -> CompletableFuture.supplyAsync(() -> call(work),
				(task) -> Schedulers.boundedElastic().schedule(task)), true);
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

	private static <R> R call(Callable<R> work) {
		try {
			return work.call();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex.getClass().getSimpleName() + ": " + ex.getMessage(), ex);
		}
		catch (RuntimeException ex) {
			throw ex;
		}
		catch (Exception ex) {
			throw new CompletionException(ex);
		}
	}

	/** Work without a result. */
	@FunctionalInterface
	interface Work {

		void run() throws IOException;

	}

}
