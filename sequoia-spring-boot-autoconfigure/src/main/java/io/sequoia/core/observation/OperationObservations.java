package io.sequoia.core.observation;

import java.util.concurrent.atomic.AtomicBoolean;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.sequoia.Internal;
import io.sequoia.call.Call;
import io.sequoia.call.ForwardingSubscriber;
import io.sequoia.call.UserCode;
import io.sequoia.http.Outcome;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoOperator;
import reactor.util.context.ContextView;

/**
 * Observes operations from the subscription to the end, retries and waits included. The
 * observation is the parent of everything that the operation does, such as its HTTP
 * requests. An operation that is part of another one belongs to the observation of that
 * one. Thread-safe.
 */
@Internal
public final class OperationObservations {

	private static final SequoiaOperationObservationConvention DEFAULT = new DefaultSequoiaOperationObservationConvention();

	private final ObservationRegistry registry;

	private final @Nullable SequoiaOperationObservationConvention convention;

	private final OperationMetrics metrics;

	private final TagGuard names;

	private final @Nullable String client;

	/**
	 * Create the observations of operations.
	 * @param registry the registry of observations; with {@link ObservationRegistry#NOOP}
	 * nothing is observed
	 * @param convention names the observations, or {@code null} for the default
	 * @param metrics counts pages
	 * @param names the names that may become tags
	 */
	public OperationObservations(ObservationRegistry registry,
			@Nullable SequoiaOperationObservationConvention convention, OperationMetrics metrics, TagGuard names) {
		this(registry, convention, metrics, names, null);
	}

	/**
	 * Create the observations of operations of one of several clients.
	 * @param registry the registry of observations; with {@link ObservationRegistry#NOOP}
	 * nothing is observed
	 * @param convention names the observations, or {@code null} for the default
	 * @param metrics counts pages
	 * @param names the names that may become tags
	 * @param client the name of the client, or {@code null} if there is one only
	 */
	public OperationObservations(ObservationRegistry registry,
			@Nullable SequoiaOperationObservationConvention convention, OperationMetrics metrics, TagGuard names,
			@Nullable String client) {
		this.client = client;
		this.registry = registry;
		this.convention = convention;
		this.metrics = metrics;
		this.names = names;
	}

	/**
	 * Return the names that may become tags.
	 * @return the names
	 */
	public TagGuard names() {
		return this.names;
	}

	/**
	 * Observe an operation with one result.
	 * @param call the caller's call
	 * @param correlationId the correlation id of the operation
	 * @param caller the context of the caller
	 * @param operation the operation
	 * @param <R> the type of the result
	 * @return the operation, observed for this one subscription
	 */
	public <R> Mono<R> observe(Call call, @Nullable String correlationId, ContextView caller, Mono<R> operation) {
		Running running = start(call, correlationId, caller);
		if (running == null) {
			return operation;
		}
		return new ObservedMono<>(operation, running)
			.contextWrite((context) -> context.put(ObservationThreadLocalAccessor.KEY, running.observation()));
	}

	/**
	 * Tell whether nothing is observed.
	 * @return {@code true} if there is no handler of observations
	 */
	public boolean isOff() {
		return this.registry.isNoop();
	}

	/**
	 * Observe an operation with many results. If its caller ends it, it is a success once
	 * the caller has had a result, as with a stream that is closed early.
	 * @param call the caller's call
	 * @param correlationId the correlation id of the operation
	 * @param caller the context of the caller
	 * @param operation the operation
	 * @param <R> the type of the results
	 * @return the operation, observed for this one subscription
	 */
	public <R> Flux<R> observe(Call call, @Nullable String correlationId, ContextView caller, Flux<R> operation) {
		Running running = start(call, correlationId, caller);
		if (running == null) {
			return operation;
		}
		AtomicBoolean given = new AtomicBoolean();
		return operation.doOnNext((result) -> given.set(true))
			.doOnComplete(() -> running.stop(Outcome.SUCCESS))
			.doOnError(running::fail)
			// a caller that ends it after a result needed no more of them
			.doOnCancel(() -> running.stop(given.get() ? Outcome.SUCCESS : Outcome.CANCELLED))
			.contextWrite((context) -> context.put(ObservationThreadLocalAccessor.KEY, running.observation()));
	}

