package io.sequoia.http;

import java.util.function.BooleanSupplier;

import io.sequoia.Internal;
import io.sequoia.call.Call;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A request that the application makes by a WebClient or an HTTP interface.
 *
 * @param call the call
 * @param repeatable whether its method has the same effect if it is used twice
 * @param spent tells whether its body cannot be sent again
 * @param correlationId the correlation id in its header, or {@code null}
 */
@Internal
public record UserCall(Call call, boolean repeatable, BooleanSupplier spent, @Nullable String correlationId) {

	/**
	 * Runs such requests by the rules of all calls.
	 */
	public interface Runner {

		/**
		 * Run a request.
		 * @param call the request
		 * @param attempt sends it once; subscribed to for each attempt
		 * @param <R> the type of the answer
		 * @return the answer
		 */
		<R> Mono<R> run(UserCall call, Mono<R> attempt);

	}

}
