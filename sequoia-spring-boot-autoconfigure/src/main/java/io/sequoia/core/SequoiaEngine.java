package io.sequoia.core;

import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import io.sequoia.DiscoveryException;
import io.sequoia.Internal;
import io.sequoia.Ref;
import io.sequoia.RequestTimeoutException;
import io.sequoia.SequoiaFailure;
import io.sequoia.ServiceUnavailableException;
import io.sequoia.call.Call;
import io.sequoia.call.CallContext;
import io.sequoia.core.cache.AnswerCache;
import io.sequoia.core.mapping.ResourceMapper;
import io.sequoia.core.mapping.SequoiaMappingContext;
import io.sequoia.discovery.HttpServiceRegistry;
import io.sequoia.discovery.ServiceDescriptor.ResourceDescriptor;
import io.sequoia.http.UserCall;
import io.sequoia.retry.RetryCall;
import io.sequoia.retry.RetryExecutor;
import io.sequoia.retry.RetrySettings;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.MediaType;

/**
 * Runs calls with as many attempts as the rules allow, each from the registry to the
 * decoded answer. Both templates, and the operations on users, work with it. Thread-safe.
 */
@Internal
public final class SequoiaEngine implements UserCall.Runner {

	private final OperationScope scope;

	private final ServiceExchange exchange;

	private final RetryExecutor retry;

	private final SequoiaMappingContext mappingContext;

	private final Settings settings;

	private final ResourceValidator validator;

	private final UnknownFieldsRule unknownFields;

	private final @Nullable AnswerCache cache;

	private final WriteEvents events;

	/**
	 * Create the engine.
	 * @param scope surrounds operations
	 * @param exchange talks to services
	 * @param retry repeats failed calls
	 * @param mappingContext knows the resource types
	 * @param constraints check resources before they are sent
	 * @param settings the settings of all calls
	 * @param cache keeps the answers to reads, or {@code null} to keep none
	 * @param events tells the application of writes
	 */
	public SequoiaEngine(OperationScope scope, ServiceExchange exchange, RetryExecutor retry,
			SequoiaMappingContext mappingContext, ResourceConstraints constraints, Settings settings,
			@Nullable AnswerCache cache, WriteEvents events) {
		this.scope = scope;
		this.exchange = exchange;
		this.retry = retry;
		this.mappingContext = mappingContext;
		this.settings = settings;
		this.validator = new ResourceValidator(constraints, settings.validate());
		this.unknownFields = new UnknownFieldsRule(exchange.mapper(), settings.unknownFields());
		this.cache = cache;
		this.events = events;
	}

	OperationScope scope() {
		return this.scope;
	}

	ServiceExchange exchange() {
		return this.exchange;
	}

	Settings settings() {
		return this.settings;
	}

	ResourceMapper mapper() {
		return this.exchange.mapper();
	}

	ResourceValidator validator() {
		return this.validator;
	}

	UnknownFieldsRule unknownFields() {
		return this.unknownFields;
	}

	WriteEvents events() {
		return this.events;
	}

	@Nullable AnswerCache cache() {
		return this.cache;
	}

	SequoiaMappingContext mappingContext() {
		return this.mappingContext;
	}

	String owner(RequestOptions options) {
		return (options.owner() != null) ? options.owner() : this.settings.owner();
	}

	/**
	 * Limit the time of several calls together, if the caller set a time, rather than the
	 * time of each.
	 * @param options the options of the calls
	 * @param whole makes the calls
	 * @param <R> the type of the result
	 * @return the result; if the options have no time, each call has its own
	 */
	<R> Mono<R> together(RequestOptions options, Mono<R> whole) {
		return (options.timeout() == null) ? whole : this.retry.together(whole);
	}

	/**
	 * Repeat a change of a resource, from the reading on, while others change it too.
	 * @param change reads, changes and updates the resource
	 * @param <R> the type of the result
	 * @return the result; the conflict of the last attempt as an error
	 */
	<R> Mono<R> onConflict(Mono<R> change) {
		return this.retry.onConflict(change);
	}

	/**
	 * Run a call that writes nothing, so that it can be repeated.
	 * @param call the call
	 * @param options the options of the call
	 * @param attempt makes one attempt
	 * @param <R> the type of the answer
	 * @return the answer
	 */
	<R> Mono<R> read(Call call, RequestOptions options, Supplier<Mono<R>> attempt) {
		return read(call, options, null, attempt);
	}

	/**
	 * Run a call that reads, until its answer is as expected.
	 * @param call the call
	 * @param options the options of the call
	 * @param accepted accepts an answer, or {@code null} to accept each
	 * @param attempt makes one attempt
	 * @param <R> the type of the answer
	 * @return the answer; the last one if attempts or time ended before
	 */
	<R> Mono<R> read(Call call, RequestOptions options, @Nullable Predicate<? super R> accepted,
			Supplier<Mono<R>> attempt) {
		return execute(new RetryCall<>(call, true, List.of(), retrySettings(options), accepted, serviceTag(), false),
				options, attempt);
	}

	/**
	 * Find the collection for a call of several requests, before the first of them.
	 * @param owner the tenant
	 * @param service the service
	 * @param collection the name of the collection
	 * @param options the options of the call
	 * @return the collection
	 */
	Mono<ResourceDescriptor> locate(String owner, String service, String collection, RequestOptions options) {
		return read(new Call(service, collection, "descriptor", owner), options,
				() -> this.exchange.resource(owner, service, collection));
	}

