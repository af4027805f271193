package io.sequoia.transfer;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import io.sequoia.MalformedResponseException;
import io.sequoia.RequestTimeoutException;
import io.sequoia.SequoiaFailure;
import io.sequoia.call.Call;
import io.sequoia.http.SequoiaWebClients;
import io.sequoia.http.StorageClient;
import io.sequoia.retry.RetryCall;
import io.sequoia.retry.RetryExecutor;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.client.ClientResponse;

/**
 * Makes the requests of one transfer: with the newest address, and as many attempts as
 * the rules on retries allow. Each host has its own budget of retries. Thread-safe.
 */
final class StorageRequests {

	/** The service that stands for all storages in meters. */
	static final String STORAGE = "storage";

	private final String operation;

	private final Addresses addresses;

	private final StorageClient client;

	private final RetryExecutor retry;

	private final TransferSettings settings;

	StorageRequests(String operation, Addresses addresses, StorageClient client, RetryExecutor retry,
			TransferSettings settings) {
		this.operation = operation;
		this.addresses = addresses;
		this.client = client;
		this.retry = retry;
		this.settings = settings;
	}

	/** Get the address for the next request. */
	Mono<URI> address() {
		return this.addresses.current();
	}

	/**
	 * Repeat an attempt until it succeeds, or must not be repeated.
	 * @param bytes the largest number of bytes that an attempt transfers
	 * @param attempt makes an attempt for each subscriber
	 * @param <R> the type of the result
	 * @return the result
	 */
	<R> Mono<R> repeat(long bytes, Function<Call, Mono<R>> attempt) {
		return this.addresses.current().flatMap((address) -> {
			Call call = new Call(String.valueOf(address.getHost()), null, this.operation, this.settings.owner());
			return this.retry.execute(new RetryCall<R>(call, true, List.of(), this.settings.retryOf(bytes), null,
					(service) -> STORAGE, false), Mono.defer(() -> attempt.apply(call)));
		});
	}

	/**
	 * Make one request, and a second one with another address if the first one is
	 * refused.
	 * @param call the purpose of the request
	 * @param request the request
	 * @param reader reads an answer with a status of 2xx
	 * @param <R> the type of the result
	 * @return the result
	 */
	<R> Mono<R> send(Call call, Request request, Function<ClientResponse, Mono<R>> reader) {
		Function<ClientResponse, Mono<R>> accepting = (response) -> {
			this.addresses.accepted();
			// closes the connection rather than reading the rest of a body that does not
			// fit
			return Mono.defer(() -> reader.apply(response))
				.onErrorResume((error) -> SequoiaWebClients.drain(response).onErrorComplete().then(Mono.error(error)));
		};
		return this.addresses.current()
			.flatMap((address) -> send(call, address, request, accepting).onErrorResume(Addresses::isRefusal,
					(refusal) -> this.addresses.after(address, refusal)
						.flatMap((other) -> send(call, other, request, accepting))));
	}

	private <R> Mono<R> send(Call call, URI address, Request request, Function<ClientResponse, Mono<R>> reader) {
		AtomicBoolean begun = new AtomicBoolean();
		Mono<R> answer = this.client.exchange(call, request.method(), request.target().apply(address),
				request.headers(), request.body(), (response) -> {
					begun.set(true);
					return reader.apply(response);
				});
		// the time for a body that is sent is limited by the attempt
		return (request.body() != null) ? answer : answer.takeUntilOther(Mono.delay(window())
			.flatMap((tick) -> begun.get() ? Mono.never() : Mono
				.error(slow(call, "has no answer within " + window() + ": see sequoia.http.response-timeout"))));
	}

	private Duration window() {
		return this.settings.retry().attemptTimeout();
	}

	/** Return the status of a failed request, or 0 if there was no answer. */
	static int status(Throwable failure) {
		Integer status = (failure instanceof SequoiaFailure known) ? known.status() : null;
		return (status != null) ? status : 0;
	}

	static MalformedResponseException malformed(Call call, String what) {
		return malformed(call, what, null);
	}

	static MalformedResponseException malformed(Call call, String what, @Nullable Throwable cause) {
		return new MalformedResponseException("The answer to " + call + " cannot be used: " + what, call.details(null),
				cause);
	}

	private static RequestTimeoutException slow(Call call, String what) {
		return new RequestTimeoutException(call + " " + what, call.details(null), false, null);
	}

	/**
	 * Read the body of an answer, unless it comes too slowly.
	 * @param call the purpose of the request
	 * @param response the answer
	 * @return the body; its buffers belong to no pool
	 */
	Flux<DataBuffer> body(Call call, ClientResponse response) {
		Duration window = window();
		long least = this.settings.minimumRate() * window.toMillis() / 1000;
		return Flux.defer(() -> {
			AtomicLong received = new AtomicLong();
			return StorageClient.body(response)
				.doOnNext((buffer) -> received.addAndGet(buffer.readableByteCount()))
				.takeUntilOther(Flux.interval(window).onBackpressureDrop().handle((tick, sink) -> {
					if (received.getAndSet(0) < least) {
						sink.error(slow(call,
								"brought fewer than " + this.settings.minimumRate() + " bytes a second in the last "
										+ window
										+ ": see sequoia.transfer.minimum-rate and sequoia.http.response-timeout"));
					}
				}));
		});
	}

	/**
	 * A request to a storage.
	 *
	 * @param method its method
	 * @param target makes its address from that of the file
	 * @param headers sets its headers
	 * @param body its body, or {@code null}
	 */
	record Request(HttpMethod method, UnaryOperator<URI> target, Consumer<HttpHeaders> headers,
			@Nullable Publisher<DataBuffer> body) {

		static Request get(Consumer<HttpHeaders> headers) {
			return new Request(HttpMethod.GET, UnaryOperator.identity(), headers, null);
		}

	}

}
