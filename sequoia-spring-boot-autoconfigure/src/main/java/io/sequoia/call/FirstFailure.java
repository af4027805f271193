package io.sequoia.call;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import io.sequoia.Internal;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The first failure of requests that run at the same time. It ends all of them, so a
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
