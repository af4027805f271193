package io.sequoia.core;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;

import io.sequoia.correlation.BlockingThread;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.Exceptions;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Signal;

/**
 * The elements of a flux, each requested when the caller's thread needs it. One thread
 * reads them; another may close it.
 *
 * @param <E> the type of the elements
 */
final class ElementIterator<E> extends BaseSubscriber<E> implements Iterator<E> {

	private final LinkedBlockingQueue<Signal<E>> signals = new LinkedBlockingQueue<>();

	private final Flux<E> flux;

	private @Nullable Signal<E> current;

	private boolean started;

	ElementIterator(Flux<E> flux) {
		this.flux = flux;
	}

	@Override
	public boolean hasNext() {
		Signal<E> next = this.current;
		if (next == null) {
			next = await();
			this.current = next;
		}
		Throwable error = next.getThrowable();
		if (error != null) {
			throw Blocking.asThrown(Exceptions.propagate(error));
		}
		return next.isOnNext();
	}

	@Override
	public E next() {
		if (!hasNext()) {
			throw new NoSuchElementException();
		}
		E element = Objects.requireNonNull(Objects.requireNonNull(this.current).get());
		this.current = null;
		return element;
	}

	private Signal<E> await() {
		Blocking.requireBlockingThread();
		BlockingThread waiting = BlockingThread.enter();
		try {
			if (!this.started) {
				this.started = true;
				this.flux.subscribe(this);
			}
			request(1);
			return this.signals.take();
		}
		catch (InterruptedException ex) {
			cancel();
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while waiting for the next page", ex);
		}
		finally {
			waiting.close();
		}
	}

	void close() {
		// another thread that reads must not take this for the end of the elements
		this.signals.add(Signal.error(new IllegalStateException("The stream was closed before its end")));
		cancel();
	}

	@Override
	protected void hookOnSubscribe(Subscription subscription) {
		// each element is requested when the stream needs it
	}

	@Override
	protected void hookOnNext(E element) {
		this.signals.add(Signal.next(element));
	}

	@Override
	protected void hookOnComplete() {
		this.signals.add(Signal.complete());
	}

	@Override
	protected void hookOnError(Throwable error) {
		this.signals.add(Signal.error(error));
	}

}
