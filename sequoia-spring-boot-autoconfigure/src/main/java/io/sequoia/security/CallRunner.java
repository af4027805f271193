package io.sequoia.security;

import io.sequoia.call.Call;
import reactor.core.publisher.Mono;

/**
 * Runs one logical call by the rules that hold for all: one correlation id, attempts
 * while they help, a deadline. The engine of the templates is one.
 */
@FunctionalInterface
public interface CallRunner {

	/**
	 * Run a call.
	 * @param call what is called
	 * @param repeatable whether doing it twice is doing it once
	 * @param attempt makes one attempt; subscribed to once for each
	 * @param <R> the kind of answer
	 * @return the answer of the attempt that went well
	 */
	<R> Mono<R> run(Call call, boolean repeatable, Mono<R> attempt);

}
