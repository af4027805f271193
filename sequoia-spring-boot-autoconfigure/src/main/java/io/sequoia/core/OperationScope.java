package io.sequoia.core;

import io.sequoia.Internal;
import io.sequoia.call.Call;
import io.sequoia.call.CallContext;
import io.sequoia.core.observation.OperationObservations;
import io.sequoia.correlation.CorrelationIds;
import io.sequoia.http.InFlightCalls;
import io.sequoia.security.SequoiaTokenSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Surrounds each operation that a caller asks for: with one correlation id, counted among
 * the calls that run, and observed as one operation, however many requests it makes. It
 * is opened by the method that the caller called, and by nothing below it. Thread-safe.
 */
@Internal
public final class OperationScope {

	private final CorrelationIds correlationIds;

	private final SequoiaTokenSource tokens;

	private final InFlightCalls inFlightCalls;

	private final OperationObservations observations;

	/**
	 * Create the scope of operations.
	 * @param correlationIds gives operations their ids
	 * @param tokens takes what it needs from the context of the caller
	 * @param inFlightCalls counts the calls, and admits none after the application closed
	 * @param observations observes operations
	 */
	public OperationScope(CorrelationIds correlationIds, SequoiaTokenSource tokens, InFlightCalls inFlightCalls,
			OperationObservations observations) {
		this.correlationIds = correlationIds;
		this.tokens = tokens;
		this.inFlightCalls = inFlightCalls;
		this.observations = observations;
	}

	/**
	 * Run an operation with at most one result. An operation that another one makes with
	 * the same correlation id is part of that one.
	 * @param call the caller's call; its operation is the name of the method
	 * @param options the options of the call
	 * @param operation the work
	 * @param <R> the type of the result
	 * @return the result
	 */
	<R> Mono<R> open(Call call, RequestOptions options, Mono<R> operation) {
		return Mono.deferContextual((caller) -> {
			if (isPart(caller, options)) {
				return operation;
			}
			Context begun = CallContext.inCall(begin(options, caller));
			Mono<R> observed = this.observations.isOff() ? operation
					: Mono.defer(() -> this.observations.observe(call, CorrelationIds.find(begun), caller, operation));
			return this.inFlightCalls.admit(observed, caller).contextWrite(begun);
		});
	}

	/**
	 * Run an operation with many results. It is counted as one that may be left
	 * unfinished; the steps that it is made of are counted by {@link #step}.
	 * @param call the caller's call; its operation is the name of the method
	 * @param options the options of the call
	 * @param operation the work
	 * @param <R> the type of the result
	 * @return the results
	 */
	<R> Flux<R> open(Call call, RequestOptions options, Flux<R> operation) {
		return Flux.deferContextual((caller) -> {
			Context begun = CallContext.inBrowse(begin(options, caller));
			Flux<R> observed = Flux
				.defer(() -> this.observations.observe(call, CorrelationIds.find(begun), caller, operation));
			return this.inFlightCalls.admit(observed, caller).contextWrite(begun);
		});
	}

	/**
	 * Count a step of an operation with many results, such as a page, as a call that ends
	 * before the application closes. In any other operation it is counted already.
	 * @param step the step
	 * @param <R> the type of the result
	 * @return the result
	 */
	<R> Mono<R> step(Mono<R> step) {
		return Mono.deferContextual((context) -> {
			if (CallContext.isInCall(context)) {
				return step;
			}
			// a thread that waits for the step has the id, as one that waits for a call
			Context begun = CallContext.inCall(Context.of(this.correlationIds.begin(context, null)));
			return this.inFlightCalls.admit(step, context).contextWrite(begun);
		});
	}

	/**
	 * Count a page in the meters.
	 * @param call the call that fetched it
	 * @param resource its collection
	 * @param resources the number of its resources
	 */
	void page(Call call, String resource, int resources) {
		this.observations.page(call, resource, resources);
	}

	private static boolean isPart(ContextView caller, RequestOptions options) {
		String own = options.correlationId();
		return CallContext.isInCall(caller) && (own == null || own.equals(CorrelationIds.find(caller)));
	}

	private Context begin(RequestOptions options, ContextView caller) {
		return Context.of(this.correlationIds.begin(caller, options.correlationId()))
			.putAll(this.tokens.caller(caller));
	}

}
