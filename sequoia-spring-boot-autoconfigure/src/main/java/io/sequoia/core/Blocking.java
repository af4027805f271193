package io.sequoia.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import io.sequoia.Internal;
import io.sequoia.OutcomeUnknownException;
import io.sequoia.Ref;
import io.sequoia.SequoiaFailure.Details;
import io.sequoia.call.CallContext;
import io.sequoia.correlation.BlockingThread;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The only class in which a caller's thread blocks. Each method fails with an
 * {@link IllegalStateException} on a thread that must not block, and when the thread is
 * interrupted. Thread-safe.
 */
@Internal
public final class Blocking {

	private Blocking() {
	}

	/**
	 * Wait for an answer.
	 * @param mono the answer
	 * @param <R> the type of the answer
	 * @return the answer
	 * @throws OutcomeUnknownException if the thread is interrupted while a write is in
	 * flight that may have been applied
	 */
	public static <R> R await(Mono<R> mono) {
		return present(awaitNullable(mono));
	}

	/**
	 * Wait for an answer, as {@link #await} does.
	 * @param mono the answer
	 * @param <R> the type of the answer
	 * @return the answer, or {@code null} if there is none
	 */
	public static <R> @Nullable R awaitNullable(Mono<R> mono) {
		List<OutcomeUnknownException> abandoned = Collections.synchronizedList(new ArrayList<>());
		Consumer<OutcomeUnknownException> abandon = abandoned::add;
		Queue<Runnable> afterwards = new ConcurrentLinkedQueue<>();
		Consumer<Runnable> later = afterwards::add;
		try {
			return block(mono.contextWrite(
					(context) -> CallContext.withAfterwards(CallContext.withAbandoned(context, abandon), later)),
					abandoned);
		}
		finally {
			// also after a failure: parts of a batch may have been applied
			runAll(afterwards);
		}
	}

	/**
	 * Wait for the answer of a call that writes nothing.
	 */
	static <R> R awaitRead(Mono<R> mono) {
		return present(awaitReadNullable(mono));
	}

	static <R> @Nullable R awaitReadNullable(Mono<R> mono) {
		return block(mono, List.of());
	}

	private static <R> R present(@Nullable R answer) {
		return Objects.requireNonNull(answer, "The call ended without an answer");
	}

	private static <R> @Nullable R block(Mono<R> mono, List<OutcomeUnknownException> abandoned) {
		requireBlockingThread();
		BlockingThread waiting = BlockingThread.enter();
		try {
			return mono.block();
		}
		catch (RuntimeException ex) {
			if (Exceptions.unwrap(ex) instanceof InterruptedException interruption) {
				Thread.currentThread().interrupt();
				throw interrupted(abandoned, interruption);
			}
			throw asThrown(ex);
		}
		finally {
			waiting.close();
		}
	}

	/**
	 * Wait for a result that is made from a stream of resources. The stream is read on
	 * this thread while it waits, as the source of a stream, such as a database cursor,
	 * is often bound to the thread that opened it.
	 * @param stream the stream; closed at the end
	 * @param work makes the result of the elements
	 * @param <E> the type of the elements
	 * @param <R> the type of the result
	 * @return the result
	 * @throws IllegalArgumentException if the stream or an element is {@code null}
	 * @throws OutcomeUnknownException if the thread is interrupted, as a write may be in
	 * flight
	 */
	static <E, R> R awaitFed(Stream<? extends E> stream, Function<Flux<E>, Mono<R>> work) {
		requireBlockingThread();
		Stream<E> checked = Chunks.checked(stream, "resource");
		LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
		// closed below, where a failure of closing it reaches the caller
		Flux<E> elements = Flux.<E>fromIterable(checked::iterator).subscribeOn(Schedulers.fromExecutor(tasks::add));
		List<OutcomeUnknownException> abandoned = Collections.synchronizedList(new ArrayList<>());
		Consumer<OutcomeUnknownException> abandon = abandoned::add;
		Queue<Runnable> afterwards = new ConcurrentLinkedQueue<>();
		Consumer<Runnable> later = (following) -> {
			afterwards.add(following);
			tasks.add(() -> runAll(afterwards));
		};
		BlockingThread waiting = BlockingThread.enter();
		try (stream) {
			CompletableFuture<R> result = work.apply(elements)
				.contextWrite(
						(context) -> CallContext.withAfterwards(CallContext.withAbandoned(context, abandon), later))
				.toFuture();
			result.whenComplete((value, error) -> tasks.add(() -> {
				// wakes the thread
			}));
			while (!result.isDone()) {
				run(tasks, result, abandoned);
			}
			return present(Mono.fromFuture(result).block());
		}
		catch (RuntimeException ex) {
			throw asThrown(ex);
		}
		finally {
			waiting.close();
			runAll(afterwards);
		}
	}