	/**
	 * Run a call that writes.
	 * @param call the call
	 * @param repeatable whether the call has the same effect if it is made twice
	 * @param refs the resources that it writes
	 * @param options the options of the call
	 * @param attempt makes one attempt
	 * @param <R> the type of the answer
	 * @return the answer
	 */
	<R> Mono<R> write(Call call, boolean repeatable, List<Ref> refs, RequestOptions options,
			Supplier<Mono<R>> attempt) {
		return noted(call,
				execute(new RetryCall<>(call, repeatable, refs, retrySettings(options), null, serviceTag(), false),
						options, attempt));
	}

	/**
	 * Inform the cache of a write before the write ends for its caller, even if its
	 * outcome is unknown.
	 */
	private <R> Mono<R> noted(Call call, Mono<R> write) {
		AnswerCache answers = this.cache;
		return (answers == null) ? write
				: write.doOnTerminate(() -> answers.written(call)).doOnCancel(() -> answers.written(call));
	}

	/**
	 * Run an operation of another package by the same rules.
	 * @param call the call
	 * @param repeatable whether the call has the same effect if it is made twice
	 * @param attempt makes one attempt; subscribed to once for each
	 * @param <R> the type of the answer
	 * @return the answer
	 */
	public <R> Mono<R> run(Call call, boolean repeatable, Mono<R> attempt) {
		RequestOptions options = RequestOptions.none();
		return this.scope.open(call, options, write(call, repeatable, List.of(), options, () -> attempt));
	}

	/**
	 * Run an operation of another package that repeats its own requests.
	 * @param call the call; its service becomes a tag, so there must be few of them
	 * @param work the work
	 * @param <R> the type of the result
	 * @return the result
	 */
	public <R> Mono<R> operation(Call call, Mono<R> work) {
		return Mono.defer(() -> {
			this.exchange.names().learn(call.service());
			return this.scope.open(call, RequestOptions.none(), work);
		});
	}

	@Override
	public <R> Mono<R> run(UserCall request, Mono<R> attempt) {
		String given = request.correlationId();
		RequestOptions options = (given != null) ? RequestOptions.builder().correlationId(given).build()
				: RequestOptions.none();
		Call call = request.call();
		RetryCall<R> retried = new RetryCall<>(call, request.repeatable(), List.of(), this.settings.retry(), null,
				serviceTag(), false, request.spent());
		return this.scope.open(call, options, noted(call,
				execute(retried, options, () -> this.exchange.located(call.owner(), call.service(), () -> attempt))));
	}

	private <R> Mono<R> execute(RetryCall<R> call, RequestOptions options, Supplier<Mono<R>> attempt) {
		return this.retry.execute(call, waitingFor(options, Mono.defer(attempt)))
			.onErrorMap((error) -> isOfRegistry(error, call.call()), SequoiaEngine::unreachable);
	}

	private UnaryOperator<String> serviceTag() {
		return this.exchange.names()::service;
	}

	/**
	 * Limit the attempts of shared requests to those of the call that waits for them.
	 */
	private static <R> Mono<R> waitingFor(RequestOptions options, Mono<R> attempt) {
		Integer attempts = options.maxAttempts();
		return (attempts == null) ? attempt
				: attempt.contextWrite((context) -> CallContext.withSharedAttempts(context, attempts));
	}

	/**
	 * Tell whether the registry failed. The retries treat it like other failures; the
	 * caller must be told that the service cannot be found.
	 */
	private static boolean isOfRegistry(Throwable error, Call what) {
		return (error instanceof ServiceUnavailableException || error instanceof RequestTimeoutException)
				&& HttpServiceRegistry.NAME.equals(((SequoiaFailure) error).service())
				&& !HttpServiceRegistry.NAME.equals(what.service());
	}

	private static DiscoveryException unreachable(Throwable error) {
		return new DiscoveryException("The registry cannot be reached: " + error.getMessage(),
				((SequoiaFailure) error).details(), error);
	}

	private RetrySettings retrySettings(RequestOptions options) {
		RetrySettings retry = this.settings.retry();
		if (options.maxAttempts() != null) {
			retry = retry.withMaxAttempts(options.maxAttempts());
		}
		if (options.backOff() != null) {
			retry = retry.withInterval(options.backOff());
		}
		if (options.timeout() != null) {
			retry = retry.withMaxTime(options.timeout());
		}
		if (!options.retryStatus().isEmpty()) {
			retry = retry.withStatusCodes(options.retryStatus());
		}
		return retry;
	}

	/**
	 * The settings of all calls.
	 *
	 * @param owner the tenant of every call
	 * @param contentType the media type of request bodies
	 * @param retry the rules on repeating calls
	 * @param perPage the number of resources per page
	 * @param prefetch the number of pages to fetch ahead
	 * @param maxEmptyPages the number of empty pages in a row after which a browse fails
	 * @param batchSize the largest number of resources per request
	 * @param batchConcurrency the number of requests of one batch in flight at the same
	 * time
	 * @param generateNames whether a resource without a name gets one before it is sent
	 * @param validate whether resources are checked before they are sent
	 * @param unknownFields the treatment of fields that a type does not have
	 * @param strictCriteria whether criteria are refused if the descriptor does not
	 * support them
	 */
	public record Settings(String owner, MediaType contentType, RetrySettings retry, int perPage, int prefetch,
			int maxEmptyPages, int batchSize, int batchConcurrency, boolean generateNames, boolean validate,
			UnknownFields unknownFields, boolean strictCriteria) {
	}

}