	/**
	 * Count a page.
	 * @param call the browse that fetched it
	 * @param resource the name of its collection
	 * @param resources the number of resources on the page
	 */
	public void page(Call call, String resource, int resources) {
		if (this.metrics != OperationMetrics.NONE) {
			watch(call, () -> this.metrics.page(this.names.service(call.service()),
					this.names.resource(call.service(), resource), resources));
		}
	}

	/** Run code of handlers, whose failures must not keep the answer from the caller. */
	private static void watch(Call call, Runnable code) {
		try {
			code.run();
		}
		catch (Throwable ex) {
			UserCode.ignored(call, ex);
		}
	}

	private @Nullable Running start(Call call, @Nullable String correlationId, ContextView caller) {
		if (this.registry.isNoop()) {
			return null;
		}
		Observation around = caller.getOrDefault(ObservationThreadLocalAccessor.KEY, null);
		if (around != null && around.getContext() instanceof SequoiaOperationObservationContext) {
			return null;
		}
		SequoiaOperationObservationContext context = new SequoiaOperationObservationContext(call, correlationId,
				this.names, this.client);
		Observation observation = created(call, context);
		if (observation.isNoop()) {
			return null;
		}
		if (around != null) {
			observation.parentObservation(around);
		}
		watch(call, observation::start);
		return new Running(observation, call, context, new AtomicBoolean());
	}

	/** Ask conventions, predicates and handlers whether and as what it is observed. */
	private Observation created(Call call, SequoiaOperationObservationContext context) {
		try {
			return Observation.createNotStarted(this.convention, DEFAULT, () -> context, this.registry);
		}
		catch (Throwable ex) {
			UserCode.ignored(call, ex);
			return Observation.NOOP;
		}
	}

	/** An observation between its start and its only end. */
	private record Running(Observation observation, Call call, SequoiaOperationObservationContext context,
			AtomicBoolean ended) {

		void fail(Throwable error) {
			if (this.ended.compareAndSet(false, true)) {
				this.context.setOutcome(Outcome.of(error));
				watch(this.call, () -> this.observation.error(error));
				watch(this.call, this.observation::stop);
			}
		}

		void stop(Outcome outcome) {
			if (this.ended.compareAndSet(false, true)) {
				this.context.setOutcome(outcome);
				watch(this.call, this.observation::stop);
			}
		}

	}

	/**
	 * An operation with one result. It is counted before the caller gets the result, so
	 * that a blocking caller finds it counted.
	 */
	private static final class ObservedMono<R> extends MonoOperator<R, R> {

		private final Running running;

		ObservedMono(Mono<R> operation, Running running) {
			super(operation);
			this.running = running;
		}

		@Override
		public void subscribe(CoreSubscriber<? super R> caller) {
			this.source.subscribe(new Observer<>(caller, this.running));
		}

	}

	/** Passes the result of one operation on. */
	private static final class Observer<R> extends ForwardingSubscriber<R> {

		private final Running running;

		Observer(CoreSubscriber<? super R> caller, Running running) {
			super(caller);
			this.running = running;
		}

		@Override
		public void onNext(R result) {
			this.running.stop(Outcome.SUCCESS);
			super.onNext(result);
		}

		@Override
		public void onError(Throwable error) {
			this.running.fail(error);
			super.onError(error);
		}

		@Override
		public void onComplete() {
			this.running.stop(Outcome.SUCCESS);
			super.onComplete();
		}

		@Override
		public void cancel() {
			this.running.stop(Outcome.CANCELLED);
			super.cancel();
		}

	}

}