	/**
	 * Throw an error of the application's code, such as that of an assertion, as the code
	 * threw it. Reactor wraps it.
	 * @return the failure, if it is no such error
	 */
	static RuntimeException asThrown(RuntimeException failure) {
		if (Exceptions.unwrap(failure) instanceof Error error) {
			throw error;
		}
		return failure;
	}

	/** Do the work that follows calls, on the thread that waited for them. */
	private static void runAll(Queue<Runnable> afterwards) {
		for (Runnable work = afterwards.poll(); work != null; work = afterwards.poll()) {
			work.run();
		}
	}

	private static void run(LinkedBlockingQueue<Runnable> tasks, CompletableFuture<?> result,
			List<OutcomeUnknownException> abandoned) {
		try {
			tasks.take().run();
		}
		catch (InterruptedException ex) {
			result.cancel(true);
			Thread.currentThread().interrupt();
			// while another thread begins a request, it is that thread which cancels it
			throw abandoned.isEmpty() ? new OutcomeUnknownException(
					"Interrupted while resources of a stream were stored: those in flight may have been applied",
					Details.of(null, null, null), List.of(), ex) : interrupted(abandoned, ex);
		}
	}

	/**
	 * Create the failure of an interrupted call. The caller of a write must be told that
	 * its outcome is unknown.
	 */
	private static RuntimeException interrupted(List<OutcomeUnknownException> abandoned, InterruptedException cause) {
		if (abandoned.isEmpty()) {
			return new IllegalStateException("Interrupted while waiting for an answer", cause);
		}
		List<OutcomeUnknownException> writes = List.copyOf(abandoned);
		OutcomeUnknownException told = writes.stream()
			.filter((write) -> write.batch() != null)
			.findFirst()
			.orElse(writes.get(0));
		List<Ref> refs = (told.batch() != null) ? told.refs()
				: writes.stream().flatMap((write) -> write.refs().stream()).toList();
		return new OutcomeUnknownException("Interrupted while waiting for an answer: " + told.getMessage(),
				told.details(), refs, cause);
	}

	/**
	 * Convert a flux to a stream that requests each element when it is needed.
	 */
	static <E> Stream<E> stream(Flux<E> flux) {
		requireBlockingThread();
		// as Reactor's own blocking operators do; else the thread would lose its values
		ElementIterator<E> elements = new ElementIterator<>(
				Hooks.isAutomaticContextPropagationEnabled() ? flux.contextCapture() : flux);
		return StreamSupport
			.stream(Spliterators.spliteratorUnknownSize(elements, Spliterator.ORDERED | Spliterator.NONNULL), false)
			.onClose(elements::close);
	}

	static void requireBlockingThread() {
		if (Schedulers.isInNonBlockingThread()) {
			throw new IllegalStateException(
					"This call would block the thread '" + Thread.currentThread().getName() + "', which must"
							+ " not be blocked: use ReactiveSequoiaTemplate or ReactiveSequoiaIdentity here, or"
							+ " a scheduler such as boundedElastic");
		}
	}

}
