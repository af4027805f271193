package io.sequoia.call;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import io.sequoia.Internal;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The first failure of several requests. It ends those that run at the same time, so a
 * second one at the same moment has no subscriber, and Reactor would log it as an error
 * that was dropped. Thread-safe.
 */
@Internal
public final class FirstFailure {

	private final AtomicBoolean failed = new AtomicBoolean();

	private FirstFailure() {
	}

	/**
	 * Run requests at the same time.
	 * @param requests combines requests, each of them passed through {@link #of}; called
	 * once for each subscriber
	 * @param <T> the type of the answers
	 * @return the answers
	 */
	public static <T> Flux<T> among(Function<FirstFailure, Flux<T>> requests) {
		return Flux.defer(() -> requests.apply(new FirstFailure()));
	}

	/**
	 * Run a request for each element of a source, one after the other. If the source
	 * fails, the requests for the elements before end first: a write that was cancelled
	 * in flight could have been applied or not, and nobody would be told.
	 * @param source the elements
	 * @param request makes the request for an element
	 * @param prefetch the number of elements to ask for while a request runs
	 * @param <E> the type of the elements
	 * @param <T> the type of the answers
	 * @return the answers
	 */
	public static <E, T> Flux<T> inTurn(Flux<E> source, Function<E, Publisher<T>> request, int prefetch) {
		return source.map(request)
			.onErrorResume((failure) -> Mono.just(Flux.error(failure)))
			.concatMap(Function.identity(), prefetch);
	}

	/**
	 * Run a request of the group.
	 * @param request the request
	 * @param <T> the type of its answer
	 * @return its answer, or its failure if that is the first one of the group; without
	 * an end otherwise, until it is cancelled
	 */
	public <T> Mono<T> of(Mono<T> request) {
		return request
			.onErrorResume((failure) -> this.failed.compareAndSet(false, true) ? Mono.error(failure) : Mono.never());
	}

}
