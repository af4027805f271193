package io.sequoia.http;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.sequoia.Printable;
import io.sequoia.call.Call;
import io.sequoia.call.CallContext;
import io.sequoia.correlation.CorrelationIds;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;

/**
 * Logs one DEBUG line for each request: method, service, path, status, time and attempt;
 * never a query, a header or a body.
 */
final class LoggingFilter implements RequestFilter {

	private static final Log logger = LogFactory.getLog("io.sequoia.http.requests");

	@Override
	public FilterOrder order() {
		return FilterOrder.LOG;
	}

	@Override
	public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
		if (!logger.isDebugEnabled()) {
			return next.exchange(request);
		}
		return Mono.deferContextual((context) -> {
			long start = System.nanoTime();
			AtomicBoolean told = new AtomicBoolean();
			Consumer<String> tell = (outcome) -> {
				// a subscriber that stops reading an answer cancels the request once more
				if (told.compareAndSet(false, true)) {
					log(request, outcome, start, context);
				}
			};
			return next.exchange(request)
				.doOnNext((response) -> tell.accept(StatusFailures.print(response.statusCode())))
				.doOnError((error) -> tell.accept(error.getClass().getSimpleName()))
				.doOnCancel(() -> tell.accept("cancelled"));
		});
	}

	private static void log(ClientRequest request, String outcome, long start, ContextView context) {
		Call call = Call.of(request.attributes());
		CorrelationIds.log(context,
				request.method() + " " + ((call != null) ? call.service() : request.url().getRawAuthority()) + " "
						+ Printable.of(request.url().getRawPath(), 300) + ": " + outcome + " in "
						+ TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) + " ms (attempt "
						+ CallContext.attempt(context) + ")",
				logger::debug);
	}

}
