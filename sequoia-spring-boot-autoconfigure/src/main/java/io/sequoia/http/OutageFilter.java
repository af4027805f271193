package io.sequoia.http;

import java.time.Duration;

import io.sequoia.Printable;
import io.sequoia.RequestTimeoutException;
import io.sequoia.ServiceUnavailableException;
import io.sequoia.call.Call;
import io.sequoia.call.ForwardingSubscriber;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoOperator;
import reactor.util.context.ContextView;

import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;

/**
 * Reports the outcome of each request to {@link Outages}. It is the last filter before
 * the connection, where the final host of the request is known.
 */
final class OutageFilter implements RequestFilter {

	private final Outages outages;

	private final TransportFailures failures;

	private final Duration responseTimeout;

	OutageFilter(Outages outages, TransportFailures failures, Duration responseTimeout) {
		this.outages = outages;
		this.failures = failures;
		this.responseTimeout = responseTimeout;
	}

	@Override
	public FilterOrder order() {
		return FilterOrder.OUTAGE;
	}

	@Override
	public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
		return new Watched(request, next.exchange(request));
	}

	private void answered(ClientRequest request, ClientResponse response, ContextView context) {
		if (response.statusCode().is5xxServerError()) {
			this.outages.failed(host(request),
					text(request) + " failed: " + StatusFailures.print(response.statusCode()), false, context);
		}
		else {
			this.outages.answered(host(request), context);
		}
	}

	private void failed(ClientRequest request, Throwable error, ContextView context) {
		Throwable failure = this.failures.of(request, error, null);
		if (failure instanceof ServiceUnavailableException unavailable) {
			this.outages.failed(host(request), String.valueOf(failure.getMessage()), unavailable.unsent(), context);
		}
		else if (failure instanceof RequestTimeoutException) {
			this.outages.failed(host(request), String.valueOf(failure.getMessage()), false, context);
		}
	}

	/** Report an attempt that was cancelled because it took too long. */
	private void cancelled(ClientRequest request, long nanos, ContextView context) {
		if (nanos >= this.responseTimeout.toNanos()) {
			this.outages.failed(host(request), text(request) + " took longer than sequoia.http.response-timeout", false,
					context);
		}
	}

	private static String text(ClientRequest request) {
		Call call = Call.of(request.attributes());
		return ((call != null) ? call : request.method() + " request") + " at " + request.url().getScheme() + "://"
				+ Printable.host(request.url());
	}

	private static String host(ClientRequest request) {
		String authority = String.valueOf(request.url().getRawAuthority());
		return (authority.indexOf('@') < 0) ? authority : Printable.host(request.url());
	}

	/**
	 * Reports the end of a request. A single operator does so, as every request has it.
	 */
	private final class Watched extends MonoOperator<ClientResponse, ClientResponse> {

		private final ClientRequest request;

		Watched(ClientRequest request, Mono<ClientResponse> answer) {
			super(answer);
			this.request = request;
		}

		@Override
		public void subscribe(CoreSubscriber<? super ClientResponse> caller) {
			this.source.subscribe(new Watch(this.request, caller));
		}

	}

	/** Passes the answer to one request on. */
	private final class Watch extends ForwardingSubscriber<ClientResponse> {

		private final ClientRequest request;

		private final long start = System.nanoTime();

		Watch(ClientRequest request, CoreSubscriber<? super ClientResponse> caller) {
			super(caller);
			this.request = request;
		}

		@Override
		public void onNext(ClientResponse response) {
			answered(this.request, response, currentContext());
			super.onNext(response);
		}

		@Override
		public void onError(Throwable error) {
			failed(this.request, error, currentContext());
			super.onError(error);
		}

		@Override
		public void cancel() {
			cancelled(this.request, System.nanoTime() - this.start, currentContext());
			super.cancel();
		}

	}

}
